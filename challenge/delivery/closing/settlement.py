"""结算单: computed from the ledger and from what the officer values; nothing of it is typed but percentages."""

import collections

import sqlalchemy as sa

from challenge.delivery.closing.paths import ALL, UNSPENT, path_named
from challenge.delivery.contracts.rules import contract_in_force
from challenge.delivery.ledger.balances import balances
from challenge.delivery.ledger.models import Transfer
from challenge.delivery.ledger.rules import was_earned
from challenge.delivery.states import Account, Payer
from core.database import db

FORMAT = 2


def compute(closure, percents):
    """The settlement as JSON values; `percents` is {number of a milestone: how much of its work is done}."""
    project, path, old = closure.project, _path(closure), collections.Counter()
    for one in replaced(closure):
        old[one.payer] += one.amount_fen
    work = [
        {
            "payment": one.number,
            "milestone": one.milestone,
            "payer": one.payer.value,
            "whole_fen": one.amount_fen,
            "percent": percents.get(one.milestone, 0),
            "amount_fen": one.amount_fen * percents.get(one.milestone, 0) // 100,
        }
        for one in unpaid_work(closure)
    ]
    return {
        "format": FORMAT,
        "project": project.code,
        "closure": closure.number,
        "round": closure.round,
        "reason": path["key"],
        "work": work,
        "payers": [
            _payer(payer, held, path, _of(payer, work), old.get(payer, 0))
            for payer, held in balances(project).items()
        ],
    }


def _path(closure):
    return path_named(closure.project, closure.reason_code)


def _of(payer, work):
    return sum(row["amount_fen"] for row in work if row["payer"] == payer)


def _payer(payer, held, path, valued, replaced_fen):
    left, spent, returned = (held[one] for one in (Account.RECEIVED, Account.SPENT, Account.RETURNED))
    # What was paid before the accounts are drawn up and arrives later comes back like the rest.
    unspent = left + held[Account.UNDERWAY]
    back = {UNSPENT: unspent, ALL: unspent + spent}.get(path["returns"].get(payer.value, ""), 0)
    return {
        "payer": payer.value,
        "promised_fen": held[Account.PROMISED] - replaced_fen,
        "due_fen": held[Account.DUE] + held[Account.UNDERWAY],
        "underway_fen": held[Account.UNDERWAY],
        "received_fen": left + spent + returned,
        "spent_fen": spent,
        "left_fen": left,
        "returned_fen": returned,
        "cancelled_fen": held[Account.CANCELLED] - replaced_fen,
        "valued_fen": valued,
        "back_fen": back,
    }


def unpaid_work(closure):
    """Payments that the end has cancelled before their gate: of the payers who pay for work that is done, and what was earned."""
    payers, old = _path(closure)["values"], {one.id for one in replaced(closure)}
    rows = [one for one in _voided(closure) if one.id not in old]
    return [one for one in rows if one.payer in payers or _was_earned(closure, one)]


def _was_earned(closure, payment):
    """It waited for the payer of the price alone, and is not of money that comes back whole."""
    return was_earned(payment) and payment.payer not in (Payer.OWN, *disallowed(closure))


def replaced(closure):
    """Payments that a later version of the contract has planned anew: they were cancelled long before the end."""
    current = contract_in_force(closure.project).id
    return [one for one in _voided(closure) if one.contract_id != current and one.gate_id is None]


def _voided(closure):
    voided = sa.select(Transfer.payment_id).where(
        Transfer.project_id == closure.project_id,
        Transfer.from_account == Account.PLANNED,
        Transfer.to_account == Account.CANCELLED,
    )
    numbers = set(db.session.scalars(voided))
    return [one for one in closure.project.payments if one.id in numbers]


def disallowed(closure):
    """Payers whose money comes back whole: what was spent of it does not count."""
    return [Payer(name) for name, rule in _path(closure)["returns"].items() if rule == ALL]


def percents_of(content):
    """What the officer has valued, as `compute` takes it."""
    return {row["milestone"]: row["percent"] for row in content["work"]}


def is_current(closure):
    """Computed anew it is the same."""
    return compute(closure, percents_of(closure.settlement)) == closure.settlement
