"""The officer in charge is asked for the archive of a project once nothing is added to it any more, until it is there."""

import io
import json
import zipfile

import pytest

from challenge.delivery import archives, whose_turn
from challenge.delivery.acceptance import archiving
from challenge.delivery.closing import actions as closures
from challenge.delivery.final_accounts.states import F
from challenge.delivery.ledger import actions as money
from challenge.delivery.models import Project
from challenge.delivery.states import ENDED, P, Y
from challenge.delivery.tolerance import actions as tolerances
from core import clock, files, outbox
from core.canonical import digest
from core.database import db, transaction
from core.inspection import inspect
from reports.desk.projects import officer_duties
from tests import world
from tests.challenge.delivery.acceptance import scene as accepting
from tests.challenge.delivery.closing import scene as closing
from tests.challenge.delivery.ledger import scene as ledger
from tests.challenge.delivery.ledger.test_arriving import ends
from tests.challenge.delivery.test_views import PDF
from tests.challenge.delivery.tolerance import scene as tolerating


def waits(officer, project):
    """[(what, until when)] of the duty; its twins, the head of the project and the question itself, say the same."""
    db.session.expire_all()
    found = [(one.what, one.due) for one in officer_duties(officer) if "归档" in one.what]
    head = [one.what for one in whose_turn.turns(project) if "归档" in one.what]
    assert (archives.is_owed(project), head) == (bool(found), [what for what, _ in found])
    return found


def build(officer, project, note=""):
    with transaction():
        row = archiving.order(officer, project, note)
    outbox.run_due()
    return row


@pytest.fixture
def passed(app, now):
    """(officer, project that has passed, its final account found right)."""
    officer, project, _row = accepting.concluded(now)
    assert waits(officer, project) == []  # the final account is still to come
    account = project.final_account
    finance = world.user("finance")
    account.content, account.handed_in_by_id, account.checked_by_id = {}, project.leader_id, finance.id
    account.state, account.state_since = F.CONFIRMED, clock.now()
    db.session.commit()
    return officer, project


def test_an_accepted_project_is_archived_within_its_days(passed, now):
    officer, project = passed
    assert waits(officer, project) == [("生成归档包", clock.after_days(clock.now(), 30))]
    other = [one for one in officer_duties(world.user("officer")) if "归档" in one.what]
    assert other == []
    now.forward(days=1)
    build(officer, project)
    assert waits(officer, project) == []


def test_an_archive_from_before_the_final_account_is_not_the_last(passed, now):
    officer, project = passed
    build(officer, project)
    assert waits(officer, project) == []
    now.forward(days=1)
    project.final_account.state_since = clock.now()
    db.session.commit()
    assert [what for what, _ in waits(officer, project)] == ["生成归档包"]


def test_an_archive_without_lost_files_is_one(passed):
    officer, project = passed
    files.delete(next(one.blob for one in project.acceptances[0].files))
    build(officer, project)
    assert [what for what, _ in waits(officer, project)] == ["处理归档包缺失的文件"]
    build(officer, project, "备份中也没有。")
    assert waits(officer, project) == []


def test_a_project_that_ended_otherwise_is_archived_with_its_settlement(app, now, client_of):
    officer, project, _people = closing.under_contract()
    closure = closing.agreed(closing.ended(project), {1: 0, 2: 0, 3: 0})
    assert (project.state in ENDED, waits(officer, project)) == (True, [])
    assert "项目已结束，办结榜单" not in [one.what for one in officer_duties(officer)]
    with transaction():
        closures.make(officer, closure, "close")
    assert "项目已结束，办结榜单" in [one.what for one in officer_duties(officer)]
    [(what, _due)] = waits(officer, project)
    page = client_of(officer).get(f"/desk/projects/{project.code}/acceptance").get_data(as_text=True)
    assert (what, "没有申请验收" in page, "生成归档包" in page) == ("生成归档包", True, True)
    row = build(officer, project)
    assert waits(officer, project) == []
    bundle = zipfile.ZipFile(io.BytesIO(files.read(row.blob, encrypted=True)))
    kept = json.loads(bundle.read("closures/1.json"))
    assert (kept["digest"], len(kept["statements"])) == (closure.settlement_digest, 2)
    assert PDF in [bundle.read(name) for name in bundle.namelist() if name.startswith("closures/1/")]


def test_the_archive_waits_for_what_is_being_paid(passed, now):
    officer, project = passed
    row = project.payments[0]
    now.forward(days=1)
    row.state, row.state_since = Y.REQUESTED, clock.now()
    db.session.commit()
    assert waits(officer, project) == []
    build(officer, project)
    now.forward(days=1)
    row.state, row.state_since = Y.CANCELLED, clock.now()
    db.session.commit()
    assert [what for what, _ in waits(officer, project)] == ["生成归档包"]


def test_the_archive_of_a_diligent_end_holds_its_deliberation(app, now):
    officer, project, case = tolerating.begun(now)
    with transaction():
        tolerances.state(
            project.challenge.author, case, "团队一直在现场。", [(inspect("照片.pdf", PDF), PDF)]
        )
    with transaction():
        tolerances.submit(officer, case)
    tolerating.vote(officer, case)
    with transaction():
        tolerances.make(officer, case, "hear")
    with transaction():
        tolerances.answer(project.leader, case, "没有补充。")
    with transaction():
        tolerances.decide(world.user("leader"), case, "grant", "记录完整，路线已穷尽。")
    assert project.state is P.DILIGENT
    row = build(officer, project)
    bundle = zipfile.ZipFile(io.BytesIO(files.read(row.blob, encrypted=True)))
    kept = json.loads(bundle.read(f"tolerance/{case.code}.json"))
    said = {key: kept[key] for key in ("occasion", "cause", "state", "request", "answer", "reason")}
    assert said == {
        "occasion": case.occasion.label,
        "cause": case.cause.label,
        "state": "认定尽责",
        "request": tolerating.TEXT,
        "answer": "没有补充。",
        "reason": "记录完整，路线已穷尽。",
    }
    assert [(one["party"], one["text"]) for one in kept["statements"]] == [("发榜方", "团队一直在现场。")]
    assert digest(kept["dossier"]) == kept["digest"] == case.digest
    assert kept["settlement"] == case.settlement != []
    assert None not in (kept["requested_at"], kept["decided_at"])
    seats = [json.loads(bundle.read(one)) for one in bundle.namelist() if one.startswith("panels/")]
    assert [len([each for each in one["members"] if each["vote"]]) for one in seats] == [5]
    name = f"tolerance/{case.code}/"
    assert [bundle.read(one) for one in bundle.namelist() if one.startswith(name)] == [PDF]


def test_the_twin_finds_what_the_question_finds(passed):
    _officer, project = passed
    found = db.session.scalars(db.select(Project).where(archives.without_archive())).unique().all()
    assert found == [project]


def test_the_archive_waits_for_refunds_and_is_made_anew_after_a_later_one(app, now):
    officer, project, people = ledger.ledger()
    ledger.passes(project, 1)
    row = ledger.payment(project, "demander", 1)
    ledger.paid(people, row)
    ends(project, people, "fail")
    assert waits(officer, project) == []
    leader = world.user("leader")
    with transaction():
        money.make(leader, row, "pursue", "已提起诉讼。")
    assert [what for what, _ in waits(officer, project)] == ["生成归档包"]
    now.forward(days=1)
    build(officer, project)
    assert waits(officer, project) == []
    now.forward(days=1)
    with transaction():
        money.refund(people.poster, row, row.amount_fen, clock.today(), "退 1")
    assert waits(officer, project) == [("生成归档包", clock.after_days(clock.now(), 30))]


def failed(officer=None):
    """The officer in charge of one more project that has failed and owes nothing."""
    handler, project, people = ledger.ledger()
    ends(project, people, "fail")
    if officer is not None:
        with transaction():
            project.challenge.handler_id = officer.id
    return officer or handler


def to_archive(officer):
    db.session.expire_all()
    assert officer.is_active
    return [one for one in officer_duties(officer) if "归档" in one.what]


def test_the_desk_asks_as_often_for_one_project_to_archive_as_for_three(app, queries):
    officer = failed()
    with queries() as few:
        assert len(to_archive(officer)) == 1
    failed(officer)
    failed(officer)
    with queries() as many:
        assert len(to_archive(officer)) == 3
    assert len(many) == len(few)
