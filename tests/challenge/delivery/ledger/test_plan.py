"""The plan of payments under other rules and other versions of the contract; money that has lines."""

import copy

import pytest

from challenge import rulepack
from challenge.delivery.contracts import actions as contracts
from challenge.delivery.ledger import actions, effects, queries
from challenge.delivery.ledger.checks import checks
from challenge.delivery.ledger.verifying import faults
from challenge.delivery.states import K, Payer, Y
from core import clock
from core.database import db, transaction
from core.workflow import Move, Refused
from tests import world
from tests.challenge.delivery import scene as projects
from tests.challenge.delivery.ledger import scene


def ruled(project, **values):
    """The rules of the programme of this project, with other values."""
    pack = copy.deepcopy(rulepack.load())
    for key, value in values.items():
        pack["rules"][key]["value"] = value
    with transaction():
        project.challenge.programme = world.programme(rules=pack)


def replanned(project, change):
    """The contract in force as `change(rows of the plan)` leaves it, taken into the ledger."""
    (contract,) = [one for one in project.contracts if one.state is K.IN_FORCE]
    content = copy.deepcopy(contract.content)
    change(content["money"]["plan"])
    with transaction():
        contract.content = content
        effects.plan_payments(contract, Move(None, world.user("leader"), {}, None, clock.now()))


def test_what_is_planned_alike_stays(app):
    _officer, project, _people = scene.ledger()
    before = [(one.code, one.state) for one in project.payments]
    replanned(project, lambda rows: None)
    assert [(one.code, one.state) for one in project.payments] == before
    (contract,) = [one for one in project.contracts if one.state is K.IN_FORCE]
    assert {one.contract_id for one in project.payments if one.state is Y.LOCKED} == {contract.id}
    assert faults(project) == []


def test_a_changed_plan_replaces_what_is_locked(app):
    _officer, project, people = scene.ledger()
    scene.passes(project, 1)
    scene.paid(people, scene.payment(project, "own"))

    def later(rows):
        own = {row["milestone"]: row for row in rows if row["payer"] == "own"}
        own[2]["amount_fen"], own[3]["amount_fen"] = 1_000_000, 2_500_000

    replanned(project, later)
    found = [
        (one.milestone, one.amount_fen, one.state)
        for one in project.payments
        if one.payer is Payer.OWN and one.state is not Y.CANCELLED
    ]
    assert found == [(1, 1_500_000, Y.CONFIRMED), (2, 1_000_000, Y.LOCKED), (3, 2_500_000, Y.LOCKED)]
    assert faults(project) == []

    def less(rows):
        next(row for row in rows if row["payer"] == "own")["amount_fen"] = 1

    with pytest.raises(Refused, match="不能少于"):
        replanned(project, less)


def test_the_city_decides_whether_the_ratio_stops_a_contract(app):
    officer, project, contract = projects.drafted()
    ratio, first = checks(project, contract.content["money"])
    assert (ratio.holds, "2:1（规则包 2026-1 第二十七条）" in ratio.asked, first.holds) == (False, True, True)
    ruled(project, money_checks="阻止")
    with pytest.raises(Refused, match="第二十七条"), transaction():
        contracts.offer(officer, contract, contract.version)
    ruled(project, money_checks="阻止", own_ratio_firm=0)
    with transaction():
        contracts.offer(officer, contract, contract.version)
    assert contract.state is K.OFFERED


@pytest.mark.parametrize(("least", "state"), [(30, Y.UNLOCKED), (31, Y.LOCKED)])
def test_the_first_tranche_may_be_measured_by_the_grant(app, least, state):
    _officer, project, _people = scene.ledger()
    ruled(project, first_tranche_basis="补助总额", first_tranche_min=least)
    scene.passes(project, 1)
    assert scene.payment(project, "public").state is state
    first = checks(project, project.contracts[0].content["money"])[1]
    assert (first.holds, f"不低于补助总额的 {least}%" in first.asked) == (state is Y.UNLOCKED, True)


def test_lines_show_budget_and_spending(app, client_of):
    _officer, project, people = scene.ledger()
    scene.passes(project, 1)
    scene.paid(people, scene.payment(project, "own"))
    contract = project.contracts[0]
    money = contract.content["money"] | {
        "is_lump_sum": False,
        "lines": [{"name": "材料费", "fen": 300}, {"name": "测试费", "fen": 900}],
    }
    with transaction():
        contract.content = contract.content | {"money": money}
    budget = actions.lines(project)
    assert budget == [("材料费", 300), ("测试费", 900)]
    for line, fen in (("材料费", 400), ("测试费", 100), ("差旅费", 50)):
        facts = {"line": line, "spent_on": scene.DAY, "text": line, "voucher": "1"}
        with transaction():
            row = actions.spend(people.team, project, Payer.OWN, fen, facts)
    assert queries.by_line(project, budget) == [
        ("材料费", 300, 400, 100),
        ("测试费", 900, 100, 0),
        ("差旅费", 0, 50, 50),
    ]
    browser, base = client_of(people.team), f"/desk/projects/{project.code}/expenses"
    page = browser.get(base).get_data(as_text=True)
    assert ("1.00 元" in page, "经费包干" in page) == (True, False)
    sent = {"payer": "own", "line": "差旅费", "amount_fen": "0.01", "spent_on": "2026-09-16"}
    typed = sent | {"text": "出差", "voucher": "2"}
    assert browser.post(f"{base}/new", data=typed).status_code == 422
    assert browser.post(f"{base}/new", data=typed | {"line": "测试费"}).status_code == 302
    with transaction():
        actions.strike(people.team, row, "不属于本项目。")
    assert len(queries.by_line(project, budget)) == 2
    db.session.expire_all()
    assert faults(project) == []
