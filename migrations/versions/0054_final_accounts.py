"""Final accounts of projects that pass from now on; what passed before has none to give.

Revision ID: 0054
Revises: 0053
"""

import sqlalchemy as sa
from alembic import op

revision = "0054"
down_revision = "0053"
branch_labels = None
depends_on = None


def upgrade():
    """One table."""
    op.create_table(
        "final_account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("open", "handed", "confirmed", name="state", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column("state_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("content", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("handed_in_by_id", sa.Integer(), nullable=True),
        sa.Column("handed_in_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("checked_by_id", sa.Integer(), nullable=True),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state = 'open' OR (content IS NOT NULL AND handed_in_by_id IS NOT NULL)",
            name=op.f("ck_final_account_is_handed_in"),
        ),
        sa.CheckConstraint(
            "state <> 'confirmed' OR checked_by_id IS NOT NULL", name=op.f("ck_final_account_is_checked")
        ),
        sa.CheckConstraint("checked_by_id <> handed_in_by_id", name=op.f("ck_final_account_two_people")),
        sa.ForeignKeyConstraint(
            ["checked_by_id"], ["user_account.id"], name=op.f("fk_final_account_checked_by_id_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["handed_in_by_id"], ["user_account.id"], name=op.f("fk_final_account_handed_in_by_id_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_final_account_project_id_project")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_final_account")),
        sa.UniqueConstraint("project_id", name=op.f("uq_final_account_project_id")),
    )
    with op.batch_alter_table("final_account", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_final_account_state"), ["state"], unique=False)


def downgrade():
    """Take it back."""
    op.drop_table("final_account")
