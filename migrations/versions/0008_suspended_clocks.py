"""Clocks that stood still while a list was suspended: the reply of a reviewer, the period of a notice.

Revision ID: 0008
Revises: 0007
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade():
    """Rows without these run by their first instants, as before."""
    with op.batch_alter_table("assignment", schema=None) as batch_op:
        batch_op.add_column(sa.Column("reply_due", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.add_column(sa.Column("resumed_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("days_left", sa.Integer(), nullable=True))


def downgrade():
    """Moved ends stay as they are."""
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.drop_column("days_left")
        batch_op.drop_column("resumed_at")
    with op.batch_alter_table("assignment", schema=None) as batch_op:
        batch_op.drop_column("reply_due")
