"""The day of a gate: results side by side, a ranking by code, two people, a term, and what happens to lanes and money."""

import datetime as dt

import pytest

from challenge.delivery.ledger.verifying import faults
from challenge.delivery.race import actions, rules, terms
from challenge.delivery.race.states import RG, Share, Tie
from challenge.delivery.states import M, P, Payer, Y
from challenge.posting.models import ChallengeVersion
from core.database import db, transaction
from core.formats import date_zh
from core.workflow import Refused, apply
from tests import world
from tests.challenge.delivery.closing import scene as closing
from tests.challenge.delivery.race import scene
from tests.challenge.review.scene import calendar

GOOD, FAIR, POOR = ("33", "1.8"), ("30", "2"), ("24", "2.5")


@pytest.fixture
def race(app):
    """Three lanes under contract, two gates."""
    calendar()
    return scene.running()


def live(challenge, payer=None):
    """分 of all payments that were not cancelled."""
    return sum(
        one.amount_fen
        for project in challenge.projects
        for one in project.payments
        if one.state is not Y.CANCELLED and payer in (None, one.payer)
    )


def test_every_contract_has_the_gates_on_the_same_days(race):
    _officer, challenge, _people = race
    days = [
        [(one.number, one.gate, one.due_on) for one in project.milestones] for project in challenge.projects
    ]
    assert days[0] == days[1] == days[2]
    assert [(number, gate) for number, gate, _ in days[0]] == [
        (1, None),
        (2, 1),
        (3, None),
        (4, 2),
        (5, None),
    ]
    assert [one.held_on for one in challenge.gates] == [dt.date(2027, 7, 1), dt.date(2028, 1, 1)]
    content = challenge.projects[0].contracts[0].content
    assert sum(row["amount_fen"] for row in content["money"]["plan"]) == 30_000_001
    assert content["race"]["lane"] == 1


def test_a_lane_that_signs_later_is_tested_on_the_same_day(app):
    officer, challenge = scene.announced(2)
    first, second = challenge.projects
    scene.sign(officer, first)
    scene.sign(officer, second, scene.STARTS + dt.timedelta(days=40))
    gates = [next(one for one in project.milestones if one.gate == 1) for project in (first, second)]
    assert gates[0].due_on == gates[1].due_on == challenge.gates[0].held_on


def test_from_results_to_elimination(race, now):
    _officer, challenge, people = race
    gate, before = challenge.gates[0], live(challenge)
    scene.done(people, gate, now, FAIR, GOOD, POOR)
    assert gate.state is RG.DONE
    assert [(row["lane"], row["points"], row["stays"]) for row in gate.ranking] == [
        (2, "110.44", True),
        (1, "100.00", True),
        (3, "80.00", False),
    ]
    one, two, three = challenge.projects
    assert [project.state for project in (one, two, three)] == [P.ACTIVE, P.ACTIVE, P.ELIMINATED]
    assert [m.state for m in three.milestones] == [M.CANCELLED, M.ELIMINATED, *[M.CANCELLED] * 3]
    assert [m.state for m in two.milestones][1] is M.PASSED
    assert [found for project in challenge.projects for found in faults(project)] == []
    # Milestone 1 of lane 3 was never passed: its money goes back; 60 + 10 % of the others' own funds stay theirs.
    back = -sum(row.amount_fen for row in gate.moved if row.project is three) - sum(
        row.amount_fen for row in gate.moved if row.project in (one, two)
    )
    own = sum(p.amount_fen for p in three.payments if p.payer is Payer.OWN)
    assert live(challenge) == before - back - own
    assert sum(row.amount_fen for row in gate.moved) == 0
    chain = [measured.value for measured in two.indicators[0].measurements]
    assert chain == ["33"]


@pytest.mark.parametrize("share", list(Share))
def test_money_goes_where_the_list_says(app, now, share):
    calendar()
    _officer, challenge, people = scene.running(gates=({"share": share},))
    scene.done(people, challenge.gates[0], now, FAIR, GOOD, POOR)
    one, two, _three = challenge.projects
    extra = {
        project.lane: sum(p.amount_fen for p in project.payments if p.gate_id and p.payer is Payer.DEMANDER)
        for project in (one, two)
    }
    # 70 % of 150 000.01 yuan stood at later stages, less what rounding gave to the first.
    later = 15_000_001 - 15_000_001 * 30 // 100
    wanted = {Share.EQUAL: {2: later - later // 2, 1: later // 2}, Share.FIRST: {2: later, 1: 0}}
    assert extra == wanted.get(share, {1: 0, 2: 0})


def test_nothing_before_the_day_nothing_twice(race, now):
    _officer, challenge, people = race
    first, second = challenge.gates
    with pytest.raises(Refused, match="到期后才能登记"), transaction():
        actions.enter(
            people.officer, first, scene.typed(first, FAIR, GOOD, POOR), "中心", upload=scene.report()
        )
    now.instant = dt.datetime(2028, 1, 2, tzinfo=dt.UTC)
    with pytest.raises(Refused, match="尚未生效"), transaction():
        actions.enter(
            people.officer, second, scene.typed(second, FAIR, GOOD, POOR), "中心", upload=scene.report()
        )
    with pytest.raises(Refused, match="赛道 3"), transaction():
        actions.enter(people.officer, first, scene.typed(first, FAIR, GOOD), "中心", upload=scene.report())
    odd = scene.typed(first, FAIR, GOOD, ("24 kg", "2"))
    with pytest.raises(Refused, match="没有读到"), transaction():
        actions.enter(people.officer, first, odd, "中心", upload=scene.report())
    assert (first.state, first.results) == (RG.PLANNED, [])


def test_no_result_without_a_report_nor_with_values_that_nobody_has_checked(race, now):
    _officer, challenge, people = race
    gate = challenge.gates[0]
    now.instant = dt.datetime.combine(gate.held_on, dt.time(2), dt.UTC)
    with pytest.raises(Refused, match="上传测试报告"), transaction():
        actions.enter(people.officer, gate, scene.typed(gate, FAIR, GOOD, POOR), "中心")
    odd = scene.typed(gate, FAIR, ("99999999999999999999", "1.8"), ("-5", "2"))
    with pytest.raises(Refused, match=r"超过要求值的 10 倍.*小于 0"), transaction():
        actions.enter(people.officer, gate, odd, "中心", upload=scene.report())
    assert (gate.state, gate.results) == (RG.PLANNED, [])
    with transaction():
        actions.enter(people.officer, gate, odd, "中心", upload=scene.report(), checked=True)
    with transaction():
        actions.enter(people.officer, gate, scene.typed(gate, FAIR, GOOD, POOR), "中心")
        actions.make(people.officer, gate, "propose")
    with pytest.raises(Refused, match="理由"), transaction():
        actions.make(people.leader, gate, "publish")
    with transaction():
        gate.blob = None  # as before a report was asked for
    with pytest.raises(Refused, match="没有测试报告"), transaction():
        actions.make(people.leader, gate, "publish", reason=scene.OPINION)


def test_who_proposes_does_not_publish(race, now):
    _officer, challenge, people = race
    gate = challenge.gates[0]
    scene.entered(people, gate, now, FAIR, GOOD, POOR)
    with transaction():
        actions.make(people.officer, gate, "propose")
        people.officer.grants += [type(people.officer.grants[0])(role="leader")]
    for user in (people.officer, world.user("officer"), challenge.projects[0].leader, challenge.author):
        with pytest.raises(Refused), transaction():
            actions.make(user, gate, "publish", reason=scene.OPINION)
    assert gate.state is RG.PROPOSED
    with transaction():
        actions.make(people.leader, gate, "return", reason="请复核赛道 3。")
    assert (gate.state, gate.reason) == (RG.MEASURED, "请复核赛道 3。")


def test_an_objection_stops_the_result(race, now):
    _officer, challenge, people = race
    gate, loser = challenge.gates[0], challenge.projects[2]
    scene.published(people, gate, now, FAIR, GOOD, POOR)
    with pytest.raises(Refused, match="异议期至"), transaction():
        actions.make(people.officer, gate, "take_effect")
    with transaction():
        row = actions.object_to(loser.leader, gate, "第二个样品装反。")
    with transaction():
        assert actions.object_to(loser.leader, gate, "再次点击。") is row
    now.instant = gate.objections_until
    with pytest.raises(Refused, match="1 件异议未答复"), transaction():
        actions.make(people.officer, gate, "take_effect")
    with pytest.raises(Refused), transaction():
        actions.answer(people.officer, row, "dismiss", "不成立。")
    with transaction():
        actions.answer(people.leader2, row, "uphold", "重测。")
    assert (gate.state, loser.state) == (RG.MEASURED, P.ACTIVE)
    scene.done(people, gate, now, FAIR, GOOD, ("40", "1"))
    assert [project.state for project in challenge.projects] == [P.ELIMINATED, P.ACTIVE, P.ACTIVE]


def test_strangers_do_not_object(race, now):
    _officer, challenge, people = race
    gate = challenge.gates[0]
    scene.published(people, gate, now, FAIR, GOOD, POOR)
    for user in (people.officer, challenge.author, world.user("researcher")):
        with pytest.raises(Refused), transaction():
            actions.object_to(user, gate, "不公。")
    now.instant = gate.objections_until
    with pytest.raises(Refused, match="异议期已过"), transaction():
        actions.object_to(challenge.projects[0].leader, gate, "晚了。")


def test_all_lanes_below_the_floor_leave(app, now):
    calendar()
    _officer, challenge, people = scene.running(2, gates=({"floor": 90},))
    scene.done(people, challenge.gates[0], now, POOR, POOR)
    assert {one.state for one in challenge.projects} == {P.ELIMINATED}
    assert {row.project for row in challenge.gates[0].moved if row.amount_fen > 0} == {None}
    with transaction():
        apply(people.officer, challenge, "finish", reason="均未达到门槛。")
    assert challenge.state.value == "done"


def test_places_that_are_shared_stay_where_the_list_says_so(app, now):
    calendar()
    _officer, challenge, people = scene.running(gates=({"stay": 1, "tie": Tie.BOTH},))
    scene.done(people, challenge.gates[0], now, FAIR, FAIR, POOR)
    assert [one.state for one in challenge.projects] == [P.ACTIVE, P.ACTIVE, P.ELIMINATED]


def test_when_those_who_stay_have_gone_the_ranking_is_made_anew(app, now):
    calendar()
    _officer, challenge, people = scene.running(gates=({"stay": 1},))
    gate, (first, second, third) = challenge.gates[0], challenge.projects
    scene.published(people, gate, now, GOOD, FAIR, POOR)
    closing.ended(first, people.officer, "abandoned")
    now.instant = gate.objections_until
    with pytest.raises(Refused, match="重新排名"), transaction():
        actions.make(people.officer, gate, "take_effect")
    with transaction():
        actions.make(people.leader, gate, "withdraw", reason="赛道 1 已放弃。")
    with transaction():
        actions.make(people.officer, gate, "propose")
    with transaction():
        actions.make(people.leader, gate, "publish", reason=scene.OPINION)
    now.instant = gate.objections_until
    with transaction():
        actions.make(people.officer, gate, "take_effect")
    assert [one.state for one in (first, second, third)] == [P.ABANDONED, P.ACTIVE, P.ELIMINATED]


def test_a_gate_is_put_off_for_all_lanes(race, now):
    _officer, challenge, people = race
    gate, day = challenge.gates[0], dt.date(2027, 8, 15)
    for wrong in (dt.date(2027, 6, 1), dt.date(2028, 1, 1)):
        with pytest.raises(Refused, match="新日期"), transaction():
            actions.postpone(people.leader, gate, wrong, "台架检修。")
    with pytest.raises(Refused, match="任务书的结束日期"), transaction():
        actions.postpone(people.leader, gate, dt.date(2035, 1, 1), "台架检修。")
    with transaction():
        actions.postpone(people.leader, gate, day, "台架检修。")
    assert {one.due_on for p in challenge.projects for one in p.milestones if one.gate == 1} == {day}
    told = db.session.scalars(db.select(ChallengeVersion).filter_by(challenge_id=challenge.id)).all()[-1]
    ((label, was, then),) = ((one["label"], one["old"], one["new"]) for one in told.changes)
    assert (told.number, told.reason, told.is_substance) == (challenge.content_version, "台架检修。", False)
    assert (label, then) == (f"{gate.title}的测试日期", date_zh(day))
    for one in challenge.projects:
        (said,) = terms.moved_days(one.contracts[-1])
        assert (was in said, date_zh(day) in said) == (True, True)


def test_later_stages_wait_for_their_gate(race):
    _officer, challenge, _people = race
    project = challenge.projects[0]
    gate = next(one for one in project.milestones if one.gate == 1)
    later = next(one for one in project.milestones if one.number == gate.number + 1)
    from challenge.delivery.milestones import rules as milestones

    assert "生效后" in milestones.gates_before_passed(later)
    assert milestones.gates_before_passed(project.milestones[0]) is None
    with pytest.raises(Refused, match="赛马关口"), transaction():
        apply(project.leader, gate, "submit")


def test_a_second_click_finds_it_done(race, now):
    _officer, challenge, people = race
    gate = challenge.gates[0]
    scene.entered(people, gate, now, FAIR, GOOD, POOR)
    seen = gate.version
    for _ in range(2):
        with transaction():
            actions.make(people.officer, gate, "propose", seen)
    seen = gate.version
    for _ in range(2):
        with transaction():
            actions.make(people.leader, gate, "publish", seen, reason=scene.OPINION)
    with pytest.raises(Refused, match="已有变化"), transaction():
        actions.make(people.leader2, gate, "publish", seen, reason=scene.OPINION)
    assert rules.objection_in_time(gate) is None
