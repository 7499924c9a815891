"""What keeps a gate from being held, each as its own sentence."""

from challenge.delivery.milestones import actions as milestones
from challenge.delivery.race import rules
from challenge.delivery.states import P
from core.database import transaction
from core.workflow import apply
from tests.challenge.delivery.milestones import scene as evidence
from tests.challenge.delivery.race import scene


def test_before_the_first_contract_there_is_no_day(app):
    _officer, challenge = scene.announced(2)
    gate = challenge.gates[0]
    assert rules.day_has_come(gate) == "关口日期在首份任务书发出时确定，现在还不能登记结果。"
    assert rules.day_is_set(gate) == "关口日期在首份任务书发出时确定，现在不需要推迟。"
    assert "赛道 1（待签约）、赛道 2（待签约）还不能参加共同测试" in rules.every_lane_ready(gate)
    assert "候补不再中途加入" in rules.no_lane_has_begun(challenge)


def test_a_lane_that_rests_or_waits_for_a_verdict_holds_the_gate(app):
    officer, challenge, people = scene.running(2)
    gate, first = challenge.gates[0], challenge.projects[0]
    assert (rules.every_lane_ready(gate), rules.evidence_judged(gate)) == (None, None)
    evidence.give(first.milestones[0])
    assert rules.evidence_judged(gate) == "赛道 1 的里程碑 1 还在评价或者判定，请先办理。"
    evidence.comment(first.milestones[0])
    with transaction():
        milestones.conclude(officer, first.milestones[0], "pass", "按期完成。")
    assert rules.evidence_judged(gate) is None
    with transaction():
        apply(people.leader, first, "suspend", reason="停电。")
    assert (first.state, "赛道 1（暂停）" in rules.every_lane_ready(gate)) == (P.SUSPENDED, True)
