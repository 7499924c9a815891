"""How far a project is, in figures: its next day, its milestones, its money, its indicators."""

from types import SimpleNamespace

from challenge.delivery import whose_turn
from challenge.delivery.closing.states import OPEN
from challenge.delivery.ledger import balances
from challenge.delivery.milestones.concluding import conclusion
from challenge.delivery.milestones.measuring import is_given
from challenge.delivery.milestones.stages import is_stage
from challenge.delivery.states import ENDED, IN_WORK, M, P, Verdict
from core.formats import date_zh, wan_number


def figures(project):
    """(label, value, note, address) as the component `figures` takes them; nothing before the contract is in force."""
    if project.starts_on is None:
        return []
    planned, _open, paid = balances.sums(project)
    passed, number = milestones(project)
    met, measured, all_of_them = indicators(project)
    return [
        ("里程碑", f"{passed} / {number}", "已通过 / 全部", None),
        ("已到账 / 合同额", f"{wan_number(paid)} / {wan_number(planned)}", _share(paid, planned), None),
        ("指标达标", f"{met} / {all_of_them}", f"{measured} 项已有实测" if measured else "尚无实测", None),
    ]


def _share(paid, planned):
    return f"万元，到账 {paid * 100 // planned}%" if planned else "万元"


def _end(project):
    return date_zh(ended_on(project))


def ended_on(project):
    """The day on which it has ended, or is to end by the contract."""
    return project.state_since if project.state in ENDED else project.ends_on


def milestones(project):
    """(passed, all) of the milestones that were not cancelled."""
    standing = [one for one in project.milestones if one.state is not M.CANCELLED]
    return sum(one.state is M.PASSED for one in standing), len(standing)


def indicators(project):
    """(met, measured, all) of the indicators."""
    ends = [conclusion([each for each in one.measurements if is_given(each)]) for one in project.indicators]
    met = [one for one in ends if one.verdict is Verdict.MET and not is_stage(one.measurement)]
    return len(met), sum(one.verdict is not None for one in ends), len(ends)


def next_turn(turns):
    """What is due next, or None."""
    return min((one for one in turns if one.due), key=lambda one: one.due, default=None)


def next_text(project):
    """The same in words, as the list of projects says it."""
    found = next_turn(whose_turn.listed(project))
    late = f"，已逾期 {found.days_late} 天" if found and found.days_late else ""
    return f"{found.what}（{found.who}，{date_zh(found.due)}{late}）" if found else ""


def marks(project, turns):
    """What sets it apart from another project in the same state: [(words, tone)]."""
    found = []
    if project.state is P.ACTIVE and any(one.state is M.RECTIFYING for one in project.milestones):
        found.append(("里程碑整改中", "wait"))
    if any(one.state in OPEN for one in project.closures):
        found.append(("终止办理中", "wait"))
    if late := max((one.days_late for one in turns), default=0):
        found.append((f"逾期 {late} 天", "bad"))
    return found


def row(project):
    """What the list shows of a project: `.turn` (what is due next, or None), `.marks`, `.milestones`, `.money`, `.end`."""
    planned, _open, paid = balances.sums(project)
    passed, number = milestones(project)
    turns = whose_turn.listed(project)
    return SimpleNamespace(
        turn=next_turn(turns) or next(iter(turns), None),
        marks=marks(project, turns),
        milestones=f"{passed} / {number}" if number else "—",
        paid=wan_number(paid) if planned else "—",
        planned=wan_number(planned) if planned else "",
        end=_end(project),
        is_agreed=project.state in (*IN_WORK, P.SUSPENDED),
    )
