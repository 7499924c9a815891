"""Numbers of vouchers that stand in a ledger already."""

import sqlalchemy as sa

from challenge.delivery.ledger.models import Transfer
from challenge.delivery.states import Account
from core import formats
from core.database import db

ASKED = "确实是同一张凭证的，请在下面确认。"


def used_by_payment(payment, voucher):
    """Another payment of the same payer that was booked with this number, as a sentence; None when there is none."""
    others = (one for one in payment.project.payments if one is not payment and one.payer is payment.payer)
    return _used(voucher, others) or _came_back(payment, voucher)


def used_by_refund(payment, voucher):
    """A payment of the same payer, or what came back of one, that was booked with this number; None when there is none."""
    mine = [one for one in payment.project.payments if one.payer is payment.payer]
    return _used(voucher, mine) or _came_back(payment, voucher)


def _used(voucher, payments):
    found = next((one for one in payments if voucher and one.voucher == voucher), None)
    return found and f"凭证号 {voucher} 已用于 {found.code}（{formats.wan(found.amount_fen)}）。{ASKED}"


def _came_back(payment, voucher):
    """What came back stands in the ledger with its number at the end of the line."""
    if not voucher:
        return None
    rows = sa.select(Transfer).filter_by(
        project_id=payment.project_id, payer=payment.payer, to_account=Account.RETURNED
    )
    ends = Transfer.text.endswith(numbered(voucher), autoescape=True)
    found = db.session.scalar(rows.where(ends).order_by(Transfer.id).limit(1))
    return found and f"凭证号 {voucher} 已用于退回 {formats.wan(found.amount_fen)}。{ASKED}"


def numbered(voucher):
    """How a line of the ledger names the voucher, at its end."""
    return f"，凭证号 {voucher}）"


def used_by_expense(project, voucher):
    """An expense of the project that was booked with this number, as a sentence; None when there is none."""
    standing = (one for one in project.expenses if one.struck_at is None)
    found = next((one for one in standing if voucher and one.voucher == voucher), None)
    if found is None:
        return None
    said = f"{formats.date_zh(found.spent_on)}“{found.text}”{formats.yuan(found.amount_fen)}"
    return f"凭证号 {voucher} 已用于 {said}。{ASKED}"
