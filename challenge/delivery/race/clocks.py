"""The clock of a gate: what is to be done next, and until when."""

from challenge import rulepack
from challenge.delivery.race.states import RG
from core import clock

WHAT = {
    RG.PLANNED: "登记赛马关口的测试结果",
    RG.MEASURED: "核对并提出赛马关口排名",
    RG.PROPOSED: "批准并公布赛马关口结果",
    RG.PUBLISHED: "办理赛马关口结果生效",
}


def within(gate, start, rule):
    """So many days of the gate's rule pack after `start`."""
    return clock.after_days(start, rulepack.value(gate, rule))


def due(gate):
    """Results and ranking so many days after the test, a decision after it was proposed, the effect after the term."""
    if gate.state in (RG.PLANNED, RG.MEASURED):
        return within(gate, clock.beijing_instant(gate.held_on), "gate_results_days")
    start = gate.objections_until if gate.state is RG.PUBLISHED else gate.state_since
    return within(gate, start, "gate_decide_days")
