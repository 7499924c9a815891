"""Lists of organisations that were renamed before are indexed anew, with the former names.

Revision ID: 0009
Revises: 0008
"""

import datetime as dt

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

JOB = sa.table(
    "job",
    *(
        sa.column(name)
        for name in ("kind", "state", "attempts", "done_steps", "all_steps", "thread", "error")
    ),
    sa.column("payload", sa.JSON(none_as_null=True)),
    sa.column("due_at", sa.DateTime(timezone=True)),
    sa.column("created_at", sa.DateTime(timezone=True)),
)


def upgrade():
    """The worker does what it does after a renaming."""
    now = dt.datetime.now(dt.UTC)
    if op.get_bind().dialect.name == "sqlite":
        now = now.replace(tzinfo=None)
    renamed = sa.select(sa.column("organisation_id")).select_from(sa.table("former_name")).distinct()
    facts = {"state": "waiting", "attempts": 0, "done_steps": 0, "all_steps": 0, "thread": "", "error": ""}
    facts |= {"kind": "organisation_renamed", "due_at": now, "created_at": now}
    for number in op.get_bind().scalars(renamed).all():
        op.execute(JOB.insert().values(**facts, payload={"organisation_id": number}))


def downgrade():
    """An index that knows more does no harm."""
