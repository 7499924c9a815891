"""Does the ledger hold: everything is computed anew from contract, payments, expenses and transfers."""

import sqlalchemy as sa

from challenge.delivery import verifying
from challenge.delivery.closing.verifying import settlement_faults
from challenge.delivery.contracts.rules import contract_in_force
from challenge.delivery.final_accounts.verifying import account_faults
from challenge.delivery.ledger.balances import balances
from challenge.delivery.ledger.models import Payment, Transfer
from challenge.delivery.ledger.refunds import open_claims
from challenge.delivery.race.verifying import gate_faults, lane_faults
from challenge.delivery.states import ENDED, Account, Payer, Y
from core.database import db

# In which accounts the sum of a payment may stand in each state; money that has arrived moves on from there.
STANDS = {
    Y.LOCKED: {Account.PLANNED},
    Y.UNLOCKED: {Account.DUE},
    Y.REQUESTED: {Account.DUE},
    Y.APPROVED: {Account.DUE},
    Y.REGISTERED: {Account.UNDERWAY},
    Y.CONFIRMED: {Account.RECEIVED, Account.RETURNED},
    Y.CANCELLED: {Account.CANCELLED},
}


def faults(project):
    """What does not hold in the ledger of this project, as sentences; empty when all is well."""
    rows = db.session.scalars(
        sa.select(Transfer).filter_by(project_id=project.id).order_by(Transfer.id)
    ).all()
    found = [*_below_zero(project, rows), *_misplaced(project, rows), *_spent(project, rows)]
    return [
        *found,
        *_claimed(project),
        *_unlike_contract(project),
        *lane_faults(project),
        *settlement_faults(project),
        *account_faults(project),
    ]


def _apply(held, row, key):
    held[key, row.from_account] = held.get((key, row.from_account), 0) - row.amount_fen
    held[key, row.to_account] = held.get((key, row.to_account), 0) + row.amount_fen


def _below_zero(project, rows):
    held = {}
    for row in rows:
        _apply(held, row, row.payer)
        if row.from_account is not Account.PROMISED and held[row.payer, row.from_account] < 0:
            yield f"{project.code}：第 {row.id} 条转账使{row.payer.label}的“{row.from_account.label}”为负。"


def _misplaced(project, rows):
    # What a settlement has valued began as the cancelled sum of another payment.
    held = {(one.id, Account.CANCELLED): one.amount_fen for one in project.payments if one.is_valued}
    for row in rows:
        if row.payment_id is not None:
            _apply(held, row, row.payment_id)
    for one in project.payments:
        stands = {account for account in Account if held.get((one.id, account), 0) > 0}
        total = sum(held.get((one.id, account), 0) for account in stands)
        if not stands <= STANDS[one.state] or total != one.amount_fen:
            yield f"{one.code}：状态为“{one.state.label}”，与转账不一致。"


def _spent(project, rows):
    held = {}
    for row in rows:
        _apply(held, row, row.payer)
    for payer in Payer:
        entered = sum(
            one.amount_fen for one in project.expenses if one.payer is payer and one.struck_at is None
        )
        if entered != held.get((payer, Account.SPENT), 0):
            yield f"{project.code}：{payer.label}的支出记录与转账不一致。"


def _claimed(project):
    held = balances(project)
    for one in open_claims([project.id]):
        if one.amount_fen > held[one.payer][Account.RECEIVED] + held[one.payer][Account.RETURNED]:
            yield f"{project.code}：{one.payer.label}应退回的金额超过到账的金额。"


def _unlike_contract(project):
    contract = contract_in_force(project)
    if contract is None or project.state in ENDED:
        return
    for payer in Payer:
        rows = contract.content["money"]["plan"]
        planned = sum(row["amount_fen"] for row in rows if row["payer"] == payer)
        mine = (one for one in project.payments if one.payer is payer and one.gate_id is None)
        live = (one for one in mine if one.state is not Y.CANCELLED)
        if planned != sum(one.amount_fen for one in live):
            yield f"{project.code}：{payer.label}的拨付合计与任务书不一致。"


def every_fault():
    """(number of projects with payments, faults of all)."""
    number, found = verifying.every_fault(Payment, faults)
    return number, found + gate_faults()
