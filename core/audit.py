"""The log: one append-only, hash-chained table, written in the same transaction as the change."""

import dataclasses
import datetime as dt

import sqlalchemy as sa
from flask import g, has_request_context
from sqlalchemy.orm import Mapped, mapped_column

from core import append_only, clock
from core.canonical import canonical, digest
from core.database import JsonColumn, UtcDateTime, db, on_begin, on_end

GENESIS = "0" * 64
_PG_LOCK = 20220531


class AuditEntry(db.Model):
    """One entry; `thread` collects the entries of one affair (``challenge:12``), `hash` covers all the rest."""

    __tablename__ = "audit_entry"
    __table_args__ = (sa.Index("ix_audit_entry_thread_seq", "thread", "seq"),)

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    actor_id: Mapped[int | None]
    actor_name: Mapped[str] = mapped_column(sa.String(80), default="")
    role: Mapped[str] = mapped_column(sa.String(40), default="")
    action: Mapped[str] = mapped_column(sa.String(60))
    object_type: Mapped[str] = mapped_column(sa.String(40))
    object_id: Mapped[str] = mapped_column(sa.String(40))
    thread: Mapped[str] = mapped_column(sa.String(60), default="")
    what: Mapped[str] = mapped_column(sa.String(200), default="")
    public: Mapped[bool] = mapped_column(default=False)
    sealed: Mapped[bool] = mapped_column(default=False)
    before: Mapped[dict | None] = mapped_column(JsonColumn)
    after: Mapped[dict | None] = mapped_column(JsonColumn)
    request_id: Mapped[str] = mapped_column(sa.String(36), default="")
    previous: Mapped[str] = mapped_column(sa.String(64))
    hash: Mapped[str] = mapped_column(sa.String(64))


class UnsealedThread(db.Model):
    """An affair whose sealed entries may be read from now on; the entries themselves never change."""

    __tablename__ = "unsealed_thread"

    thread: Mapped[str] = mapped_column(sa.String(60), primary_key=True)
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime)


HASHED = [column.key for column in AuditEntry.__table__.columns if column.key != "hash"]

# Asked in every transaction: to compose them anew takes longer than to run them.
_NEWEST = sa.select(AuditEntry).order_by(AuditEntry.seq.desc()).limit(1)
_NEWEST_INSTANT = sa.select(AuditEntry.at).order_by(AuditEntry.seq.desc()).limit(1)


@dataclasses.dataclass(frozen=True)
class Subject:
    """What an entry is about; models answer one from `log_subject()`.

    `sealed` hides the entry from everybody but its team until the bids of the list are opened.
    """

    type: str
    id: int | str
    thread: str = ""
    sealed: bool = False


def hash_of(values):
    """SHA-256 (hex) over the canonical JSON of all other columns of an entry, given as {column: value}."""
    return digest(canonical({name: values[name] for name in HASHED}))


def entry_hash(entry):
    """`hash_of` an entry."""
    return hash_of({name: getattr(entry, name) for name in HASHED})


def head():
    """The newest entry, or None."""
    return db.session.scalars(_NEWEST).first()


def take_turn():
    """On a server: wait until nobody else is writing to the log; `record` does it by itself."""
    if db.engine.dialect.name == "postgresql":
        db.session.execute(sa.text("SELECT pg_advisory_xact_lock(:key)"), {"key": _PG_LOCK})


def record(actor, action, subject, what="", *, before=None, after=None, public=False, role=""):
    """Append an entry about `subject` (a model with `log_subject()`, or a `Subject`) and return it.

    `before` and `after` hold whitelisted values only: never contents of bids, secrets or contact data.
    """
    if not isinstance(subject, Subject):
        db.session.flush()
        subject = subject.log_subject()
    take_turn()
    newest = head()
    entry = AuditEntry(
        seq=newest.seq + 1 if newest else 1,
        at=max(clock.now(), newest.at) if newest else clock.now(),
        actor_id=getattr(actor, "id", None),
        actor_name=getattr(actor, "display_name", "") or "系统",
        role=role,
        action=action,
        object_type=subject.type,
        object_id=str(subject.id),
        thread=subject.thread or f"{subject.type}:{subject.id}",
        what=what[:200],
        public=public,
        sealed=subject.sealed,
        before=before,
        after=after,
        request_id=g.get("request_id", "") if has_request_context() else "",
        previous=newest.hash if newest else GENESIS,
    )
    entry.hash = entry_hash(entry)
    db.session.add(entry)
    db.session.flush()
    return entry


def unseal(thread):
    """Let the sealed entries of an affair be read from now on."""
    if db.session.get(UnsealedThread, thread) is None:
        db.session.add(UnsealedThread(thread=thread, at=clock.now()))


def seal_again(thread):
    """Hide the sealed entries of an affair that begins anew."""
    db.session.execute(sa.delete(UnsealedThread).where(UnsealedThread.thread == thread))


def readable():
    """Condition on `AuditEntry`: not sealed, or of an affair that was unsealed."""
    return sa.or_(AuditEntry.sealed.is_(False), AuditEntry.thread.in_(sa.select(UnsealedThread.thread)))


def entries_of(thread):
    """Entries of one affair, oldest first."""
    return db.session.scalars(sa.select(AuditEntry).filter_by(thread=thread).order_by(AuditEntry.seq)).all()


@on_begin
def _guard_clock():
    clock.keep_above(None)
    # The instants of the log never fall, so the newest entry has the latest; max() would read the whole log.
    newest = db.session.scalar(_NEWEST_INSTANT)
    clock.keep_above(newest)
    clock.run_forward(True)


@on_end
def _free_clock():
    clock.run_forward(False)


def create_triggers(connection):
    """Make the database refuse UPDATE and DELETE on the log; called by the first migration."""
    append_only.guard(connection, AuditEntry.__tablename__)


def drop_triggers(connection):
    """Undo `create_triggers`, for a downgrade to an empty database."""
    append_only.unguard(connection, AuditEntry.__tablename__)
