"""Duties about R&D logs: a team that has written nothing for some days."""

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager

from challenge import rulepack
from challenge.delivery.models import Project
from challenge.delivery.research.messages import path_of
from challenge.delivery.research.models import ResearchEntry
from challenge.delivery.states import IN_WORK
from challenge.posting.models import Challenge, Programme
from core import clock
from core.database import db
from reports.desk.duty import Duty


def led_projects(user):
    """SELECT of the projects that this person leads, with the rule packs in force: one query, not one for each."""
    packs = contains_eager(Project.challenge).joinedload(Challenge.programme).undefer(Programme.rules)
    return sa.select(Project).join(Project.challenge).where(Project.leader_id == user.id).options(packs)


def leader_duties(user):
    """Logs of own projects that stay silent longer than the rule pack bears."""
    mine = led_projects(user).where(Project.state.in_(IN_WORK))
    newest = sa.select(sa.func.max(ResearchEntry.at)).where(ResearchEntry.project_id == Project.id)
    for one, last in db.session.execute(mine.add_columns(newest.scalar_subquery())).unique():
        since = max(last or one.state_since, one.state_since)
        due = clock.after_days(since, rulepack.value(one, "research_silent_days"))
        if clock.now() >= due:
            yield Duty("补上研发记录", one.challenge.title, path_of(one), due, since, one.code)


SOURCES = ((lambda user: True, leader_duties),)
