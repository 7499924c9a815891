"""The money of lanes that leave: what was earned stays theirs, the rest goes to who stays or back to the payer."""

import collections

from challenge.delivery.contracts.rules import contract_in_force
from challenge.delivery.ledger.effects import add_payment
from challenge.delivery.ledger.rules import is_earned
from challenge.delivery.race.models import Reallocation
from challenge.delivery.race.rules import gate_milestone
from challenge.delivery.race.states import Share
from challenge.delivery.states import MILESTONE_ENDS, Payer, Y
from core import audit
from core.database import db

# Own funds are nobody else's.
MOVED = (Payer.DEMANDER, Payer.PUBLIC)


def given_up(gate, project):
    """({(payer, kind): 分 of later stages}, the same of earlier ones) that a lane has not earned at this gate."""
    due = gate_milestone(project, gate).number
    later, earlier = collections.Counter(), collections.Counter()
    for one in project.payments:
        if one.state is Y.LOCKED and one.payer in MOVED and not is_earned(one):
            (later if one.milestone > due else earlier)[one.payer, one.kind] += one.amount_fen
    return later, earlier


def parts_of(total, share, staying):
    """{lane that stays: 分} of `total` 分 by the rule; `staying` in the order of the ranking, {} when it goes back."""
    if share is Share.RETURNED or not staying:
        return {}
    if share is Share.FIRST:
        return {staying[0]: total}
    each, left = divmod(total, len(staying))
    return {one: each + (place < left) for place, one in enumerate(staying)}


def spread(total, weights):
    """`total` 分 over whole-number weights, exact to the 分; what rounding leaves goes to the last."""
    whole = sum(weights)
    parts = [total * one // whole for one in weights]
    parts[-1] += total - sum(parts)
    return parts


def move_on(gate, move, leaving, staying):
    """Book what the lanes of `leaving` {project: `given_up`} had left: to the lanes of `staying`, or back."""
    pool, back = collections.Counter(), collections.Counter()
    for project, (later, earlier) in leaving.items():
        for key, amount in (later + earlier).items():
            _row(gate, move, project, key, -amount)
        pool.update(later)
        back.update(earlier)
    for key, total in pool.items():
        rest = total
        for project, amount in parts_of(total, gate.share, staying).items():
            if amount and _receive(gate, move, project, key, amount):
                _row(gate, move, project, key, amount)
                rest -= amount
        back[key] += rest
    for key, amount in back.items():
        if amount:
            _row(gate, move, None, key, amount)
    db.session.flush()


def _row(gate, move, project, key, amount):
    payer, kind = key
    db.session.add(
        Reallocation(gate=gate, project=project, payer=payer, kind=kind, amount_fen=amount, at=move.at)
    )


def _receive(gate, move, project, key, amount):
    """More payments of the later stages of one lane; False when it has no stage left."""
    payer, kind = key
    due = gate_milestone(project, gate).number
    mine = [one for one in project.payments if one.state is Y.LOCKED and one.milestone > due]
    weights = collections.Counter()
    for one in mine:
        if one.payer is payer:
            weights[one.milestone] += one.amount_fen
    if not weights:
        open_ones = [
            one.number for one in project.milestones if one.number > due and one.state not in MILESTONE_ENDS
        ]
        if not open_ones:
            return False
        weights[max(open_ones)] = 1
    contract = contract_in_force(project)
    for milestone, part in zip(
        sorted(weights), spread(amount, [weights[one] for one in sorted(weights)]), strict=True
    ):
        if part:
            facts = {"milestone": milestone, "payer": payer, "kind": kind, "amount_fen": part}
            add_payment(contract, move, f"关口 {gate.number} 调剂转入", gate_id=gate.id, **facts)
    said = f"{gate.title}：调剂转入 {project.code}"
    audit.record(move.actor, "project.reallocate", project, said, after={"payer": payer.value, "fen": amount})
    db.session.expire(project, ["payments"])
    return True
