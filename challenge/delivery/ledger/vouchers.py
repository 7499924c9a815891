"""Numbers of vouchers that stand in a ledger already."""

from core import formats

ASKED = "确实是同一张凭证的，请在下面确认。"


def used_by_payment(payment, voucher):
    """Another payment of the same payer that was booked with this number, as a sentence; None when there is none."""
    others = (one for one in payment.project.payments if one is not payment and one.payer is payment.payer)
    found = next((one for one in others if voucher and one.voucher == voucher), None)
    return found and f"凭证号 {voucher} 已用于 {found.code}（{formats.wan(found.amount_fen)}）。{ASKED}"


def used_by_expense(project, voucher):
    """An expense of the project that was booked with this number, as a sentence; None when there is none."""
    standing = (one for one in project.expenses if one.struck_at is None)
    found = next((one for one in standing if voucher and one.voucher == voucher), None)
    if found is None:
        return None
    said = f"{formats.date_zh(found.spent_on)}“{found.text}”{formats.yuan(found.amount_fen)}"
    return f"凭证号 {voucher} 已用于 {said}。{ASKED}"
