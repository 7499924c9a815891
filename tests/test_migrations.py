"""The migrations build the tables of the models, and the log's guard with them."""

import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from core.database import db


def _is_ours(obj, name, kind, reflected, compare_to):
    return not (name or "").startswith("search_index")


def test_models_and_migrations_agree(app):
    with db.engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"include_object": _is_ours, "compare_type": True, "render_as_batch": True}
        )
        assert compare_metadata(context, db.metadata) == []


GUARDS = {
    "sqlite": (
        "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit_entry'",
        {"audit_entry_no_update", "audit_entry_no_delete"},
    ),
    "postgresql": (
        "SELECT tgname FROM pg_trigger WHERE tgrelid = 'audit_entry'::regclass AND NOT tgisinternal",
        {"audit_entry_no_change", "audit_entry_no_truncate"},
    ),
}


def test_the_guards_of_the_log_are_there(app):
    question, expected = GUARDS[db.engine.dialect.name]
    with db.engine.connect() as connection:
        assert set(connection.execute(sa.text(question)).scalars()) == expected
