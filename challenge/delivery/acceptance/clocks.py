"""The clocks of an acceptance: until when the team applies, and the days on which it is reminded, each once."""

import datetime as dt

from challenge import rulepack
from challenge.delivery.acceptance.states import V
from challenge.delivery.states import MILESTONE_ENDS
from core import clock

OVERDUE = -1  # the day after: told once that it is late
BEIJING_DAY = dt.timedelta(days=1)


def remind(acceptance):
    """Set the next day on which team and officer are told, None when none is left."""
    days = [*rulepack.value(acceptance, "acceptance_reminder_days"), OVERDUE]
    left = [acceptance.due_on - dt.timedelta(days=one) for one in days] if acceptance.due_on else []
    acceptance.remind_on = min((one for one in left if one > clock.today()), default=None)


def move(acceptance, since, at):
    """Give back what was lost between two instants."""
    lost = dt.timedelta(days=(at - since).days)
    if acceptance.due_on is not None and acceptance.state in (V.DRAFT, V.RETURNED):
        acceptance.due_on += lost
        remind(acceptance)
    due = acceptance.certificate_due_at
    if due is not None and acceptance.certified_at is None and due > since:
        acceptance.certificate_due_at = due + (at - since)


def ends_at(day):
    """The instant at which a day of Beijing is over."""
    return clock.beijing_instant(day + BEIJING_DAY)


def work_ended_at(project):
    """When the last of its milestones has come to its end; None while one has not, or where there is none."""
    rows = project.milestones
    done = bool(rows) and all(one.state in MILESTONE_ENDS for one in rows)
    return max(one.state_since for one in rows) if done else None


def apply_by(project):
    """Until when the team applies once its work is done; None while it is not."""
    return rulepack.until("fill_days", work_ended_at(project))
