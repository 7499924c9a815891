"""A closure falls with a project that has ended otherwise.

Revision ID: 0043
Revises: 0042
"""

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None

STATES = "'asked', 'hearing', 'settling', 'confirming', 'agreed', 'closed', 'declined', 'dismissed', 'withdrawn'"
ENDED = "'passed', 'diligent', 'failed', 'abandoned', 'eliminated', 'terminated'"


def upgrade():
    """One state more; what was left open on a project that has ended is in it."""
    _states(STATES, f"{STATES}, 'dropped'")
    op.execute(
        "UPDATE closure SET state = 'dropped' WHERE state IN ('asked', 'hearing')"
        f" AND project_id IN (SELECT id FROM project WHERE state IN ({ENDED}))"
    )


def downgrade():
    """What fell counts as withdrawn."""
    op.execute("UPDATE closure SET state = 'withdrawn' WHERE state = 'dropped'")
    _states(f"{STATES}, 'dropped'", STATES)


def _states(old, new):
    """The check is changed in place."""
    connection = op.get_bind()
    if connection.dialect.name == "sqlite":
        version = connection.exec_driver_sql("PRAGMA schema_version").scalar()
        connection.exec_driver_sql("PRAGMA writable_schema=ON")
        connection.execute(
            sa.text("UPDATE sqlite_master SET sql = replace(sql, :old, :new) WHERE name = 'closure'"),
            {"old": f"state IN ({old})", "new": f"state IN ({new})"},
        )
        connection.exec_driver_sql(f"PRAGMA schema_version={version + 1}")
        connection.exec_driver_sql("PRAGMA writable_schema=OFF")
        return
    name = op.f("ck_closure_state")
    op.drop_constraint(name, "closure", type_="check")
    op.create_check_constraint(name, "closure", f"state IN ({new})")
