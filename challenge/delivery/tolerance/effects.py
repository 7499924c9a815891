"""What moves with a tolerance case: its clocks, its panel, and the project that it ends or lets go on."""

from challenge import rulepack
from challenge.delivery.closing.effects import end_after_tolerance
from challenge.delivery.panels import rules as panels
from challenge.delivery.panels.states import LIVE, Purpose
from challenge.delivery.tolerance import settling
from challenge.delivery.tolerance.states import OPEN, After
from core import clock


def start_clock(case, move):
    """The time of the present state runs from now; some states have none."""
    keys = {
        "hear": "tolerance_answer_days",
        "answer": "tolerance_decide_days",
        "go_on": "tolerance_decide_days",
    }
    key = keys.get(move.step.action)
    case.due_at = clock.after_days(move.at, rulepack.value(case, key)) if key else None


def note_end(case, move):
    """Why it came to its end."""
    case.reason, case.due_at = move.facts["reason"], None


def dissolve_panel(case, move):
    """Nobody deliberates on it any more."""
    for one in case.project.panels:
        if one.purpose is Purpose.TOLERANCE and one.state in LIVE:
            move.carry(one, "dissolve", reason=move.facts["reason"])


def note_return(case, move):
    """Another panel deliberates; the first one's opinion stays in the record."""
    case.returned_times, case.panel = case.returned_times + 1, None
    case.reason, case.due_at = move.facts["reason"], None


def note_decision(case, move):
    """Who has decided, when, why."""
    case.reason, case.due_at = move.facts["reason"], None


def end_diligent(case, move):
    """The project ends without a negative record; what was unlocked stays payable, what public money is left comes back."""
    move.carry(
        case.project, "end_diligent", reason=f"经容错评议（{case.code}）认定尽责：{move.facts['reason']}"
    )
    case.settlement = settling.settlement(case.project)


def settle(case, move):
    """What the ledger comes to; the acceptance ends the project."""
    case.settlement = settling.settlement(case.project)


def follow_refusal(case, move):
    """The project is closed with a settlement that the sides confirm, or goes on."""
    if case.follows is After.TERMINATE:
        end_after_tolerance(case, move)


def drop_open(project, move):
    """The project has ended otherwise: nobody deliberates on its tolerance any more."""
    drop_all(project, move, f"项目{project.state.label}，容错评议终止。")


def drop_all(project, move, reason):
    """Whatever is open of it ends for this reason."""
    for one in project.tolerances:
        if one.state in OPEN:
            move.carry(one, "drop", reason=reason)


def next_round(project):
    """The round of a panel that is made now."""
    standing = panels.panel_of(project, Purpose.TOLERANCE)
    return standing.round + 1 if standing is not None else 1
