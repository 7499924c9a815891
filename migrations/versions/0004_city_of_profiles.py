"""The city of experts from outside.

Revision ID: 0004
Revises: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade():
    """Unknown for those who are there so far."""
    with op.batch_alter_table("profile", schema=None) as batch_op:
        batch_op.add_column(sa.Column("city", sa.String(length=40), nullable=False, server_default=""))


def downgrade():
    """Cities go."""
    with op.batch_alter_table("profile", schema=None) as batch_op:
        batch_op.drop_column("city")
