"""The way of an objection: who handles, what each step asks, clocks, the second instance, what it blocks."""

import datetime as dt

import pytest
import sqlalchemy as sa

from accounts.states import UserState
from challenge.notice import actions as notices
from challenge.notice.models import Notice
from challenge.notice.objections import handlers, queries, rules, sealed
from challenge.notice.objections.actions import handling, writing
from challenge.notice.objections.models import Objection
from challenge.states import C, N, O, Outcome
from core import workdays
from core.database import db, transaction
from core.inspection import RefusedFile
from core.outbox import Job
from core.workflow import Refused, apply
from talent.models import Tie
from tests import world
from tests.bids import PDF
from tests.challenge.notice.objections import scene


@pytest.fixture
def staff(app):
    """Two supervisors and a leader, with the calendar of the year."""
    scene.calendar()
    return [world.user("supervisor"), world.user("supervisor"), world.user("leader")]


def _announce(officer, challenge):
    with transaction():
        notices.announce(officer, challenge)


def test_from_the_draft_to_the_end(staff, now):
    officer, challenge, notice = scene.noticed()
    objector = world.user("researcher")
    row = scene.submitted(objector, notice)
    assert (row.code, row.state, row.handler) == ("YY20260001", O.SUBMITTED, staff[0])
    assert row.due_at == workdays.period_end(now(), 5)
    scene.make(staff[0], row, "accept")
    assert (row.state, row.due_at) == (O.INVESTIGATING, workdays.period_end(now(), 10))
    with pytest.raises(Refused, match="请先填写调查记录"):
        scene.make(staff[0], row, "answer", outcome="dismissed", text="答复")
    with transaction():
        handling.write_record(staff[0], row, "已核查。")
    scene.make(staff[0], row, "answer", outcome="partly", text="部分成立。", measures="更正公示。")
    assert (row.outcome, row.answer, row.measures) == (Outcome.PARTLY, "部分成立。", "更正公示。")
    assert row.due_at == workdays.period_end(now(), 5)
    scene.make(objector, row, "ask_review", text="请再查。")
    assert (row.state, row.second, sealed.get(row, "appeal")) == (O.REVIEWING, staff[1], {"text": "请再查。"})
    scene.make(staff[1], row, "decide", outcome="dismissed", text="维持。")
    assert (row.state, rules.verdict(row), row.due_at) == (O.FINAL, Outcome.DISMISSED, None)
    now.instant = notice.ends_at
    _announce(officer, challenge)
    assert challenge.state is C.ANNOUNCED


def test_an_open_objection_blocks_the_announcement_and_names_nobody(staff, now):
    officer, challenge, notice = scene.noticed()
    objector = world.user("researcher")
    row = scene.submitted(objector, notice)
    now.instant = notice.ends_at
    with pytest.raises(Refused) as refused:
        _announce(officer, challenge)
    assert refused.value.refusal.sentence == (
        "还有 1 件异议未办结，办结以后才能继续（规则包 2026-1 第十九条）。"
    )
    scene.answered(row)
    with pytest.raises(Refused, match="还有 1 件异议未办结"):
        _announce(officer, challenge)
    now.instant = row.due_at
    assert (row.state, queries.phase_of(row).label) == (O.ANSWERED, "终局")
    with pytest.raises(Refused, match="申请复核的期限已过"):
        scene.make(objector, row, "ask_review", text="晚了。")
    _announce(officer, challenge)
    assert notice.state is N.CLOSED


def test_an_upheld_objection_leads_to_a_new_review(staff, now):
    officer, challenge, notice = scene.noticed()
    row = scene.submitted(world.user("researcher"), notice)
    scene.answered(row, "upheld")
    now.instant = max(notice.ends_at, row.due_at)
    with pytest.raises(Refused, match="有 1 件异议成立，须由局领导撤销公示重新评审"):
        _announce(officer, challenge)
    with pytest.raises(Refused, match="须填写理由"), transaction():
        apply(staff[2], challenge, "reopen_review", reason="")
    with transaction():
        apply(staff[2], challenge, "reopen_review", reason="异议成立。")
    assert (challenge.state, notice.state) == (C.REVIEWING, N.REVOKED)
    assert rules.no_objection_stands(challenge) is None


def test_a_refusal_is_coded_and_can_be_turned_round_once(staff, now):
    _, _, notice = scene.noticed()
    objector = world.user("researcher")
    row = scene.submitted(objector, notice)
    with pytest.raises(Refused, match="须填写理由"):
        scene.make(staff[0], row, "refuse", code="", text="学术判断。")
    scene.make(staff[0], row, "refuse", code="academic", text="属于学术判断。")
    assert (row.state, row.inadmissible) == (O.REFUSED, "academic")
    scene.make(objector, row, "ask_review", text="不是学术判断。")
    with pytest.raises(Refused, match="本件未曾受理"):
        scene.make(staff[1], row, "decide", outcome="upheld", text="成立")
    scene.make(staff[1], row, "readmit", text="应予受理。")
    assert (row.state, row.handler, row.second, row.inadmissible) == (O.INVESTIGATING, staff[0], None, "")
    other = scene.submitted(world.user("researcher"), notice)
    scene.make(other.handler, other, "refuse", code="no_evidence", text="没有线索。")
    assert queries.result_of(other) == "不予受理"


def test_late_is_refused_with_the_clause_whatever_was_begun_in_time(staff, now):
    _, _, notice = scene.noticed()
    objector = world.user("researcher")
    row = scene.drafted(objector, notice)
    now.instant = rules.closes_at(notice)
    with pytest.raises(Refused) as late, transaction():
        writing.submit(objector, row)
    assert "届满，不能再提交异议（规则包 2026-1 第十九条）。" in late.value.refusal.sentence
    assert late.value.refusal.status == 422
    db.session.refresh(row)
    assert (row.state, row.code, queries.phase_of(row).label) == (O.DRAFT, None, "已过期草稿")


def test_handlers_have_no_part_and_no_tie(staff, now):
    officer, challenge, notice = scene.noticed()
    unit = world.organisation()
    bidding = world.user("supervisor", organisation_id=challenge.bids[0].organisation_id)
    posting = world.user("supervisor", organisation_id=challenge.organisation_id)
    colleague = world.user("supervisor", organisation_id=unit.id)
    reviewer = world.user("supervisor")
    world.assignment(challenge, world.profile(user_id=reviewer.id), "submitted")
    acting = world.user("officer", "supervisor")
    world.opening(challenge, acting, "officer")
    row = scene.submitted(world.user("researcher", organisation_id=unit.id), notice)
    db.session.expire_all()
    told = {one.id: found for one, found in handlers.candidates(row)}
    tied = [bidding, posting, colleague]
    assert [told[one.id] for one in tied] == [handlers.TIED] * 3
    assert [told[one.id] for one in (reviewer, acting, staff[0])] == [handlers.TOOK_PART] * 3
    assert [told[one.id] for one in (staff[1], staff[2])] == [None, None]
    with pytest.raises(Refused, match="须回避"):
        scene.make(staff[1], row, "assign", person=colleague)
    scene.make(staff[1], row, "assign", person=staff[1])
    assert row.handler is staff[1]
    with pytest.raises(Refused, match="没有“受理”的权限"):
        scene.make(staff[0], row, "accept")
    with pytest.raises(Refused, match="没有“受理”的权限"):
        scene.make(officer, row, "accept")


def test_nobody_free_is_told_to_the_leaders(app, now):
    scene.calendar()
    leader = world.user("leader")
    _, _, notice = scene.noticed()
    row = scene.submitted(world.user("researcher"), notice)
    assert row.handler is None
    with pytest.raises(Refused):
        scene.make(leader, row, "accept")
    scene.make(leader, row, "assign", person=leader)
    scene.make(leader, row, "accept")
    assert row.state is O.INVESTIGATING


def test_withdrawal_and_cancelled_lists_end_it(staff, now):
    officer, challenge, notice = scene.noticed()
    objector = world.user("researcher")
    first, second = scene.submitted(objector, notice), scene.submitted(world.user("researcher"), notice)
    with pytest.raises(Refused):
        scene.make(staff[0], first, "withdraw")
    scene.make(objector, first, "withdraw")
    with transaction():
        apply(officer, challenge, "ask_cancel", reason="不再需要。")
        apply(staff[2], challenge, "cancel", reason="同意。")
    assert (first.state, second.state, second.due_at) == (O.WITHDRAWN, O.ENDED, None)


def test_the_dispute_is_a_tie_that_does_not_say_which_objection_it_was(staff, now):
    _, _, notice = scene.noticed()
    objector = world.user("researcher")
    row = scene.submitted(objector, notice)
    assert db.session.query(Tie).count() == 0
    scene.answered(row)
    tie = db.session.query(Tie).one()
    assert (tie.who, tie.whom) == (f"user:{objector.id}", f"organisation:{notice.bid.organisation_id}")
    assert (tie.kind, tie.source) == ("complained", "公示异议")


def test_bureau_and_pending_accounts_do_not_object(staff):
    assert "不在本平台提出异议" in rules.keeps_from_objecting(staff[0])
    assert "账号通过审核后" in rules.keeps_from_objecting(world.user(state=UserState.PENDING))
    assert rules.keeps_from_objecting(world.user("researcher")) is None


def test_only_a_running_notice_takes_objections(staff, now):
    _officer, challenge, notice = scene.noticed()
    stranger = world.user("researcher")
    assert rules.takes_objections(notice) is None
    for state, said in ((N.DRAFT, "公示尚未发布"), (N.REVOKED, "公示已撤销"), (N.CLOSED, "不能再提交异议")):
        with transaction():
            db.session.execute(sa.update(Notice).where(Notice.id == notice.id).values(state=state))
        db.session.refresh(notice)
        assert said in rules.takes_objections(notice)
        with pytest.raises(Refused, match=said), transaction():
            writing.begin(stranger, notice)
    assert rules.no_objection_stands(challenge) is None


def test_a_second_click_makes_no_second_draft_and_no_second_objection(staff, now):
    _, _, notice = scene.noticed()
    objector = world.user("researcher")
    row = scene.drafted(objector, notice)
    assert scene.drafted(objector, notice) is row
    for _ in range(2):
        with transaction():
            writing.submit(objector, row)
    assert db.session.query(Objection).count() == 1
    assert scene.drafted(objector, notice) is not row


def test_evidence_is_limited_and_the_record_closes_with_the_answer(staff, now):
    _, _, notice = scene.noticed()
    objector = world.user("researcher")
    row = scene.drafted(objector, notice)
    with transaction():
        for number in range(writing.FILES_MAX):
            writing.attach(row, f"{number}.pdf", PDF)
    with pytest.raises(RefusedFile, match="最多 5 个"), transaction():
        writing.attach(row, "6.pdf", PDF)
    with transaction():
        writing.submit(objector, row)
    scene.answered(row)
    with pytest.raises(Refused, match="调查已经结束"), transaction():
        handling.write_record(staff[0], row, "补记")


def test_drafts_of_a_prolonged_notice_are_looked_at_again(staff, now):
    _, challenge, notice = scene.noticed()
    row = scene.drafted(world.user("researcher"), notice)
    now.forward(days=1)
    with transaction():
        apply(staff[2], challenge, "suspend", reason="核查")
    now.forward(days=40)
    with transaction():
        assert writing.clear_drafts(Job(payload={"notice": notice.id})) == {"cleared": 0}
    with transaction():
        apply(staff[2], challenge, "resume", reason="继续")
        assert writing.clear_drafts(Job(payload={"notice": notice.id})) == {"cleared": 0}
    now.instant = rules.closes_at(notice) + dt.timedelta(days=writing.KEPT_DAYS)
    with transaction():
        assert writing.clear_drafts(Job(payload={"notice": notice.id})) == {"cleared": 1}
        assert writing.clear_drafts(Job(payload={"notice": 0})) == {"cleared": 0}
    assert db.session.get(Objection, row.id) is None
