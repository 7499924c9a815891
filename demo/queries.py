"""What the demonstration clock will meet next."""

import dataclasses
import datetime as dt

import sqlalchemy as sa

from challenge.notice.models import Notice
from challenge.posting.models import Challenge
from challenge.states import C, N
from core import clock
from core.database import db

SHOWN = 6


@dataclasses.dataclass(frozen=True)
class Coming:
    """An instant worth seeing: what happens to which list, when, and how many days ahead lie just after it."""

    what: str
    challenge: Challenge
    at: dt.datetime

    @property
    def days(self):
        """Whole days to move on so that the instant has passed."""
        return (self.at - clock.now()).days + 1


def coming():
    """The next deadlines and ends of notices, nearest first."""
    now = clock.now()
    lists = sa.select(Challenge).where(Challenge.state == C.OPEN, Challenge.deadline > now)
    found = [Coming("揭榜截止", one, one.deadline) for one in db.session.scalars(lists).unique()]
    notices = sa.select(Notice).join(Challenge).options(sa.orm.contains_eager(Notice.challenge))
    running = notices.where(Notice.state == N.PUBLISHED, Notice.ends_at > now)
    found += [Coming("公示期满", one.challenge, one.ends_at) for one in db.session.scalars(running).unique()]
    return sorted(found, key=lambda one: (one.at, one.challenge.code))[:SHOWN]
