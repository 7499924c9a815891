"""Which days money can have: never before the contract, the approval, or the arrival of what is spent or comes back."""

import sqlalchemy as sa

from challenge.delivery.ledger.models import Payment
from challenge.delivery.states import Payer, Y
from core import clock, formats
from core.audit import AuditEntry
from core.database import db
from core.workflow import Refusal, Refused


def of_payment(payment):
    """(first day on which it can have been paid, what that day is).

    Public money moves on approval; who pays its own may have paid as soon as the contract bound.
    """
    approved = _approved_at(payment) if payment.payer is Payer.PUBLIC else None
    if approved is not None:
        return clock.beijing(approved).date(), "同意拨付的日期"
    return of_contract(payment.project)


def of_contract(project):
    """The day from which the first version of the contract binds."""
    bound = [one.in_force_at for one in project.contracts if one.in_force_at is not None]
    return clock.beijing(min(bound)).date(), "任务书生效日"


def of_expense(project, payer):
    """The day on which the first money of this payer was paid; before any has arrived the contract's."""
    paid = [one.paid_on for one in project.payments if one.payer is payer and one.state is Y.CONFIRMED]
    return (min(paid), f"{payer.label}首笔付款日期") if paid else of_contract(project)


def of_refund(payment):
    """What came back was paid before."""
    return payment.paid_on, "本笔付款日期"


def fault(day, first, last=None):
    """What is wrong with a day, as a sentence; None when it can be."""
    least, named = first
    if day < least:
        return f"日期不能早于{named} {formats.date_zh(least)}，请核对。"
    if last is not None and day > last[0]:
        return f"日期不能晚于{last[1]} {formats.date_zh(last[0])}，此后没有付款的请取消本笔。"
    if day > clock.today():
        return f"日期不能晚于今天（{formats.date_zh(clock.today())}）。"
    return None


def check(day, first, last=None):
    """Refuse a day that lies before or after it can."""
    if day < first[0] or (last is not None and day > last[0]):
        raise Refused(Refusal("needs", fault(day, first, last)))


def _approved_at(payment):
    """When it was last approved; the log remembers."""
    mine = AuditEntry.thread == f"challenge:{payment.project.challenge_id}"
    about = (AuditEntry.object_type == Payment.__tablename__, AuditEntry.object_id == str(payment.id))
    named = AuditEntry.action == "payment.approve"
    return db.session.scalar(sa.select(sa.func.max(AuditEntry.at)).where(mine, *about, named))
