"""Until when a bid that did not open can be opened from the copy of its team.

Revision ID: 0026
Revises: 0025
"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade():
    """One column; what was opened before has no such period."""
    with op.batch_alter_table("bid", schema=None) as batch_op:
        batch_op.add_column(sa.Column("copy_due", sa.DateTime(timezone=True), nullable=True))


def downgrade():
    """Take it back."""
    with op.batch_alter_table("bid", schema=None) as batch_op:
        batch_op.drop_column("copy_due")
