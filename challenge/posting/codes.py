"""Codes of records, e.g. JB2026-0001: without gaps or doubles, whoever is faster; random ones where a number would tell.

Officers say codes over the telephone: two letters are used for one kind of record alone (tests/challenge/posting/test_codes.py).
"""

import secrets

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from core import clock
from core.database import db

_INSERTS: dict = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


class CodeCounter(db.Model):
    """The last number given out under a prefix (JB2026); its row lock makes codes unique without a race."""

    __tablename__ = "code_counter"

    prefix: Mapped[str] = mapped_column(sa.String(12), primary_key=True)
    last: Mapped[int]


ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # no letter that is heard or read as a digit


def random_code(letters):
    """A code that tells neither how many there are nor in which order they came."""
    return letters + "".join(secrets.choice(ALPHABET) for _ in range(8))


def next_code(letters):
    """The next code of this year under `letters`; the number returns when the transaction rolls back."""
    prefix = f"{letters}{clock.today().year}"
    row = _INSERTS[db.engine.dialect.name](CodeCounter).values(prefix=prefix, last=1)
    row = row.on_conflict_do_update(
        index_elements=[CodeCounter.prefix], set_={"last": CodeCounter.last + 1}
    ).returning(CodeCounter.last)
    return f"{prefix}-{db.session.scalar(row, execution_options={'populate_existing': True}):04d}"
