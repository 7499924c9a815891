"""Former names of organisations.

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade():
    """A table of its own: experts name their units in words, and those are looked up here too."""
    op.create_table(
        "former_name",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_former_name_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_former_name")),
        sa.UniqueConstraint("organisation_id", "name", name=op.f("uq_former_name_organisation_id_name")),
    )
    op.create_index(op.f("ix_former_name_name"), "former_name", ["name"])


def downgrade():
    """Former names go."""
    op.drop_index(op.f("ix_former_name_name"), table_name="former_name")
    op.drop_table("former_name")
