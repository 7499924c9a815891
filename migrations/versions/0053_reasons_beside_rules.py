"""Why a contract was sent out although its money does not keep to a rule of the pack.

Revision ID: 0053
Revises: 0052
"""

import sqlalchemy as sa
from alembic import op

revision = "0053"
down_revision = "0052"
branch_labels = None
depends_on = None


def upgrade():
    """One column."""
    with op.batch_alter_table("contract", schema=None) as batch_op:
        batch_op.add_column(sa.Column("check_reason", sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("contract", schema=None) as batch_op:
        batch_op.alter_column("check_reason", server_default=None)


def downgrade():
    """Take it back."""
    with op.batch_alter_table("contract", schema=None) as batch_op:
        batch_op.drop_column("check_reason")
