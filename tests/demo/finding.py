"""Rows of the demonstration world by the names its texts use."""

import sqlalchemy as sa

from accounts.models import User
from challenge.posting.models import Challenge
from core.database import db


def of(town, key):
    """The challenge of this key, read anew."""
    return db.session.get(Challenge, town.challenges[key])


def person(username):
    return db.session.scalar(sa.select(User).filter_by(username=username))
