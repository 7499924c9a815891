"""The clocks of a milestone: due days end in Beijing at midnight; reminders are days on which somebody is told once."""

import datetime as dt

from challenge import rulepack
from challenge.delivery.states import M
from core import clock

OVERDUE = -1  # the day after: told once that it is late


def due_on(milestone):
    """The day on which the team must have submitted; None when it is not the team's turn."""
    if milestone.gate is not None:
        return None
    if milestone.state is M.PLANNED:
        return milestone.due_on
    return milestone.rectify_due_on if milestone.state is M.RECTIFYING else None


def ends_at(day):
    """The instant at which a day of Beijing is over."""
    return clock.beijing_instant(day + dt.timedelta(days=1))


def days_late(milestone):
    """Whole days since the due day, 0 when it is not late."""
    day = due_on(milestone)
    return max((clock.today() - day).days, 0) if day else 0


def comment_is_late(milestone):
    """The poster's time has run out."""
    return milestone.comment_due_at is not None and clock.now() >= milestone.comment_due_at


def opinion_due(milestone, at):
    """Until when an expert who is asked now is waited for."""
    return clock.after_days(at, rulepack.value(milestone, "milestone_expert_days"))


def opinion_is_late(report):
    """An expert who was asked, and has neither declined nor given an opinion in time."""
    waits = report.given_at is None and report.declined_at is None
    return waits and report.reply_due_at is not None and clock.now() >= report.reply_due_at


def dun_again_at(milestone):
    """From when the team can be called on once more; None when it was not yet."""
    if milestone.dunned_at is None:
        return None
    return clock.after_days(milestone.dunned_at, rulepack.value(milestone, "milestone_dun_days"))


def lost_on(milestone):
    """The last day on which the officer still waits for evidence: some days after a first, at once after a rectification."""
    day = due_on(milestone)
    if day is None or milestone.state is M.RECTIFYING:
        return day
    return day + dt.timedelta(days=rulepack.value(milestone, "milestone_overdue_days"))


def latest_rectification(milestone, today):
    """The last day that may be set for a rectification."""
    return clock.months_later(today, rulepack.value(milestone, "rectify_months"))


def remind(milestone):
    """Set the next day on which team and officer are told, None when none is left."""
    day, today = due_on(milestone), clock.today()
    days = [*rulepack.value(milestone, "milestone_reminder_days"), OVERDUE]
    left = [day - dt.timedelta(days=one) for one in days] if day else []
    milestone.remind_on = min((one for one in left if one > today), default=None)


def move(milestone, since, at):
    """Give back what was lost between two instants, to every clock that still runs."""
    lost = dt.timedelta(days=(at - since).days)
    runs = milestone.state in (M.PLANNED, M.SUBMITTED, M.COMMENTED, M.RECTIFYING)
    if runs and milestone.gate is None:  # the day of a gate is common to all lanes
        milestone.due_on += lost
    if milestone.rectify_due_on is not None:
        milestone.rectify_due_on += lost
    if milestone.state is M.SUBMITTED and milestone.comment_due_at > since:
        milestone.comment_due_at += at - since
    for one in milestone.reports:
        if one.reply_due_at is not None and one.given_at is None and one.reply_due_at > since:
            one.reply_due_at += at - since
    remind(milestone)


def standing(milestone):
    """(words, tone of a tag) of the state as of today: what is due or late is said."""
    day, late = due_on(milestone), days_late(milestone)
    if late:
        return f"{milestone.state.label}，已逾期 {late} 天", "bad"
    if day is not None and day == clock.today():
        return f"{milestone.state.label}，今天到期", "wait"
    soon = max(rulepack.value(milestone, "milestone_reminder_days"))
    if day is not None and (day - clock.today()).days <= soon:
        return f"{milestone.state.label}，还剩 {(day - clock.today()).days} 天", "wait"
    return milestone.state.label, milestone.state.tone
