"""Numbers of vouchers that stand in a ledger already."""

from challenge.delivery.ledger import refunds
from challenge.delivery.states import Y
from core import formats

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
    """What came back, and was not taken back, stands in the ledger with its number at the end of the line."""
    mine = (
        one for one in payment.project.payments if one.payer is payment.payer and one.state is Y.CONFIRMED
    )
    booked = (row for one in mine for row in refunds.standing(one)) if voucher else ()
    found = next((row for row in booked if row.text.endswith(numbered(voucher))), None)
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
