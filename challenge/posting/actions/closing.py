"""The deadline of a list as an entry of the log, so that the clock of the house cannot fall behind it any more.

Nobody acts at a deadline. While the log is silent after it, a clock of the host that was set back would show an instant
before it, and a late bid would be in time; `core.clock` never runs back behind the newest entry.
"""

import sqlalchemy as sa

from challenge.posting.models import Challenge
from challenge.posting.rules import CLOSE
from challenge.states import C
from core import audit, clock, outbox
from core.audit import AuditEntry
from core.database import db, transaction

CLOSED = "揭榜截止"


@outbox.every_turn
def mark_deadlines():
    """Write the entry of every open list whose deadline has passed and that has none yet; returns how many."""
    if not _unmarked():
        return 0
    with transaction():
        audit.take_turn()  # two workers must not write it twice
        passed = _unmarked()
        for one in passed:
            audit.record(None, CLOSE, one, CLOSED, public=True)
    return len(passed)


def _unmarked():
    """Open lists past their deadline without an entry since then; a list put up again has a deadline of its own.

    The entry says nothing of bids, and none is looked at.
    """
    thread = sa.literal("challenge:") + sa.cast(Challenge.id, sa.String)
    marks = sa.exists().where(
        AuditEntry.thread == thread, AuditEntry.action == CLOSE, AuditEntry.at > Challenge.deadline
    )
    passed = sa.select(Challenge).where(Challenge.state == C.OPEN, Challenge.deadline < clock.now(), ~marks)
    return db.session.scalars(passed.order_by(Challenge.deadline, Challenge.id)).unique().all()


def register(app):
    """The work of every turn registers itself when this module is imported."""
