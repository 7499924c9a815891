"""Reminders of follow-ups: at every turn of the worker those whose day has come, each once."""

import sqlalchemy as sa

from challenge.delivery.outcomes.following import clocks, messages
from challenge.delivery.outcomes.following.models import FollowUp
from challenge.delivery.outcomes.states import U
from core import clock, outbox
from core.database import db, transaction


@outbox.every_turn
def remind_of_follow_ups():
    """Tell those who fill them in, and the officer of what is late; returns how many."""
    if db.session.scalar(_waiting().limit(1)) is None:
        return 0
    with transaction():
        rows = _waiting().with_for_update(of=FollowUp, skip_locked=True)
        found = db.session.scalars(rows).unique().all()
        for one in found:
            messages.tell_due(one)
            clocks.remind(one)
    return len(found)


def _waiting():
    due = sa.and_(FollowUp.state == U.PLANNED, FollowUp.remind_on <= clock.today())
    return sa.select(FollowUp).where(due).order_by(FollowUp.id)


def register(app):
    """The work of every turn registers itself when this module is imported."""
