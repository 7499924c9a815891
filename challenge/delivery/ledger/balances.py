"""Balances of a project's accounts, computed from its transfers, and the plan of payments as a table."""

import sqlalchemy as sa

from challenge.delivery.ledger.models import Transfer
from challenge.delivery.states import Account, Payer, Y
from core.database import db

PAID = (Y.CONFIRMED,)
OPEN = (Y.UNLOCKED, Y.REQUESTED, Y.APPROVED, Y.REGISTERED)


def balances(project):
    """{payer: {account: 分}} of the payers that have transfers; 约定出资 as what was promised, all others as what stands there."""
    found = {}
    for account, sign in ((Transfer.to_account, 1), (Transfer.from_account, -1)):
        sums = sa.select(Transfer.payer, account, sa.func.sum(Transfer.amount_fen))
        for payer, name, amount in db.session.execute(
            sums.where(Transfer.project_id == project.id).group_by(Transfer.payer, account)
        ):
            mine = found.setdefault(payer, dict.fromkeys(Account, 0))
            mine[name] += sign * int(amount)
    for mine in found.values():
        mine[Account.PROMISED] = -mine[Account.PROMISED]
    return {payer: found[payer] for payer in Payer if payer in found}


def received(project, payer):
    """分 of this payer that were received and neither spent nor returned."""
    return balances(project).get(payer, {}).get(Account.RECEIVED, 0)


def matrix(project):
    """Rows of the plan: (milestone in words, {payer: payments of that milestone})."""
    rows = {}
    for one in project.payments:
        rows.setdefault(one.milestone, (one.milestone_text, {}))[1].setdefault(one.payer, []).append(one)
    return [rows[number] for number in sorted(rows)]


def sums(project):
    """(planned, unlocked, paid) in 分 over all payers: what was not cancelled, what may be paid, what has arrived."""
    live = [one for one in project.payments if one.state is not Y.CANCELLED]
    paid = sum(one.amount_fen for one in live if one.state in PAID)
    open_fen = sum(one.amount_fen for one in live if one.state in OPEN)
    return sum(one.amount_fen for one in live), open_fen + paid, paid
