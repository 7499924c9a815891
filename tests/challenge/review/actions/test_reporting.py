"""A contact report reaches supervisors alone, its words and names stand nowhere in clear, and it is looked into."""

import io
from pathlib import Path

import pytest
import sqlalchemy as sa

from accounts.models import Message
from challenge.review.actions import deciding, reporting
from challenge.review.contacts import queries, rules
from challenge.review.contacts.models import ContactReport
from challenge.review.contacts.states import K
from core import audit
from core.database import db, transaction
from core.looks import Look
from core.workflow import Refused
from talent.integrity.models import IntegrityCase
from tests import bids, world
from tests.challenge.review import scene

TOLD = {
    "who": "钱说情",
    "unit": "某公司销售部",
    "when": "6 月 3 日晚上",
    "channel": "call",
    "asked": "给某方案打高分",
    "text": "来电称“多关照”，我已拒绝。",
}


def reported(**facts):
    """(officer, list, reviewer, supervisor, report)."""
    officer, challenge = scene.in_review()
    (task,) = scene.invited(officer, challenge, scene.KINDS[:1])
    supervisor = world.user("supervisor")
    with transaction():
        row = reporting.report(task.profile.user, challenge, TOLD | facts)
    return officer, challenge, task.profile.user, supervisor, row


def test_supervisors_are_told_that_there_is_one_and_nothing_else(app):
    officer, _, reviewer, supervisor, row = reported()
    told = db.session.scalars(sa.select(Message).where(Message.subject.contains("接触报告"))).all()
    seen = {one.user_id for one in told}
    assert supervisor.id in seen
    assert not seen & {officer.id, reviewer.id}
    assert {(one.subject, one.body) for one in told} == {
        (f"收到一份接触报告（{row.code}）", "请登录后核查。")
    }
    assert row.told == {name: TOLD[name] for name in TOLD if name != "channel"} | {
        "reporter": reviewer.id,
        "number": "专家 1 号",
    }


def test_neither_words_nor_names_stand_in_the_row_or_in_the_log(app):
    _, _, reviewer, _, row = reported()
    kept = db.session.execute(sa.select(ContactReport.__table__)).mappings().one()
    raw = b" ".join(value if isinstance(value, bytes) else str(value).encode() for value in kept.values())
    assert not any(TOLD[name].encode() in raw for name in ("who", "unit", "asked", "text"))
    entry = audit.entries_of(f"contact_report:{row.id}")[0]
    assert (entry.actor_id, entry.actor_name, entry.after) == (None, "报告人", {"files": 0})
    assert reviewer.display_name not in str(kept)


def test_a_supervisor_who_is_named_or_reports_never_reads_it(app):
    named = world.user("supervisor", display_name="钱说情")
    _, challenge, _, supervisor, row = reported()
    with transaction():
        own = reporting.report(supervisor, challenge, TOLD)
    assert [rules.supervises_report(one, row) for one in (named, supervisor)] == [False, True]
    assert db.session.scalars(queries.visible_reports(named)).all() == []
    assert db.session.scalars(queries.visible_reports(supervisor)).all() == [row]
    assert db.session.scalars(queries.own_reports(supervisor)).all() == [own]


def test_a_title_around_a_name_opens_no_report_to_who_is_named(app):
    named = world.user("supervisor", display_name="钱说情")
    _, challenge, reviewer, _, _ = reported()
    with transaction():
        row = reporting.report(reviewer, challenge, TOLD | {"who": "市局钱说情副处长"})
    assert not rules.supervises_report(named, row)


def test_it_is_looked_into_by_somebody_apart_and_concluded_once(app):
    officer, _, _, supervisor, row = reported()
    apart = world.user("officer")
    with transaction(), pytest.raises(Refused, match="请在名单中选择核查人"):
        reporting.name_investigator(supervisor, row, officer.id)
    with transaction():
        reporting.name_investigator(supervisor, row, apart.id)
    assert (row.state, row.investigator_id) == (K.CHECKING, apart.id)
    with transaction():
        reporting.conclude(apart, row, "settle", "已约谈对方单位。")
        reporting.conclude(apart, row, "settle", "第二次点击")
    assert (row.state, row.outcome["text"]) == (K.HANDLED, "已约谈对方单位。")


def test_a_case_is_opened_from_it(app):
    _, _, _, supervisor, row = reported()
    suspect = world.user("researcher")
    with transaction():
        reporting.name_investigator(supervisor, row, supervisor.id)
        case = reporting.open_case(supervisor, row, suspect, "向评审专家打招呼。", "电话记录属实。")
    assert (row.state, row.case_code, case.reference) == (K.CASE, case.code, row.code)
    assert db.session.scalars(sa.select(IntegrityCase.user_id)).all() == [suspect.id]


def test_an_award_needs_a_word_about_open_reports(app):
    _, challenge, leader = scene.proposed()
    with transaction():
        reporting.report(world.user("officer"), challenge, TOLD)
    number = challenge.proposals[-1].id
    with pytest.raises(Refused, match="1 份接触报告在核查，定榜须写明已知悉及理由"), transaction():
        deciding.award(leader, challenge, number, "同意。")
    with transaction():
        deciding.award(leader, challenge, number, "同意。", "已听取监督人员意见，不影响结果。")
    assert challenge.proposals[-1].contact_note == "已听取监督人员意见，不影响结果。"


def told(*files):
    """What the form sends, with these (bytes, name)."""
    return TOLD | {"evidence": [(io.BytesIO(data), name) for data, name in files]}


def test_evidence_is_kept_sealed_and_comes_back_to_those_who_look_into_it(client_of, app):
    officer, challenge = scene.in_review()
    (task,) = scene.invited(officer, challenge, scene.KINDS[:1])
    supervisor, browser = world.user("supervisor"), client_of(task.profile.user)
    page = f"/desk/reviews/{task.id}/report"
    assert browser.post(page, data=told((bids.PDF, "通话记录.pdf"))).status_code == 302
    row = db.session.scalar(sa.select(ContactReport))
    (one,) = row.evidence
    kept = Path(app.config["STORAGE_URL"])
    assert not [path for path in kept.rglob("*") if path.is_file() and bids.PDF in path.read_bytes()]
    assert "通话记录".encode() not in one.label_sealed
    address = f"/desk/contact-reports/{row.code}/evidence/{one.code}"
    assert [client_of(who).get(address).status_code for who in (officer, task.profile.user)] == [404, 403]
    answer = client_of(supervisor).get(address)
    assert (answer.data, answer.mimetype) == (bids.PDF, "application/pdf")
    assert db.session.scalars(sa.select(Look.purpose)).all() == ["下载证据材料"]


@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        (((b"MZ", "tool.exe"),), "tool.exe"),
        (((b"no pdf at all", "a.pdf"),), "a.pdf"),
        (((bids.PDF, "a.pdf"),) * 6, reporting.TOO_MANY),
        (((bids.PDF, "a.pdf"), (b"", "b.pdf")), "b.pdf"),
    ],
)
def test_a_bad_file_is_refused_at_its_field_and_what_was_typed_stays(client_of, files, sentence):
    officer, challenge = scene.in_review()
    (task,) = scene.invited(officer, challenge, scene.KINDS[:1])
    browser = client_of(task.profile.user)
    assert browser.post(f"/desk/reviews/{task.id}/report", data=told(*files)).status_code == 422
    assert sentence in browser.text()
    assert TOLD["text"] in browser.text()
    assert db.session.scalars(sa.select(ContactReport)).all() == []


def test_report_and_case_lead_to_each_other(client_of):
    *_, supervisor, row = reported()
    other, leader = world.user("supervisor", display_name=TOLD["who"]), world.user("leader")
    suspect = world.user("researcher")
    with transaction():
        reporting.name_investigator(supervisor, row, supervisor.id)
    browser, path = client_of(supervisor), f"/desk/contact-reports/{row.code}"
    browser.get(path)
    assert f"{path}/case" in [one.get("href") for one in browser.all("a")]
    facts = {"kind": "person", "subject": "无此人", "facts": "说情。", "outcome": "属实。"}
    assert browser.post(f"{path}/case", data=facts).status_code == 422
    page = browser.post(f"{path}/case", data=facts | {"subject": suspect.username}).location
    browser.get(path)
    assert page in [one.get("href") for one in browser.all("a")]
    browser.get(page)
    assert path in [one.get("href") for one in browser.all("a")]
    # A leader, and whoever is named, reads the case and not the report.
    for person in (other, leader):
        browser = client_of(person)
        assert browser.get(page).status_code == 200
        assert path not in [one.get("href") for one in browser.all("a")]


def test_pages_show_each_what_is_theirs(client_of):
    officer, _, reviewer, supervisor, row = reported()
    path = f"/desk/contact-reports/{row.code}"
    assert client_of(officer).get(path).status_code == 404
    browser = client_of(reviewer)
    assert browser.get(path).status_code == 200
    assert TOLD["text"] not in browser.text()
    browser = client_of(supervisor)
    assert browser.get(path).status_code == 200
    assert TOLD["text"] in browser.text()
    assert reviewer.display_name not in browser.text()
    assert browser.post(f"{path}/reporter", data={"purpose": ""}).status_code == 422
    assert browser.post(f"{path}/reporter", data={"purpose": "核实时间"}).status_code == 200
    assert reviewer.display_name in browser.text()
    looks = db.session.execute(sa.select(Look.kind, Look.purpose).order_by(Look.id)).all()
    assert looks == [("contact_report", ""), ("contact_reporter", "核实时间")]
