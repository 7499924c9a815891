"""The money of a later version: who pays how much in all and at which milestone, and what no agreement changes."""

from challenge import rulepack
from challenge.delivery.contracts.terms import SUMS
from challenge.delivery.ledger.effects import SIGNING
from challenge.delivery.states import Payer, Y
from core import formats


def faults(project, former, content):
    """The plan is what each payer pays; nothing falls below what was unlocked, public money not above the award."""
    left = {SIGNING, *(row["number"] for row in content["milestones"])}
    for number in sorted({row["milestone"] for row in content["money"]["plan"]} - left):
        yield f"remove_{number}", f"里程碑 {number} 取消后没有款项，请把它的款项填 0，调整到其他里程碑。"
    for payer in Payer:
        agreed, new = _agreed(content, payer), sum(planned(content, payer))
        if agreed != new:
            yield (
                "plan",
                f"{payer.label}各里程碑合计应为 {formats.wan(agreed)}，现为 {formats.wan(new)}，请调整。",
            )
        yield from _total(project, payer, _agreed(former, payer), agreed)
        for number in {one.milestone for one in project.payments}:
            if sum(planned(content, payer, number)) < unlocked(project, number, payer):
                yield f"fen_{number}_{payer}", f"里程碑 {number} 的{payer.label}已解锁，不能减少。"
    yield from _reward(project, former, content)
    if not _whole(content):
        yield "plan", "任务书的经费合计不能为 0。"
    yield from _lines(former, content)


def _agreed(content, payer):
    return content["money"][SUMS[payer]] or 0


def _whole(content):
    return sum(_agreed(content, payer) for payer in Payer)


def _total(project, payer, old, new):
    """What one payer pays in all: the sides may agree on another sum, but nobody on more public money than was awarded."""
    if old == new:
        return
    if rulepack.mode_of(project).gates:
        yield f"sum_{payer}", "赛马各赛道的出资总额共同约定，不能单独变更。"
    awarded = project.bid.content.public_fen or 0
    if payer is Payer.PUBLIC and new > awarded:
        clause = rulepack.cite(project, "public_by_award")
        said = f"财政资金不能超过定榜时的 {formats.wan(awarded)}，现为 {formats.wan(new)}{clause}。"
        yield f"sum_{payer}", said


def _reward(project, former, content):
    """Where bids could not ask for more than the reward of the list, no later agreement does."""
    old, new = (_agreed(one, Payer.DEMANDER) + _agreed(one, Payer.PUBLIC) for one in (former, content))
    most = project.challenge.reward_fen
    if rulepack.mode_of(project).price_ceiling and new > max(old, most):
        yield "plan", f"发榜方出资与财政资金合计 {formats.wan(new)}，超过榜单悬赏 {formats.wan(most)}。"


def _lines(former, content):
    """The lines of the budget change by what the whole changes."""
    if not former["money"]["lines"]:
        return
    old, new = (sum(row["fen"] or 0 for row in one["money"]["lines"]) for one in (former, content))
    old += _whole(content) - _whole(former)
    if old != new:
        yield "lines", f"预算科目合计应为 {formats.wan(old)}，现为 {formats.wan(new)}，请调整。"


def planned(content, payer, number=None):
    """分 of this payer's rows of the plan: all, or those of one milestone."""
    rows = (row for row in content["money"]["plan"] if row["payer"] == payer)
    return [row["amount_fen"] for row in rows if number is None or row["milestone"] == number]


def unlocked(project, number, payer):
    """分 of this payer at this milestone that are no longer locked."""
    mine = (
        one for one in project.payments if one.gate_id is None
    )  # what a gate of a race gave is not planned
    rows = (one for one in mine if (one.milestone, one.payer) == (number, payer))
    return sum(one.amount_fen for one in rows if one.state not in (Y.LOCKED, Y.CANCELLED))
