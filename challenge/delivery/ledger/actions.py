"""Verbs of payments: request, approve, register, confirm, settle; and of what the team spends."""

import sqlalchemy as sa

from challenge.delivery.contracts.rules import contract_in_force
from challenge.delivery.ledger import (
    claims,
    clocks,
    days,
    dunning,
    effects,
    forfeiting,
    refunds,
    rules,
    sides,
)
from challenge.delivery.ledger.balances import received
from challenge.delivery.ledger.models import Expense, Payment, Proof
from challenge.delivery.states import Account, M, Y
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
    if found := dunning.return_fault(payment, action, reason):
        raise Refused(Refusal("needs", found))
    return apply(user, payment, action, **({"reason": reason} if reason else {}))


def request(user, payment, note=""):
    """Ask for the money; whoever asks does not approve."""
    wait(payment.project)
    if payment.state is Y.REQUESTED and payment.requested_by_id == user.id:
        return payment
    if payment.state is Y.UNLOCKED:
        payment.requested_by_id, payment.approved_by_id, payment.note = user.id, None, note
    return apply(user, payment, "request")


def prove(user, payment, amount_fen, upload):
    """Keep a proof with a payment that is paid against it: its sum, and the file."""
    wait(payment.project)
    if not rules.gives_proof(user, payment) or payment.state is not Y.UNLOCKED:
        raise Refused(Refusal("state", "本笔款项现在不能提交凭证。"))
    row = Proof(payment=payment, amount_fen=amount_fen, by_id=user.id, at=clock.now(), **kept(upload))
    db.session.add(row)
    db.session.flush()
    after = {"fen": amount_fen, "sha256": row.file_sha256}
    audit.record(user, "payment.prove", payment, f"提交凭证（{payment.code}）", after=after)
    return row


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
        days.check(paid_on, days.of_payment(payment), forfeiting.last_day(payment))
        payment.registered_by_id, payment.paid_on, payment.voucher = user.id, paid_on, voucher
        payment.comes_back = claims.was_paid_before(payment)
        for name, value in kept(upload).items():
            setattr(payment, name, value)
    return apply(user, payment, action, paid=_paid(payment.amount_fen, paid_on, voucher))


def correct(user, payment, paid_on, voucher, reason, upload=None):
    """A slip in what was registered: the first entry is taken back in the ledger, and it is registered anew."""
    wait(payment.project)
    apply(user, payment, "correct", reason=reason)
    return register(user, payment, paid_on, voucher, upload)


def confirm(user, payment):
    """The money has arrived."""
    wait(payment.project)
    if payment.state is Y.CONFIRMED:
        return payment
    payment.confirmed_by_id = user.id
    return apply(user, payment, "confirm")


def refund(user, payment, amount_fen, paid_on, voucher):
    """So much of the payment came back after the project ended: not more than it was, nor than is left."""
    wait(payment.project)
    if payment.state is Y.CONFIRMED and (found := refund_fault(payment, amount_fen)):
        raise Refused(Refusal("needs", found))
    if payment.paid_on is not None:
        days.check(paid_on, days.of_refund(payment))
    paid = _paid(amount_fen, paid_on, voucher)
    return apply(user, payment, "refund", amount_fen=amount_fen, paid=paid)


def refund_fault(payment, amount_fen):
    """Why so much cannot have come back, as a sentence."""
    left = min(refundable(payment), received(payment.project, payment.payer))
    if 0 < amount_fen <= left:
        return None
    return (
        f"最多可以登记退回 {formats.wan(left)}，请核对金额。" if left else "本笔款项没有可以登记退回的金额。"
    )


def _paid(amount_fen, day, voucher):
    """What the history says of money that has moved."""
    return f"{formats.wan(amount_fen)}，{formats.date_zh(day)}，凭证号 {voucher}"


def refundable(payment):
    """分 of the payment that did not come back yet."""
    return payment.amount_fen - refunds.returned(payment)


def take_refund_back(user, payment, reason):
    """The refund that was booked last was booked wrongly: its money stands where it stood before."""
    wait(payment.project)
    last = refunds.standing(payment)[-1:]
    amount = last[0].amount_fen if last else 0
    return apply(user, payment, "unrefund", reason=reason, amount_fen=amount)


def report(officer, payment, facts):
    """A case about who pays the price in the integrity register: it was dunned and has not paid; returns the case."""
    wait(payment.project)
    apply(officer, payment, "report")
    organisation = sides.organisation_of(payment.project, sides.payer_of(payment))
    facts = f"{facts}\n平台记录：{clocks.late_words(payment)}已退回 {payment.returned_times} 次。"
    return register_of_cases.open_case(officer, organisation, facts, Origin.PAYMENT, payment.code)


def spend(user, project, payer, amount_fen, facts, upload=None):
    """Enter what was spent of a payer's money: `facts` are line, spent_on, text, voucher; returns the row."""
    wait(project)
    if not sides.spends(user, project, payer):
        raise Refused(Refusal("who", f"{payer.label}由收款的一方登记支出。"))
    _check_open(project)
    if found := expense_fault(project, payer, amount_fen):
        raise Refused(Refusal("needs", found))
    days.check(facts["spent_on"], days.of_expense(project, payer))
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


def expense_fault(project, payer, amount_fen):
    """Why so much cannot be spent of this payer's money, as a sentence."""
    left = received(project, payer)
    if amount_fen <= left:
        return None
    return f"{payer.label}到账结余 {formats.yuan(left)}，不足以列支，请核对金额。"


def strike(user, expense, reason):
    """Strike out a wrong entry; its money is there again."""
    wait(expense.project)
    db.session.refresh(expense)
    if not sides.spends(user, expense.project, expense.payer):
        raise Refused(Refusal("who", f"{expense.payer.label}由收款的一方冲销支出。"))
    if expense.struck_at is not None:
        return expense
    _check_open(expense.project)
    expense.struck_at, expense.struck_reason = clock.now(), reason
    said = f"{expense.project.code} 冲销支出"
    entry = audit.record(user, "expense.strike", expense, said, after={"reason": reason})
    _book(user, expense, (Account.SPENT, Account.RECEIVED), said, entry.at)
    return expense


def closed_fault(project):
    """Why nothing is entered or struck out any more, as a sentence; None while the accounts are open."""
    if project.accounts_closed_at is None:
        return None
    return "决算已提交，或者项目已经结题、正在结算，支出不能再登记或者冲销。"


def _check_open(project):
    if found := closed_fault(project):
        raise Refused(Refusal("needs", found))


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


def plan_missing(project):
    """The payments of a contract that was signed before there was a ledger; returns the project's code."""
    wait(project)
    effects.plan_payments(contract_in_force(project), Move(None, None, {}, None, clock.now()))
    for number in [one.number for one in project.milestones if one.state is M.PASSED]:
        effects.pass_milestone(project, number, Move(None, None, {}, None, clock.now()))
    return project.code
