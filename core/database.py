"""The database: engine settings, column types, and `transaction()`, the only place that commits."""

import contextlib
import contextvars
import datetime as dt
import fcntl
import threading
from pathlib import Path

import sqlalchemy as sa
from flask import current_app, g
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import event
from sqlalchemy.engine import Engine
from sqlalchemy.orm import DeclarativeBase

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Base of all tables; constraint names follow one convention so that a violation can be read."""

    metadata = sa.MetaData(naming_convention=NAMES)


db = SQLAlchemy(model_class=Base)

_writing = contextvars.ContextVar("writing", default=False)
_undoing: contextvars.ContextVar[list | None] = contextvars.ContextVar("undoing", default=None)
_thread_lock = threading.Lock()
_on_begin = []
_on_end = []


class UtcDateTime(sa.types.TypeDecorator):
    """An instant: aware UTC `datetime` in Python; refuses naive values."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value, dialect):
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a zone")
        value = value.astimezone(dt.UTC)
        return value if dialect.name == "postgresql" else value.replace(tzinfo=None)

    def process_result_value(self, value, dialect):
        if value is None:
            return None
        return value.astimezone(dt.UTC) if value.tzinfo else value.replace(tzinfo=dt.UTC)


def enum_column(states, **kwargs):
    """A column that holds one member of a `State` or string enum, with a CHECK constraint of its name."""
    kind = sa.Enum(
        states,
        native_enum=False,
        create_constraint=True,
        length=24,
        name=kwargs.pop("name", "state"),
        values_callable=lambda members: [member.value for member in members],
    )
    return sa.orm.mapped_column(kind, nullable=kwargs.pop("nullable", False), **kwargs)


JsonColumn = sa.JSON(none_as_null=True)


@event.listens_for(Engine, "connect")
def _sqlite_settings(connection, _record):
    if type(connection).__module__.startswith("sqlite3"):
        connection.isolation_level = None
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "busy_timeout=10000",
            "secure_delete=ON",
        ):
            connection.execute(f"PRAGMA {pragma}").close()


@event.listens_for(Engine, "begin")
def _begin(connection):
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE" if _writing.get() else "BEGIN")


def on_begin(hook):
    """Register `hook()`, called once at the start of every writing transaction."""
    _on_begin.append(hook)
    return hook


def on_end(hook):
    """Register `hook()`, called once after every writing transaction, however it ended."""
    _on_end.append(hook)
    return hook


@contextlib.contextmanager
def _writer_lock():
    # SQLite's busy handler is unfair: waiting writers starve. One lock in front of it serves them in order.
    if db.engine.dialect.name != "sqlite" or not db.engine.url.database:
        yield
        return
    with _thread_lock, Path(f"{db.engine.url.database}.lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


@contextlib.contextmanager
def transaction():
    """One unit of work: commits on leaving, rolls back on any exception. A nested one joins the outer."""
    if _writing.get():
        yield
        return
    db.session.rollback()
    with _writer_lock():
        token, undo = _writing.set(True), _undoing.set([])
        try:
            for hook in _on_begin:
                hook()
            yield
            db.session.commit()
        except BaseException:
            db.session.rollback()
            for work in _undoing.get() or ():
                work()
            raise
        finally:
            for hook in _on_end:
                hook()
            _writing.reset(token)
            _undoing.reset(undo)


class JournalBusy(Exception):
    """Somebody was still reading from the write-ahead log; it can be emptied later."""


def empty_journal(wait_ms=1000):
    """Empty SQLite's write-ahead log, which keeps former states of pages that `secure_delete` wipes in the file.

    Outside of any transaction. Raises JournalBusy; does nothing on another engine, which keeps a log of its own.
    """
    if db.engine.dialect.name != "sqlite":
        return
    connection = db.engine.raw_connection()
    try:
        (usual,) = connection.execute("PRAGMA busy_timeout").fetchone()
        connection.execute(f"PRAGMA busy_timeout={wait_ms}")
        (is_busy, _, _) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        connection.execute(f"PRAGMA busy_timeout={usual}")
    finally:
        connection.close()
    if is_busy:
        raise JournalBusy


def if_rolled_back(work):
    """Run `work()` if the running transaction is rolled back: what it wrote outside the database must not stay."""
    begun = _undoing.get()
    if begun is not None:
        begun.append(work)


def afterwards(work, *, is_needed=False):
    """Run `work()` in a transaction of its own after the request's one has ended, however it ended.

    The four side transactions of the house (sign-in attempts, last-seen, log of looks, readings of public lists)
    use this: they must survive a refused request, and must not wait for a lock that the request itself holds. When what `is_needed`
    fails, the answer is withheld.
    """
    g.setdefault("afterwards", []).append((work, is_needed))


def run_afterwards():
    """Run what `afterwards` collected; called by the application once a request."""
    for work, is_needed in g.pop("afterwards", []):
        try:
            with transaction():
                work()
        except sa.exc.SQLAlchemyError:
            if is_needed:
                raise
            current_app.logger.exception("a side transaction failed")


def constraint_of(error):
    """Name of the violated constraint of an `IntegrityError`, or '' when the engine does not tell."""
    diagnostics = getattr(error.orig, "diag", None)
    if diagnostics is not None:
        return diagnostics.constraint_name or ""
    return str(error.orig).partition(":")[2].strip()
