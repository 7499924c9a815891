"""Do settlements hold: each has its digest, who has confirmed it confirmed that, and what it values is what was planned."""

import collections

from challenge.delivery.closing.rules import SIDES
from challenge.delivery.closing.states import SETTLED
from challenge.delivery.states import Party
from core import canonical


def settlement_faults(project):
    """What does not hold in the settlements of this project, as sentences."""
    for one in project.closures:
        if one.settlement is not None:
            name = f"{project.code} 第 {one.number} 次终止办理"
            yield from (f"{name}：{said}" for said in _faults(one))


def _faults(closure):
    if canonical.digest(closure.settlement) != closure.settlement_digest:
        yield "结算单内容与摘要不符。"
    signed = [one for one in closure.signatures if one.round == closure.round]
    if any(one.digest != closure.settlement_digest for one in signed):
        yield "确认的不是现在的结算单。"
    if closure.state not in SETTLED:
        return
    if {one.party for one in signed} != {*SIDES, Party.BUREAU} and not closure.determined:
        yield "结算未经各方确认，也没有核定。"
    if _valued(closure) != _planned(closure.project):
        yield "核定的已完成工作与台账不一致。"


def _valued(closure):
    rows = (row for row in closure.settlement["work"] if row["amount_fen"])
    return collections.Counter((row["milestone"], row["payer"], row["amount_fen"]) for row in rows)


def _planned(project):
    rows = (one for one in project.payments if one.is_valued)
    return collections.Counter((one.milestone, one.payer.value, one.amount_fen) for one in rows)
