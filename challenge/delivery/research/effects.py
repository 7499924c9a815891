"""What moves with the R&D log: the day on which a silent team is reminded."""

import datetime as dt

from challenge import rulepack
from challenge.delivery.research.models import ResearchReminder
from core import clock
from core.database import db


def begin_log(project, move):
    """The contract is in force: from today on the log is expected."""
    wait_for_entry(project)


def resume_log(project, move):
    """Nobody is reminded of the time of a suspension."""
    wait_for_entry(project)


def wait_for_entry(project):
    """Remind the team so many days from today, unless it writes before."""
    days = rulepack.value(project, "research_silent_days")
    row = db.session.get(ResearchReminder, project.id)
    if row is None:
        row = ResearchReminder(project_id=project.id)
        db.session.add(row)
    row.remind_on = clock.today() + dt.timedelta(days=days)
    db.session.flush()
