"""Reminders to apply for acceptance: at every turn of the worker those whose day has come, each once."""

import datetime as dt

import sqlalchemy as sa

from challenge.delivery.acceptance import actions, clocks, messages
from challenge.delivery.acceptance.models import Acceptance
from challenge.delivery.acceptance.states import V
from challenge.delivery.models import Project
from challenge.delivery.states import P
from core import clock, outbox
from core.database import db, transaction

# When a draft is begun for a team whose period nears its end; who is told when stands in the rule pack.
AHEAD_DAYS = 60


@outbox.every_turn
def remind_of_acceptance():
    """Begin the draft of each project that nears its end, and tell team and officer on the days; returns how many were told."""
    if db.session.scalar(_ending().limit(1)) is None and db.session.scalar(_waiting().limit(1)) is None:
        return 0
    with transaction():
        for project in db.session.scalars(_ending().with_for_update(of=Project, skip_locked=True)).unique():
            actions.prepare(project)
        found = db.session.scalars(_waiting().with_for_update(of=Acceptance, skip_locked=True)).unique().all()
        for one in found:
            messages.tell_due(one, (one.due_on - clock.today()).days)
            clocks.remind(one)
    return len(found)


def _ending():
    begun = sa.exists().where(Acceptance.project_id == Project.id)
    last = clock.today() + dt.timedelta(days=AHEAD_DAYS)
    return (
        sa.select(Project)
        .where(Project.state == P.ACTIVE, Project.ends_on <= last, ~begun)
        .order_by(Project.id)
    )


def _waiting():
    running = (
        sa.select(Acceptance).join(Project).where(Project.state.in_((P.ACTIVE, P.RECTIFYING, P.ACCEPTING)))
    )
    due = sa.and_(Acceptance.state.in_((V.DRAFT, V.RETURNED)), Acceptance.remind_on <= clock.today())
    return running.where(due).order_by(Acceptance.id)


def register(app):
    """The work of every turn registers itself when this module is imported."""
