"""Attachments of the statements in a tolerance case.

Revision ID: 0050
Revises: 0049
"""

import sqlalchemy as sa
from alembic import op

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None


def upgrade():
    """One table."""
    op.create_table(
        "tolerance_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("statement_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("mime", sa.String(length=100), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("blob", sa.String(length=64), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["statement_id"],
            ["tolerance_statement.id"],
            name=op.f("fk_tolerance_file_statement_id_tolerance_statement"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tolerance_file")),
        sa.UniqueConstraint("blob", name=op.f("uq_tolerance_file_blob")),
        sa.UniqueConstraint(
            "statement_id", "sha256", name=op.f("uq_tolerance_file_statement_id_sha256")
        ),
    )
    op.create_index(op.f("ix_tolerance_file_statement_id"), "tolerance_file", ["statement_id"])


def downgrade():
    """Take it back."""
    op.drop_table("tolerance_file")
