"""Reminders of what is due: at every turn of the worker those whose day has come, each once."""

import sqlalchemy as sa

from challenge.delivery.milestones import clocks, messages
from challenge.delivery.milestones.models import ProjectMilestone
from challenge.delivery.models import Project
from challenge.delivery.states import P
from core import clock, outbox
from core.database import db, transaction


@outbox.every_turn
def remind_of_milestones():
    """Tell team and officer of every milestone whose day of a reminder has come; returns how many."""
    if db.session.scalar(_waiting().limit(1)) is None:
        return 0
    with transaction():
        found = (
            db.session.scalars(_waiting().with_for_update(of=ProjectMilestone, skip_locked=True))
            .unique()
            .all()
        )
        for one in found:
            day = clocks.due_on(one)
            messages.tell_due(one, day, (day - clock.today()).days)
            clocks.remind(one)
    return len(found)


def _waiting():
    running = sa.select(ProjectMilestone).join(Project).where(Project.state == P.ACTIVE)
    due = ProjectMilestone.remind_on <= clock.today()
    return running.where(due).order_by(ProjectMilestone.id)


def register(app):
    """The work of every turn registers itself when this module is imported."""
