"""Mailboxes: what came days ago has been read, what came lately has not."""

import datetime as dt

import sqlalchemy as sa

from accounts.models import Message
from core.database import db

UNREAD_DAYS = 6
READ_AFTER = dt.timedelta(hours=3)


def read_older(now):
    """Mark messages as read that are older than a few days."""
    older = sa.select(Message).where(Message.created_at < now - dt.timedelta(days=UNREAD_DAYS))
    for message in db.session.scalars(older):
        message.read_at = message.created_at + READ_AFTER
    db.session.flush()
