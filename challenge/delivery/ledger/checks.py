"""Is the money of a contract as the rule pack wants it: own against public money, and the first public tranche."""

import dataclasses

from accounts.states import Nature
from challenge import rulepack
from challenge.delivery.states import Payer
from core import formats

STOPS = "阻止"
BY_GRANT = "补助总额"


@dataclasses.dataclass(frozen=True)
class Check:
    """One check: what is asked, what is found, whether it holds (None: does not apply)."""

    asked: str
    found: str
    holds: bool | None


def checks(project, money):
    """Checks of `money`, the part of that name of a contract's content."""
    return [_ratio(project, money), _first(project, money)]


def money_in_order(contract):
    """Where the rule pack says so, nothing is offered to the sides that does not keep to it."""
    if rulepack.value(contract.project, "money_checks") != STOPS:
        return None
    bad = [one for one in checks(contract.project, contract.content["money"]) if one.holds is False]
    return f"{bad[0].asked}；{bad[0].found}，不能发给各方确认。" if bad else None


def _ratio(project, money):
    is_firm = project.organisation.nature is Nature.ENTERPRISE
    key = "own_ratio_firm" if is_firm else "own_ratio_institute"
    wanted, clause = rulepack.value(project, key), rulepack.cite(project, key)
    lead = "企业" if is_firm else "高校院所等"
    asked = f"{lead}牵头的，自筹与财政资金之比不低于 {wanted}:1{clause}"
    own, public = money["own_fen"] or 0, money["public_fen"] or 0
    if not public:
        return Check(asked, "没有财政资金，不适用", None)
    return Check(
        asked, f"自筹 {formats.wan(own)}，财政资金 {formats.wan(public)}", own * 1 >= public * wanted
    )


def _first(project, money):
    public = [one["amount_fen"] for one in money["plan"] if one["payer"] == Payer.PUBLIC]
    by_grant = rulepack.value(project, "first_tranche_basis") == BY_GRANT
    key = "first_tranche_min" if by_grant else "first_tranche_max"
    share, clause = rulepack.value(project, key), rulepack.cite(project, key)
    if by_grant:
        asked = f"首笔财政资金不低于补助总额的 {share}%{clause}"
        whole, name = sum(public), "补助总额"
    else:
        asked = f"首笔财政资金不超过发榜方实付金额的 {share}%{clause}"
        whole, name = money["demander_fen"] or 0, "发榜方出资总额"
    if not public or not whole:
        return Check(asked, "没有财政资金或者发榜方出资，不适用", None)
    found = f"首笔 {formats.wan(public[0])}，{name} {formats.wan(whole)}"
    limit, first = whole * share, public[0] * 100
    return Check(asked, found, first >= limit if by_grant else first <= limit)
