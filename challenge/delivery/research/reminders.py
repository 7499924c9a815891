"""Reminders of a log that stays silent: at every turn of the worker those whose day has come."""

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from challenge import rulepack
from challenge.bidding.models import Bid
from challenge.delivery.models import Project
from challenge.delivery.research import effects, messages
from challenge.delivery.research.models import ResearchReminder
from challenge.delivery.states import IN_WORK
from core import clock, outbox
from core.database import db, transaction


@outbox.every_turn
def remind_of_research():
    """Tell every team that has written nothing for some days; again after as many. Returns how many."""
    if db.session.scalar(_waiting().limit(1)) is None:
        return 0
    with transaction():
        mine = _waiting().with_for_update(of=ResearchReminder, skip_locked=True)
        team = selectinload(ResearchReminder.project).selectinload(Project.bid).selectinload(Bid.members)
        found = db.session.scalars(mine.options(team)).unique().all()
        for one in found:
            messages.tell_silent(one.project, rulepack.value(one.project, "research_silent_days"))
            effects.wait_for_entry(one.project)
    return len(found)


def _waiting():
    running = sa.select(ResearchReminder).join(Project).where(Project.state.in_(IN_WORK))
    return running.where(ResearchReminder.remind_on <= clock.today()).order_by(ResearchReminder.project_id)


def register(app):
    """The work of every turn registers itself when this module is imported."""
