"""The conditions of a draw may be fixed before the deadline: when they were, and why not as before.

Revision ID: 0020
Revises: 0019
"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade():
    """Conditions fixed so far came after the deadline, with the list of candidates."""
    with op.batch_alter_table("draw", schema=None) as batch_op:
        batch_op.add_column(sa.Column("conditions_seq", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("conditions_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("is_early", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("eased_reason", sa.Text(), nullable=False, server_default=""))


def downgrade():
    """When conditions were fixed still stands in the log."""
    with op.batch_alter_table("draw", schema=None) as batch_op:
        for name in ("eased_reason", "is_early", "conditions_at", "conditions_seq"):
            batch_op.drop_column(name)
