"""What a list says besides, by the parts of its mode.

Revision ID: 0040
Revises: 0039
"""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None


def upgrade():
    """One column; lists from before this say nothing besides."""
    with op.batch_alter_table("challenge", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("particulars", sa.JSON(none_as_null=True), nullable=False, server_default="{}")
        )
    with op.batch_alter_table("challenge", schema=None) as batch_op:
        batch_op.alter_column("particulars", server_default=None)


def downgrade():
    """Take it back."""
    with op.batch_alter_table("challenge", schema=None) as batch_op:
        batch_op.drop_column("particulars")
