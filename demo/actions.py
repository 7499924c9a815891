"""What the demonstration can do to its clock."""

import datetime as dt

import sqlalchemy as sa

from accounts.models import SignInSession
from core import audit, naming, settings
from core.database import db
from core.errors import Conflict

KEY = "demo_clock_days"
MOST = 3650

naming.affair("demo_clock", "演示时钟")


def advance(actor, days):
    """Move the stored clock of the demonstration on by whole days; never back, for the log only grows."""
    before = settings.get(KEY, 0)
    if not 1 <= days <= MOST - before:
        raise Conflict(f"演示时钟最多共拨快 {MOST} 天，现已拨快 {before} 天。请减少天数。")
    settings.put(KEY, before + days)
    settings.refresh_demo_clock()
    _keep_signed_in(dt.timedelta(days=days))
    facts = {"before": {"days": before}, "after": {"days": before + days}}
    audit.record(actor, "demo.advance", audit.Subject("demo_clock", 1), f"演示时钟拨快 {days} 天", **facts)
    return before + days


def _keep_signed_in(delta):
    # Nobody has been idle: the days only passed on the clock.
    for row in db.session.scalars(sa.select(SignInSession).filter_by(ended_at=None)):
        row.created_at, row.seen_at = row.created_at + delta, row.seen_at + delta
    db.session.flush()
