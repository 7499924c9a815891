"""Counting readings: in memory first, into the table about once a minute, so that reading a page costs no writing."""

import collections
import datetime as dt
import functools
import re
import threading

import sqlalchemy as sa
from flask import current_app, request
from flask_login import current_user
from sqlalchemy.dialects import postgresql, sqlite

from accounts.rules import is_bureau
from challenge.posting.models import Challenge
from challenge.posting.reading.models import Reading
from core import clock
from core.database import afterwards, db

EVERY = dt.timedelta(minutes=1)
# They say so themselves; what hides is counted, as a person who reloads the page is.
_MACHINE = re.compile(r"bot|crawl|spider|curl|wget|python|monitor", re.IGNORECASE)


class Tally:
    """Readings of this process that are not in the table yet, by code."""

    def __init__(self):
        self._lock, self._counts, self._since = threading.Lock(), collections.Counter(), clock.now()

    def add(self, code):
        """One more; the counts to write when it is time, else None."""
        with self._lock:
            self._counts[code] += 1
            if clock.now() - self._since < EVERY:
                return None
            taken, self._counts, self._since = self._counts, collections.Counter(), clock.now()
            return taken


def counted(view):
    """Count who gets the page of a list; stands before `kept`, whose answers are readings too."""

    @functools.wraps(view)
    def answered(code):
        answer = view(code)
        if request.method == "GET" and _is_reader():
            taken = current_app.extensions.setdefault("list_readings", Tally()).add(code)
            if taken:
                afterwards(lambda: add(taken))
        return answer

    return answered


def _is_reader():
    """Somebody outside of the bureau, as far as can be seen; visitors have no cookie and cost no look at sessions."""
    if _MACHINE.search(request.user_agent.string):
        return False
    return not request.cookies or not (current_user.is_authenticated and is_bureau(current_user))


def add(counts):
    """Add {code of a list: how often} to today's numbers; codes that lead to no list are left out."""
    ids = sa.select(Challenge.id, Challenge.code).where(Challenge.code.in_(counts)).order_by(Challenge.id)
    engine = sqlite if db.engine.dialect.name == "sqlite" else postgresql
    for number, code in db.session.execute(ids).all():
        row = engine.insert(Reading).values(challenge_id=number, day=clock.today(), times=counts[code])
        more = {"times": Reading.times + row.excluded.times}
        db.session.execute(row.on_conflict_do_update(index_elements=["challenge_id", "day"], set_=more))
