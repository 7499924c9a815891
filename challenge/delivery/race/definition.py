"""Questions about the gates of a list: who defines them, and whether a list has what its mode asks for."""

from challenge import rulepack
from challenge.posting.rules import handles_challenge
from challenge.states import C
from core import clock
from core.formats import date_zh

DEFINED_IN = (C.APPRAISING, C.POOLED, C.LAPSED)


def is_race(challenge):
    """Common tests decide who goes on in the mode of this list."""
    return rulepack.mode_of(challenge).gates


def defines_gates(user, challenge):
    """The officer in charge, before the list is published, or put up again."""
    return handles_challenge(user, challenge) and challenge.state in DEFINED_IN


def gates_fit(challenge):
    """A race has gates that can be held, any other list has none."""
    if not is_race(challenge):
        return f"“{challenge.mode.label}”榜单不设关口，请先删除已定义的关口。" if challenge.gates else None
    if not challenge.gates:
        return "赛马榜单须先定义关口（共同测试、晋级名额和淘汰规则），再发布。"
    return next((found for found in map(fault, challenge.gates) if found), None)


def fault(gate):
    """What keeps this gate from being held as it is defined, as a sentence; None when nothing does."""
    challenge = gate.challenge
    known, tested = {one.id for one in challenge.indicators}, {one["indicator"] for one in gate.tests}
    if not tested or tested - known:
        return f"{gate.title} 的测试指标没有选择或者已从榜单删除，请重新选择。"
    if gate.month is not None and challenge.cycle_months and gate.month > challenge.cycle_months:
        return f"{gate.title} 晚于攻关周期（{challenge.cycle_months} 个月），请提前。"
    if (
        gate.held_on is not None
        and challenge.deadline
        and gate.held_on <= clock.beijing(challenge.deadline).date()
    ):
        return f"{gate.title} 的日期（{date_zh(gate.held_on)}）不晚于揭榜截止，请推后。"
    before = next((one for one in challenge.gates if one.number == gate.number - 1), None)
    return _beside(before, gate) if before is not None else None


def _beside(before, gate):
    """What does not go with the gate before it."""
    if (before.month is None) != (gate.month is None):
        return f"{gate.title} 与前一关口的时间写法不同，请统一填写月数或者日期。"
    if (gate.month or gate.held_on) <= (before.month or before.held_on):
        return f"{gate.title} 应晚于前一关口，请调整时间。"
    return f"{gate.title} 的晋级名额多于前一关口，请调整。" if gate.stay > before.stay else None
