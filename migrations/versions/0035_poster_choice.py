"""The poster's choice among the bids of a list.

Revision ID: 0035
Revises: 0034
"""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade():
    """One table."""
    op.create_table(
        "poster_choice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("challenge_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("ranked", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("chosen_by_id", sa.Integer(), nullable=False),
        sa.Column("chosen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["challenge_id"], ["challenge.id"], name=op.f("fk_poster_choice_challenge_id")
        ),
        sa.ForeignKeyConstraint(
            ["chosen_by_id"], ["user_account.id"], name=op.f("fk_poster_choice_chosen_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_poster_choice")),
        sa.UniqueConstraint("challenge_id", "number", name=op.f("uq_poster_choice_challenge_id_number")),
    )


def downgrade():
    """Take it back."""
    op.drop_table("poster_choice")
