"""技术合同登记 and 成果登记: prefilled from what is there, completed, checked, registered, put right."""

import datetime as dt

import pytest

from challenge.delivery.acceptance.models import Acceptance
from challenge.delivery.acceptance.states import V
from challenge.delivery.outcomes.registering import actions
from challenge.delivery.outcomes.registering.prefilled import measured_text, of_result
from challenge.delivery.outcomes.states import R
from challenge.states import Mode, Ownership
from core import audit
from core.database import db, transaction
from core.errors import Conflict
from core.workflow import Refused, available, refusal
from tests import world
from tests.challenge.delivery import scene as projects
from tests.challenge.delivery.outcomes import scene

AMOUNT = 15_000_001 + 10_000_000


def test_the_contract_in_force_fills_the_form(app):
    _officer, row = scene.contract(title="高密度液流电池电堆设计")
    project = row.project
    poster = project.challenge.organisation
    assert row.state is R.DRAFT
    assert (row.title, row.contract_number) == ("高密度液流电池电堆设计", 1)
    assert (row.buyer, row.buyer_code) == (poster.name, poster.credit_code)
    assert (row.seller, row.seller_code) == (project.organisation.name, project.organisation.credit_code)
    assert (row.total_fen, row.technical_fen) == (AMOUNT, AMOUNT)
    assert (row.starts_on, row.ends_on) == (project.starts_on, project.ends_on)
    assert (row.source, row.payment) == ("地市县计划", "分期支付")
    assert {row.buyer_kind, row.seller_kind} == {"企业法人：内资企业"}
    assert (row.buyer_place, row.seller_place) == ("山西省朔州市朔城区", "山西省朔州市朔城区")
    assert (
        refusal(project.leader, row, "submit").sentence
        == "请先填写技术领域、社会经济目标、知识产权，再提交。"
    )


def test_who_pays_the_price_buys(app):
    """成果转化: the team takes the result of the poster and pays for it."""
    programme = world.programme(mode=Mode.TRANSFER)
    posted = {"mode": Mode.TRANSFER, "programme_id": programme.id, "ownership": Ownership.LICENCE}
    _officer, project = projects.signed(**posted)
    assert project.contracts[-1].content["ownership"]["kind"] == "归成果方，许可受让方使用"
    row, poster = project.tech_contract, project.challenge.organisation
    assert (row.buyer, row.buyer_code) == (project.organisation.name, project.organisation.credit_code)
    assert (row.seller, row.seller_code) == (poster.name, poster.credit_code)


def test_nothing_is_begun_before_a_contract_binds(app):
    officer, project, _contract = projects.offered()
    assert project.tech_contract is None
    with pytest.raises(Refused, match="任务书生效后"), transaction():
        actions.begin(officer, project, type("Nothing", (), {}))


def test_who_may_do_what_in_each_state(app):
    officer, row = scene.contract()
    project = row.project
    people = {
        "leader of the team": project.leader,
        "poster": project.challenge.author,
        "officer": officer,
        "other officer": world.user("officer"),
        "leader": world.user("leader"),
        "supervisor": world.user("supervisor"),
        "finance": world.user("finance"),
        "auditor": world.user("auditor"),
        "researcher": world.user("researcher"),
        "enterprise": world.user("enterprise"),
        "expert": world.user("expert"),
    }

    def may():
        found = {name: {one.action for one in available(user, row)} for name, user in people.items()}
        return {name: actions for name, actions in found.items() if actions}

    sides = ("leader of the team", "poster")
    assert may() == {key: {"submit"} for key in sides} | {"officer": {"drop"}}
    with transaction():
        actions.save(project.leader, row, scene.CONTRACT, row.version)
        actions.make(people["poster"], row, "submit")
    checks = {"officer": {"return", "register", "drop"}}
    assert may() == {key: {"take_back"} for key in sides} | checks
    with transaction():
        actions.register(officer, row, "2026140000000001", dt.date(2026, 9, 16))
    assert may() == {"officer": {"correct"}}
    _other, dropped = scene.contract()
    with transaction():
        actions.make(_other, dropped, "drop", reason="平台外已登记。")
    assert [one.action for one in available(_other, dropped)] == ["reopen"]


def test_a_number_is_needed_and_stands_once(app):
    officer, row = scene.registered()
    other_officer, other = scene.submitted()
    assert (row.state, row.number, row.registered_on) == (
        R.REGISTERED,
        "2026140000000001",
        dt.date(2026, 9, 16),
    )
    assert actions.is_taken(other, "2026140000000001")
    assert not actions.is_taken(row, "2026140000000001")
    with pytest.raises(Refused, match="不能早于签订日期 2026年9月16日"), transaction():
        actions.register(other_officer, other, "7", dt.date(2019, 1, 1))
    with pytest.raises(Refused, match="登记编号"), transaction():
        actions.register(other_officer, other, "", dt.date(2026, 9, 16))
    with pytest.raises(Refused), transaction():
        actions.register(officer, other, "2026140000000002", dt.date(2026, 9, 16))
    db.session.refresh(other)
    assert (other.state, other.number) == (R.SUBMITTED, "")


def test_what_goes_back_says_why_and_can_be_handed_in_again(app):
    officer, row = scene.submitted()
    with pytest.raises(Refused, match="不能再修改"), transaction():
        actions.save(row.project.leader, row, {"note": "补充"}, row.version)
    with transaction():
        actions.make(officer, row, "return", reason="技术交易额请扣除设备费。")
    assert (row.state, row.reason) == (R.DRAFT, "技术交易额请扣除设备费。")
    with transaction():
        actions.save(row.project.leader, row, {"technical_fen": 18_000_000}, row.version)
        actions.make(row.project.leader, row, "submit")
    assert (row.state, row.reason, row.technical_fen) == (R.SUBMITTED, "", 18_000_000)


def test_a_stale_form_is_refused_and_so_is_one_side_alone(app):
    _officer, row = scene.contract()
    seen = row.version
    with transaction():
        actions.save(row.project.leader, row, {"note": "甲"}, seen)
    with pytest.raises(Conflict), transaction():
        actions.save(row.project.challenge.author, row, {"note": "乙"}, seen)
    assert row.note == "甲"
    with transaction():
        actions.save(row.project.leader, row, scene.CONTRACT | {"buyer_code": row.seller_code}, row.version)
    assert "同一单位" in refusal(row.project.leader, row, "submit").sentence


def test_what_was_registered_is_put_right_with_a_reason(app):
    officer, row = scene.registered()
    with pytest.raises(Refused), transaction():
        actions.correct(officer, row, {"total_fen": 21_000_000}, "", row.version)
    db.session.refresh(row)
    with transaction():
        actions.correct(officer, row, {"total_fen": 21_000_000}, "合同补充协议。", row.version)
    assert (row.state, row.total_fen) == (R.REGISTERED, 21_000_000)
    entry = db.session.scalars(db.select(audit.AuditEntry).filter_by(action="tech_contract.values")).one()
    assert (entry.before, entry.after) == ({"total_fen": AMOUNT}, {"total_fen": 21_000_000})


def test_a_result_is_made_of_what_the_project_knows(app):
    officer, project = scene.ended(title="高密度液流电池电堆设计")
    row = project.achievement
    assert row.units.splitlines() == [
        project.organisation.name,
        "协作研究院",
        project.challenge.organisation.name,
    ]
    assert row.people.splitlines()[0] == project.leader.display_name
    assert [one["due"] for one in row.chains] == ["≥ 41 Wh/L", "≤ 1.5 %"]
    assert refusal(project.challenge.author, row, "submit").status == 403
    with transaction():
        actions.save(project.leader, row, scene.RESULT, row.version)
        actions.make(project.leader, row, "submit")
        actions.register(officer, row, "1400-2026-0001", dt.date(2026, 9, 16))
    assert row.state is R.REGISTERED


def test_a_secret_difficulty_does_not_become_the_summary(app):
    for section in ("difficulty", "indicators"):
        _officer, project = scene.ended(("42 Wh/L", "1.2 %"), secrecy={section: "signed"})
        assert (project.achievement.summary, measured_text(project.achievement)) == ("", "")


def test_a_result_is_told_by_what_was_done_and_measured(app):
    _officer, project = scene.ended(("42 Wh/L", "1.9 %"))
    assert project.achievement.summary == ""  # the list's difficulty is no result
    assert measured_text(project.achievement) == "能量密度：42 Wh/L（约定 ≥ 41 Wh/L，按团队自测）"
    project.acceptances.append(Acceptance(round=1, state=V.CONCLUDED, summary="样机已在示范站运行。"))
    with db.session.no_autoflush:
        assert of_result(project)["summary"] == "样机已在示范站运行。"
    db.session.rollback()
