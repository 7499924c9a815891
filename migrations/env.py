"""Runs migrations on the application's engine, one process at a time."""

import contextlib
import fcntl
from pathlib import Path

from alembic import context
from flask import current_app

db = current_app.extensions["migrate"].db
PG_LOCK = 20220532


def _is_ours(obj, name, kind, reflected, compare_to):
    # The full-text index is made by core.fulltext.create_index, not by a table of the models.
    return not (name or "").startswith("search_index")


def _as_plain_type(kind, obj, autogen):
    # A migration must not change when the application's own column type does.
    if kind == "type" and type(obj).__name__ == "UtcDateTime":
        return "sa.DateTime(timezone=True)"
    return False


@contextlib.contextmanager
def _alone(connection):
    # Two starting processes must not create the same tables.
    database = db.engine.url.database
    if connection.dialect.name == "sqlite" and database:
        with Path(f"{database}.migrate.lock").open("w") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        return
    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({PG_LOCK})")
    yield


@contextlib.contextmanager
def _tables_may_be_rebuilt(connection):
    # SQLite changes a column by building the table anew: whatever points to its rows must not stop that, and must
    # still find them afterwards. The setting can only be changed outside of a transaction.
    if connection.dialect.name != "sqlite":
        yield
        return
    raw = connection.connection.dbapi_connection
    raw.execute("PRAGMA foreign_keys=OFF").close()
    try:
        yield
    finally:
        raw.execute("PRAGMA foreign_keys=ON").close()


def _check_keys(connection):
    if connection.dialect.name == "sqlite":
        lost = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        if lost:
            raise RuntimeError(f"rows that point to nothing after the migration: {lost[:5]}")


def run():
    """Upgrade or compare, as Alembic was asked."""
    arguments = current_app.extensions["migrate"].configure_args
    with db.engine.connect() as connection, _tables_may_be_rebuilt(connection):
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            include_object=_is_ours,
            render_item=_as_plain_type,
            **arguments,
        )
        with context.begin_transaction(), _alone(connection):
            context.run_migrations()
            _check_keys(connection)


run()
