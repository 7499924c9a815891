"""首笔财政资金: which payments are the first tranche, and what it is measured by."""

from challenge import rulepack
from challenge.delivery.states import Payer, Y

BY_GRANT = "补助总额"


def by_grant(project):
    """It is measured by the grant, not by what the demander has paid."""
    return rulepack.value(project, "first_tranche_basis") == BY_GRANT


def share(project):
    """The limit in per cent: at least so much of the grant, or at most so much of what the demander has paid."""
    return rulepack.value(project, _key(project))


def _key(project):
    return "first_tranche_min" if by_grant(project) else "first_tranche_max"


def asked(project):
    """The rule in words, with its clause."""
    of = (
        f"不低于补助总额的 {share(project)}%"
        if by_grant(project)
        else f"不超过发榜方实付金额的 {share(project)}%"
    )
    return f"首笔财政资金{of}{rulepack.cite(project, _key(project))}"


def public_of(project):
    """Planned payments of public money that were not cancelled, in their order.

    What a gate of a race gives comes later, and what a settlement has valued stands on the settlement.
    """
    rows = [
        one
        for one in project.payments
        if one.payer is Payer.PUBLIC
        and one.state is not Y.CANCELLED
        and one.gate_id is None
        and not one.is_valued
    ]
    return sorted(rows, key=lambda one: (one.milestone, one.number))


def leading(project, amounts):
    """分 of the first tranche among `amounts` in their order: what is too small alone counts with what follows it."""
    return sum(amounts[: _how_many(project, amounts)])


def leaders(project):
    """The payments that are the first tranche together."""
    rows = public_of(project)
    return rows[: _how_many(project, [one.amount_fen for one in rows])]


def _how_many(project, amounts):
    whole, least, sum_fen = sum(amounts), rulepack.value(project, "first_tranche_alone"), 0
    for count, amount in enumerate(amounts, 1):
        sum_fen += amount
        if sum_fen * 100 >= whole * least:
            return count
    return len(amounts)


def paid_fen(project):
    """分 of the demander that have arrived."""
    rows = (one for one in project.payments if one.payer is Payer.DEMANDER and one.state is Y.CONFIRMED)
    return sum(one.amount_fen for one in rows)
