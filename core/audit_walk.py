"""The walk along the log: every entry against its hash and the one before, as it is stored, to the last bit."""

import datetime as dt
import json

import sqlalchemy as sa

from core.audit import GENESIS, AuditEntry, hash_of
from core.database import UtcDateTime, db

AT_ONCE = 2000
_TABLE = AuditEntry.__table__
# What reading something that nobody of us has written may raise.
UNREADABLE = (ValueError, TypeError, sa.exc.DBAPIError, RecursionError)


def first_broken(progress=None) -> int | None:
    """Walk the whole chain; the number of the first broken entry, or None when all holds.

    A value may be spelt in two ways and mean the same (small and great letters of an escape in JSON, the sign between date and time):
    only the way in which it was written holds, so no bit of an entry can be changed unseen.
    """
    previous, expected = GENESIS, 1
    try:
        with db.session.execute(_stored().execution_options(yield_per=AT_ONCE)) as rows:
            for row in rows:
                if row.seq != expected or not _holds(row, previous):
                    return row.seq if isinstance(row.seq, int) else expected
                previous, expected = row.hash, expected + 1
                if progress and row.seq % 10_000 == 0:
                    progress(row.seq)
    except UNREADABLE:
        return _one_by_one(previous, expected)
    return None


def _one_by_one(previous, expected):
    """A row that cannot be read spoils the rows fetched with it: go on singly from the last one that was checked."""
    while True:
        try:
            row = db.session.execute(_stored().where(_TABLE.c.seq == expected)).one()
            if not _holds(row, previous):
                return expected
        except (*UNREADABLE, sa.exc.NoResultFound):
            return expected
        previous, expected = row.hash, expected + 1


def _stored():
    return sa.select(*map(as_stored, _TABLE.columns)).order_by(_TABLE.c.seq)


def as_stored(column):
    """SELECT of what the database holds: texts of instants and of JSON, numbers of booleans."""
    if isinstance(column.type, sa.JSON):
        return sa.cast(column, sa.Text).label(column.key)
    if isinstance(column.type, sa.Boolean):
        return sa.type_coerce(column, sa.Integer).label(column.key)
    if isinstance(column.type, UtcDateTime):
        return sa.type_coerce(column, sa.types.NullType()).label(column.key)
    return column


def read_instant(raw):
    """The instant, if it is spelt as we spell it; else ValueError. PostgreSQL has no spelling of its own."""
    if isinstance(raw, dt.datetime):
        return raw.astimezone(dt.UTC)
    found = dt.datetime.fromisoformat(raw)
    if found.isoformat(" ", "microseconds") != raw:
        raise ValueError("an instant in another spelling")
    return found.replace(tzinfo=dt.UTC)


def read_json(raw):
    """The value, if it is spelt as we spell it; else ValueError."""
    if raw is None:
        return None
    found = json.loads(raw)
    if json.dumps(found) != raw:
        raise ValueError("JSON in another spelling")
    return found


def read_flag(raw):
    """True or False; ValueError for any other number."""
    if raw not in (0, 1):
        raise ValueError("a flag that is neither")
    return bool(raw)


_KINDS = ((sa.JSON, read_json), (sa.Boolean, read_flag), (UtcDateTime, read_instant))
_READ = {
    column.key: read for column in _TABLE.columns for kind, read in _KINDS if isinstance(column.type, kind)
}


def _holds(row, previous):
    told = row._asdict()
    told.update({name: read(told[name]) for name, read in _READ.items()})
    return told["previous"] == previous and told["hash"] == hash_of(told)
