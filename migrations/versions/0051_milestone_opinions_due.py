"""Until when an expert is asked for an opinion on a milestone.

Revision ID: 0051
Revises: 0050
"""

import sqlalchemy as sa
from alembic import op

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None


def upgrade():
    """Invitations of before have no day."""
    with op.batch_alter_table("milestone_report", schema=None) as batch_op:
        batch_op.add_column(sa.Column("reply_due_at", sa.DateTime(timezone=True), nullable=True))


def downgrade():
    """Take it back."""
    with op.batch_alter_table("milestone_report", schema=None) as batch_op:
        batch_op.drop_column("reply_due_at")
