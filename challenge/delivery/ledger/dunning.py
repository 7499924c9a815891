"""A poster who is late: when it may be dunned, when it is reported, and what a payment sent back after that must say."""

import datetime as dt

from challenge import rulepack
from challenge.delivery.ledger import rules, sides
from challenge.delivery.states import Payer
from core import clock, formats
from talent.integrity import actions as register_of_cases
from talent.integrity.states import Origin

RETURNS = ("refuse", "return")
RETURN_REASON_MIN = 10


def demander_late(payment):
    """Money of the demander that is overdue."""
    if payment.payer is not Payer.DEMANDER:
        return "只对发榜方出资的款项催告。"
    if rules.is_overdue(payment):
        return None
    days = rulepack.value(payment.project, "payment_days")
    clause = rulepack.cite(payment.project, "payment_days")
    return f"付款期限为首次申请后 {days} 天，期限未到{clause}。"


def dunned_until(payment):
    """Until when a poster who was dunned may still pay without being reported."""
    return payment.dunned_at + dt.timedelta(days=rulepack.value(payment.project, "payment_dun_days"))


def dunned_in_vain(payment):
    """Some days have passed since the poster was dunned, and nothing was paid."""
    if found := demander_late(payment):
        return found
    days = rulepack.value(payment.project, "payment_dun_days")
    clause = rulepack.cite(payment.project, "payment_dun_days")
    if payment.dunned_at is None:
        return f"请先催告付款；催告 {days} 天后仍未付款的，可以登记诚信线索{clause}。"
    until = dunned_until(payment)
    if clock.now() < until:
        return f"已催告，{formats.moment(until)}后仍未付款的，可以登记诚信线索{clause}。"
    return None


def not_reported(payment):
    """There is no case about it yet."""
    organisation = sides.organisation_of(payment.project, sides.payer_of(payment))
    known = register_of_cases.case_about(organisation, Origin.PAYMENT, payment.code)
    return f"已就本笔款项登记诚信案件 {known.code}。" if known else None


def return_fault(payment, action, reason):
    """After dunning a payment is not sent back without saying what is wrong with it; None when nothing stands against it."""
    if action not in RETURNS or payment.dunned_at is None or len(reason.strip()) >= RETURN_REASON_MIN:
        return None
    return f"已催告的款项再退回的，请写明具体理由，不少于 {RETURN_REASON_MIN} 个字。"


def report_by(payment):
    """Until when a poster who was dunned in vain is reported."""
    return rulepack.until("answer_days", dunned_until(payment))
