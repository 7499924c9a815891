"""Why an acceptance that ends as diligent did not reach what was asked.

Revision ID: 0044
Revises: 0043
"""

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None

CAUSES = ("route", "force", "market", "demander", "other")


def upgrade():
    """One column."""
    kind = sa.Enum(*CAUSES, name="cause", native_enum=False, create_constraint=True, length=24)
    with op.batch_alter_table("acceptance", schema=None) as batch_op:
        batch_op.add_column(sa.Column("cause", kind, nullable=True))


def downgrade():
    """Take it back."""
    with op.batch_alter_table("acceptance", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_acceptance_cause"), type_="check")
        batch_op.drop_column("cause")
