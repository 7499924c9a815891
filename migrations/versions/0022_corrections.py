"""更正申请: what organisations say is wrong in their registered data.

Revision ID: 0022
Revises: 0021
"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

TABLE = "organisation_correction"
INSTANT = sa.DateTime(timezone=True)
STATES = ("waiting", "confirmed", "refused", "withdrawn")


def upgrade():
    """The table of requests; of each organisation at most one waits."""
    state = sa.Enum(*STATES, name="state", native_enum=False, create_constraint=True, length=24)
    op.create_table(
        TABLE,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("state", state, nullable=False),
        sa.Column("state_since", INSTANT, nullable=False),
        sa.Column("wanted", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f(f"fk_{TABLE}_organisation_id")
        ),
        sa.ForeignKeyConstraint(["author_id"], ["user_account.id"], name=op.f(f"fk_{TABLE}_author_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{TABLE}")),
    )
    op.create_index(op.f(f"ix_{TABLE}_organisation_id"), TABLE, ["organisation_id"])
    waiting = sa.text("state = 'waiting'")
    op.create_index(
        f"uq_{TABLE}_one_waiting",
        TABLE,
        ["organisation_id"],
        unique=True,
        sqlite_where=waiting,
        postgresql_where=waiting,
    )


def downgrade():
    """Requests are gone; what was corrected stays."""
    op.drop_table(TABLE)
