"""Every change of a profile gets a number and is findable at once, whoever made it: listeners of the session."""

import secrets

from sqlalchemy import event
from sqlalchemy.dialects import postgresql, sqlite

from core import fulltext
from core.database import db
from talent.models import Employment, PoolMark, Profile, Work

UNCOMMITTED = "profiles_changed"
_TO_INDEX = "profiles_to_index"
_INSERTS: dict = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def search_text(profile):
    """The words under which officers find a profile; contact data never."""
    parts = [profile.name, profile.unit, profile.title, profile.direction, *profile.keywords]
    parts += [work.title for work in profile.works]
    return "\n".join(parts)


def _touched(session):
    found = {}
    for row in (*session.new, *session.dirty, *session.deleted):
        profile = row
        if isinstance(row, (Work, Employment)):
            profile = row.profile
        if isinstance(profile, Profile) and (
            profile is not row or row in session.new or session.is_modified(row)
        ):
            found[profile] = None
    return list(found)


def _next_number(session):
    insert = _INSERTS[db.engine.dialect.name](PoolMark)
    row = insert.values(id=1, number=1, pool=secrets.token_hex(16))
    counted = row.on_conflict_do_update(index_elements=["id"], set_={"number": PoolMark.number + 1})
    return session.connection().execute(counted.returning(PoolMark.number)).scalar_one()


@event.listens_for(db.session, "before_flush")
def _number_changes(session, _context, _instances):
    touched = _touched(session)
    if touched:
        number = _next_number(session)
        for profile in touched:
            profile.change = number
        session.info[UNCOMMITTED] = True
        session.info[_TO_INDEX] = touched


@event.listens_for(db.session, "after_flush")
def _make_findable(session, _context):
    for profile in session.info.pop(_TO_INDEX, ()):
        if profile in session.deleted:
            fulltext.remove("profile", profile.id)
        else:
            fulltext.index("profile", profile.id, search_text(profile))


@event.listens_for(db.session, "after_commit")
@event.listens_for(db.session, "after_rollback")
def _settled(session):
    session.info.pop(UNCOMMITTED, None)
