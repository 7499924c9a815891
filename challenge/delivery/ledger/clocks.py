"""The clocks of a payment, and what is said of one that is late."""

from challenge import rulepack
from challenge.delivery.ledger import dunning, rules
from challenge.delivery.states import Payer, Y
from core import clock, formats


def request_by(payment):
    """Until when what is unlocked is asked for, or own funds are put in; it runs anew where it was sent back."""
    return rulepack.until("fill_days", payment.state_since)


def confirm_by(payment):
    """Until when the receiver says whether registered money has arrived."""
    return rulepack.until("answer_days", payment.state_since)


def next_by(payment):
    """Until when the next step of a payment under way is due, whoever makes it; None where none is."""
    if payment.state is Y.UNLOCKED:
        return request_by(payment)
    if payment.state is Y.REGISTERED:
        return confirm_by(payment)
    return payment.due_at if payment.state in (Y.REQUESTED, Y.APPROVED) else None


def named(payment):
    """Milestone and sum: 里程碑 1，36.00 万元."""
    return f"{payment.milestone_text}，{formats.wan(payment.amount_fen)}"


def debt_words(payment):
    """What follows where it stays unpaid, and how often it was sent back, as a sentence."""
    days = rulepack.value(payment.project, "payment_dun_days")
    then = (
        f"催告满 {days} 天仍未付款的，登记诚信线索，揭榜方可以申请终止；发榜方实付不足的，财政资金不能解锁。"
    )
    return then + (f"本笔已退回 {payment.returned_times} 次。" if payment.returned_times else "")


def return_words(payment, action):
    """What sending it back once more comes to, as sentences."""
    if action not in dunning.RETURNS:
        return []
    said = [f"这是本笔第 {payment.returned_times + 1} 次退回，付款期限不因退回重新起算。"]
    return said + (["已催告，退回的次数和理由在登记诚信线索时一并列出。"] if payment.dunned_at else [])


def arrears(project):
    """The payments of the price that are overdue, the oldest first."""
    rows = [one for one in project.payments if one.payer is Payer.DEMANDER and rules.is_overdue(one)]
    return sorted(rows, key=lambda one: one.due_at)


def late_words(payment):
    """That it is overdue, since when, and whether the payer was dunned, as a sentence."""
    days = (clock.today() - clock.beijing(payment.due_at).date()).days
    dunned = f"，{formats.date_zh(payment.dunned_at)}已催告" if payment.dunned_at else ""
    late = f"付款期限已过 {days} 天" if days else "付款期限已过"
    return f"{payment.payer_text}（{named(payment)}）{late}{dunned}。"
