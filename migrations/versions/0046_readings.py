"""How often public lists were read, a number a day.

Revision ID: 0046
Revises: 0045
"""

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None


def upgrade():
    """One table."""
    op.create_table(
        "list_reading",
        sa.Column("challenge_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.CheckConstraint("times > 0", name=op.f("ck_list_reading_times")),
        sa.ForeignKeyConstraint(["challenge_id"], ["challenge.id"], name=op.f("fk_list_reading_challenge_id")),
        sa.PrimaryKeyConstraint("challenge_id", "day", name=op.f("pk_list_reading")),
    )


def downgrade():
    """Take it back."""
    op.drop_table("list_reading")
