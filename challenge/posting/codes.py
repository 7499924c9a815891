"""Codes of lists and bids, e.g. JB2026-0001: without gaps or doubles, whoever is faster."""

from sqlalchemy.dialects import postgresql, sqlite

from challenge.posting.models import CodeCounter
from core import clock
from core.database import db

_INSERTS: dict = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def next_code(letters):
    """The next code of this year under `letters`; the number returns when the transaction rolls back."""
    prefix = f"{letters}{clock.today().year}"
    row = _INSERTS[db.engine.dialect.name](CodeCounter).values(prefix=prefix, last=1)
    row = row.on_conflict_do_update(
        index_elements=[CodeCounter.prefix], set_={"last": CodeCounter.last + 1}
    ).returning(CodeCounter.last)
    return f"{prefix}-{db.session.scalar(row, execution_options={'populate_existing': True}):04d}"
