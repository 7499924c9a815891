"""The migrations build the tables of the models, and the log's guard with them."""

from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask_migrate import downgrade, upgrade

from core import audit, log_tree
from core.database import db, transaction
from core.looks import record_look
from tests import world
from tests.challenge.delivery.ledger import scene


def _is_ours(obj, name, kind, reflected, compare_to):
    return not (name or "").startswith("search_index")


def test_models_and_migrations_agree(app):
    with db.engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"include_object": _is_ours, "compare_type": True, "render_as_batch": True}
        )
        assert compare_metadata(context, db.metadata) == []


def _rows():
    tables = db.metadata.tables.values()
    return {one.name: db.session.scalar(sa.select(sa.func.count()).select_from(one)) for one in tables}


def test_a_table_to_which_others_point_is_changed_with_its_rows(app):
    if db.engine.dialect.name != "sqlite":
        pytest.skip("only SQLite builds a table anew to change a column")
    _officer, project, _people = scene.ledger()
    scene.passes(project, 1)
    before = _rows()
    assert min(before["transfer"], before["payment"]) > 0
    db.session.remove()
    migrations = str(Path(__file__).resolve().parent.parent / "migrations")
    downgrade(directory=migrations, revision="0051")
    upgrade(directory=migrations)
    assert _rows() == before
    with db.engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
        assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []


GROWING = ("audit_entry", "log_block", "log_head", "look")


@pytest.fixture
def filled(app):
    """Each table that only grows has a row."""
    with transaction():
        record_look(world.user("officer"), "pool", audit.Subject("talent", 0))
        log_tree.sign_head()
        db.session.add(log_tree.LogBlock(number=0, hash=b"0" * 32))


@pytest.mark.parametrize("name", GROWING)
def test_what_only_grows_can_be_neither_changed_nor_emptied(filled, name):
    table = db.metadata.tables[name]
    (key,) = table.primary_key.columns
    changes = [sa.update(table).values({key: key}), sa.delete(table)]
    if db.engine.dialect.name == "postgresql":
        changes.append(sa.text(f"TRUNCATE {name}"))
    for change in changes:
        with (
            pytest.raises(sa.exc.DBAPIError, match=f"{name} is append-only"),
            db.engine.begin() as connection,
        ):
            connection.execute(change)
    with db.engine.connect() as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(table)) == 1
