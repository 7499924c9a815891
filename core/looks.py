"""The log of looks: who saw names that are kept back, contact data or identities. Each look is an entry of the log."""

import dataclasses
import datetime as dt

import sqlalchemy as sa
from flask import has_request_context
from sqlalchemy.orm import Mapped, mapped_column

from core import audit, clock, naming
from core.audit import Subject
from core.database import UtcDateTime, afterwards, db

WITHIN = dt.timedelta(hours=1)
LONGEST_PURPOSE = 120
_kinds = {}
naming.affair("look", "查阅", is_thing=False)


class Look(db.Model):
    """查阅: who saw what of which object, when, why; `entry` is its number in the log, which vouches for it."""

    __tablename__ = "look"
    __table_args__ = (sa.Index(None, "user_id", "object_type", "object_id", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user_account.id"))
    kind: Mapped[str] = mapped_column(sa.String(30))
    object_type: Mapped[str] = mapped_column(sa.String(40))
    object_id: Mapped[int]
    purpose: Mapped[str] = mapped_column(sa.String(LONGEST_PURPOSE), default="")
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    entry: Mapped[int | None]


@dataclasses.dataclass(frozen=True)
class Kind:
    """What is seen; with `is_told` the look stands in the history of its object, which the person concerned reads."""

    label: str
    is_told: bool


@dataclasses.dataclass(frozen=True)
class Reader:
    """Who looked, as plain values: the row itself is gone when the look is recorded."""

    id: int
    display_name: str


def kind(key: str, label: str, *, is_told: bool = False) -> None:
    """Say that looks of this kind exist; `label` names what is seen, in Chinese."""
    _kinds[key] = Kind(label, is_told)


def labels() -> list[tuple[str, str]]:
    """(key, label) of all kinds, for a filter."""
    return [(key, one.label) for key, one in _kinds.items()]


def label(key: str) -> str:
    """What was seen, in words."""
    return _kinds[key].label


def record_look(actor, kind: str, subject, purpose: str = "") -> None:
    """Write down that `actor` sees what this `kind` (see `kind`) names of `subject` (a model, or a `Subject`).

    A request has the look written in a transaction of its own before the answer leaves, even a refusing one; if that
    fails there is no answer. Elsewhere it is part of the transaction. The same look, with the same purpose, of the
    same person counts once within an hour. Never call it for what a bid shows its team: that would betray the bid.
    """
    about = subject if isinstance(subject, Subject) else subject.log_subject()
    reader, why = Reader(actor.id, actor.display_name), purpose[:LONGEST_PURPOSE]
    if _is_known(reader, kind, about, why):
        return
    if has_request_context():
        afterwards(lambda: _write(reader, kind, about, why), is_needed=True)
    else:
        _write(reader, kind, about, why)


def _is_known(reader, kind, about, why):
    same = {"user_id": reader.id, "object_type": about.type, "object_id": int(about.id)}
    known = sa.select(Look.id).filter_by(**same, kind=kind, purpose=why).where(Look.at > clock.now() - WITHIN)
    return db.session.scalar(known.limit(1)) is not None


def _write(reader, kind, about, why):
    if _is_known(reader, kind, about, why):
        return
    is_kept = _kinds[kind].is_told or about.sealed  # a sealed affair is unsealed by its own name
    subject = about if is_kept else dataclasses.replace(about, thread=f"look:{about.type}:{about.id}")
    after = {"purpose": why} if why else None
    entry = audit.record(reader, f"look.{kind}", subject, f"查看{_kinds[kind].label}", after=after)
    row = {"object_type": about.type, "object_id": int(about.id), "purpose": why}
    db.session.add(Look(user_id=reader.id, kind=kind, **row, at=entry.at, entry=entry.seq))
    db.session.flush()
