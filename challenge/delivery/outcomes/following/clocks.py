"""When a follow-up is asked for, due, and reminded of."""

import datetime as dt

from challenge import rulepack
from core import clock
from core.formats import date_zh

OVERDUE = -1


def days_of(ended_on, number, subject):
    """(day on which it is asked for, last day to hand it in) of the `number`-th year after the end."""
    opens = clock.months_later(ended_on, 12 * number)
    return opens, opens + dt.timedelta(days=rulepack.value(subject, "follow_up_days"))


def remind(row):
    """Set the next day on which those who fill it in are told, None when none is left."""
    today, days = clock.today(), [*rulepack.value(row, "follow_up_reminder_days"), OVERDUE]
    all_days = [row.opens_on, *(row.due_on - dt.timedelta(days=one) for one in days)]
    row.remind_on = min((one for one in all_days if one > today), default=None)


def ends_at(day):
    """The instant at which a day ends."""
    return clock.beijing_instant(day + dt.timedelta(days=1))


def standing(row):
    """What is due or late as of today, in words; '' when nothing is."""
    today = clock.today()
    if today < row.opens_on:
        return f"{date_zh(row.opens_on)}起填报"
    if today > row.due_on:
        return f"已逾期 {(today - row.due_on).days} 天"
    return f"{date_zh(row.due_on)}前填报"
