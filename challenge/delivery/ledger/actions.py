"""Verbs of payments: request, approve, register, confirm, settle; and of what the team spends."""

import sqlalchemy as sa

from challenge.delivery.contracts.rules import contract_in_force
from challenge.delivery.ledger import effects, rules
from challenge.delivery.ledger.balances import received
from challenge.delivery.ledger.models import Expense, Payment, Transfer
from challenge.delivery.states import Account, Y
from challenge.posting import turns
from core import audit, clock, files, formats
from core.database import db
from core.workflow import Move, Refusal, Refused, apply
from talent.integrity import actions as register_of_cases
from talent.integrity.states import Origin


def wait(project):
    """One after the other on a project's money; payments are read anew."""
    turns.wait(project.challenge, "projects")
    rows = sa.select(Payment).filter_by(project_id=project.id)
    db.session.scalars(rows.execution_options(populate_existing=True)).all()
    db.session.expire(project, ["payments"])


def make(user, payment, action, reason=""):
    """A step that needs nothing but a reason; a second click on what is done finds it done."""
    wait(payment.project)
    return apply(user, payment, action, **({"reason": reason} if reason else {}))


def request(user, payment, note=""):
    """Ask for the money; whoever asks does not approve."""
    wait(payment.project)
    if payment.state is Y.REQUESTED and payment.requested_by_id == user.id:
        return payment
    if payment.state is Y.UNLOCKED:
        payment.requested_by_id, payment.approved_by_id, payment.note = user.id, None, note
    return apply(user, payment, "request")


def approve(user, payment):
    """Agree that it is paid."""
    wait(payment.project)
    if payment.state is Y.APPROVED and payment.approved_by_id == user.id:
        return payment
    if payment.state is Y.REQUESTED and rules.approves_payment(user, payment):
        payment.approved_by_id = user.id
    return apply(user, payment, "approve")


def register(user, payment, paid_on, voucher, upload=None):
    """Register the payment: the day, the number of the voucher, a copy of it; for own funds that they were put in."""
    wait(payment.project)
    if payment.state is Y.REGISTERED and payment.registered_by_id == user.id:
        return payment
    action = "invest" if payment.state is Y.UNLOCKED else "register"
    if payment.state in (Y.UNLOCKED, Y.APPROVED) and rules.pays(user, payment):
        payment.registered_by_id, payment.paid_on, payment.voucher = user.id, paid_on, voucher
        for name, value in kept(upload).items():
            setattr(payment, name, value)
    return apply(user, payment, action)


def confirm(user, payment):
    """The money has arrived."""
    wait(payment.project)
    if payment.state is Y.CONFIRMED:
        return payment
    payment.confirmed_by_id = user.id
    return apply(user, payment, "confirm")


def refund(user, payment, amount_fen):
    """So much of the payment came back after the project ended: not more than it was, nor than is left."""
    wait(payment.project)
    left = min(refundable(payment), received(payment.project, payment.payer))
    if not 0 < amount_fen <= left:
        raise Refused(Refusal("needs", f"最多可以登记退回 {formats.wan(left)}，请核对金额。"))
    return apply(user, payment, "refund", amount_fen=amount_fen)


def refundable(payment):
    """分 of the payment that did not come back yet."""
    back = sa.select(sa.func.sum(Transfer.amount_fen)).filter_by(
        payment_id=payment.id, to_account=Account.RETURNED
    )
    return payment.amount_fen - int(db.session.scalar(back) or 0)


def report(officer, payment, facts):
    """A case about the poster in the integrity register: it was dunned and has not paid; returns the case."""
    wait(payment.project)
    organisation = payment.project.challenge.organisation
    known = register_of_cases.case_about(organisation, Origin.PAYMENT, payment.code)
    if known is not None:
        raise Refused(Refusal("needs", f"已就本笔款项登记诚信案件 {known.code}。"))
    apply(officer, payment, "report")
    return register_of_cases.open_case(officer, organisation, facts, Origin.PAYMENT, payment.code)


def spend(user, project, payer, amount_fen, facts, upload=None):
    """Enter what was spent of a payer's money: `facts` are line, spent_on, text, voucher; returns the row."""
    wait(project)
    if not rules.spends(user, project):
        raise Refused(Refusal("who", "只有项目负责人可以登记支出。"))
    left = received(project, payer)
    if amount_fen > left:
        raise Refused(
            Refusal("needs", f"{payer.label}到账结余 {formats.wan(left)}，不足以列支，请核对金额。")
        )
    row = Expense(
        project=project,
        payer=payer,
        amount_fen=amount_fen,
        by_id=user.id,
        at=clock.now(),
        **facts,
        **kept(upload),
    )
    db.session.add(row)
    db.session.flush()
    said = f"{project.code} 登记支出"
    entry = audit.record(user, "expense.enter", row, said, after={"payer": payer.value, "fen": amount_fen})
    _book(user, row, (Account.RECEIVED, Account.SPENT), said, entry.at)
    return row


def strike(user, expense, reason):
    """Strike out a wrong entry; its money is there again."""
    wait(expense.project)
    db.session.refresh(expense)
    if not rules.spends(user, expense.project):
        raise Refused(Refusal("who", "只有项目负责人可以冲销支出。"))
    if expense.struck_at is not None:
        return expense
    expense.struck_at, expense.struck_reason = clock.now(), reason
    said = f"{expense.project.code} 冲销支出"
    entry = audit.record(user, "expense.strike", expense, said, after={"reason": reason})
    _book(user, expense, (Account.SPENT, Account.RECEIVED), said, entry.at)
    return expense


def _book(user, expense, accounts, text, at):
    move = Move(None, user, {}, None, at)
    of = {"expense_id": expense.id}
    effects.transfer(move, expense.project, expense.payer, accounts, expense.amount_fen, text, **of)


def lines(project):
    """[(line, budget in 分)] of the contract in force; empty where the money is a lump sum (包干)."""
    found = contract_in_force(project)
    if found is None or found.content["money"]["is_lump_sum"]:
        return []
    rows = found.content["money"]["lines"] or []
    return [(one.get("name", ""), one.get("fen") or 0) for one in rows]


def kept(upload):
    """Columns of a file that was inspected: `upload` is what the inspection found and the bytes, or None."""
    if upload is None:
        return {}
    found, data = upload
    blob, digest, _size = files.store(data, encrypted=True)
    return {"blob": blob, "file_sha256": digest, "file_name": found.safe_name, "file_mime": found.mime}
