"""Is the money as the rule pack wants it: own against public money, and the first public tranche; of a contract, or as the ledger stands."""

import dataclasses

from accounts.states import Nature
from challenge import rulepack
from challenge.delivery.ledger import tranche
from challenge.delivery.states import Payer, Version, Y
from core import formats

STOPS = "阻止"


@dataclasses.dataclass(frozen=True)
class Check:
    """One check: what is asked, what is found, whether it holds (None: does not apply, or nothing to say yet)."""

    asked: str
    found: str
    holds: bool | None


def checks(project, money):
    """Checks of `money`, the part of that name of a contract's content: can it be kept as it is planned."""
    public = [one["amount_fen"] for one in money["plan"] if one["payer"] == Payer.PUBLIC]
    ratio = _ratio(project, money["own_fen"] or 0, money["public_fen"] or 0)
    return [ratio, _planned_tranche(project, public, money["demander_fen"] or 0)]


def standing(project):
    """The same of the payments as they are now, with what a gate of a race has moved and what was really paid."""
    live = [one for one in project.payments if one.state is not Y.CANCELLED]
    own, public = (
        sum(one.amount_fen for one in live if one.payer is payer) for payer in (Payer.OWN, Payer.PUBLIC)
    )
    return [_ratio(project, own, public), _first_tranche(project)]


def money_in_order(contract):
    """Where the rule pack says so, nothing is offered to the sides that does not keep to it."""
    if rulepack.value(contract.project, "money_checks") != STOPS:
        return None
    bad = failing(contract)
    return f"{bad[0].asked}；{bad[0].found}，不能发给各方确认。" if bad else None


def failing(contract):
    """Checks that this version does not keep; of a later one only where it changes the money."""
    if contract.kind is not Version.FIRST and not _changes_money(contract):
        return []
    found = checks(contract.project, contract.content["money"])
    return [one for one in found if one.holds is False]


def _changes_money(contract):
    older = [one for one in contract.project.contracts if one.in_force_at and one.number < contract.number]
    return not older or older[-1].content["money"] != contract.content["money"]


def departure_explained(contract):
    """Where the money does not keep to a rule, the officer says why before the sides are asked."""
    bad = failing(contract)
    if not bad or contract.check_reason:
        return None
    return f"规则核对有 {len(bad)} 项不符（{bad[0].asked}；{bad[0].found}），请写明理由后再发出。"


def _ratio(project, own, public):
    is_firm = project.organisation.nature is Nature.ENTERPRISE
    key = "own_ratio_firm" if is_firm else "own_ratio_institute"
    wanted, clause = rulepack.value(project, key), rulepack.cite(project, key)
    lead = "企业" if is_firm else "高校院所等"
    asked = f"{lead}牵头的，自筹与财政资金之比不低于 {wanted}:1{clause}"
    if not public:
        return Check(asked, "没有财政资金，不适用", None)
    return Check(asked, f"自筹 {formats.wan(own)}，财政资金 {formats.wan(public)}", own >= public * wanted)


def _planned_tranche(project, public, demander):
    asked, share = tranche.asked(project), tranche.share(project)
    if not public or not (demander or tranche.by_grant(project)):
        return Check(asked, "没有财政资金或者发榜方出资，不适用", None)
    if tranche.by_grant(project):
        whole = sum(public)
        found = f"首笔 {formats.wan(public[0])}，补助总额 {formats.wan(whole)}"
        return Check(asked, found, public[0] * 100 >= whole * share)
    first = tranche.leading(project, public)
    found = (
        f"首笔 {formats.wan(first)}；发榜方应付合计 {formats.wan(demander)}，"
        f"全部付清后可以解锁 {formats.wan(demander * share // 100)}"
    )
    return Check(asked, found, first * 100 <= demander * share)


def _first_tranche(project):
    asked, rows = tranche.asked(project), tranche.public_of(project)
    demander = [one for one in project.payments if one.payer is Payer.DEMANDER]
    if not rows or not (demander or tranche.by_grant(project)):
        return Check(asked, "没有财政资金或者发榜方出资，不适用", None)
    if tranche.by_grant(project):
        return _planned_tranche(project, [one.amount_fen for one in rows], 0)
    first = tranche.leading(project, [one.amount_fen for one in rows])
    paid = tranche.paid_fen(project)
    most = paid * tranche.share(project) // 100
    unlocked = sum(one.amount_fen for one in tranche.leaders(project) if one.state is not Y.LOCKED)
    found = f"首笔 {formats.wan(first)}；发榜方实付 {formats.wan(paid)}，可以解锁 {formats.wan(most)}"
    if not unlocked:
        return Check(asked, f"{found}；尚未解锁", None)
    return Check(asked, f"{found}；已解锁 {formats.wan(unlocked)}", unlocked <= most)
