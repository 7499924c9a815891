"""Batches of lists whose reviewers are assigned together: batches, their lists, versions that cannot be changed.

Revision ID: 0019
Revises: 0018
"""

import sqlalchemy as sa
from alembic import op

from core import append_only

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

JSON = sa.JSON(none_as_null=True)
INSTANT = sa.DateTime(timezone=True)
STATES = ("computing", "infeasible", "proposed", "adjusted", "deployed", "withdrawn")
EDITS = ("propose", "recompute", "replace", "lock", "exclude", "release", "undo")


def _enum(values, name):
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=24)


def upgrade():
    """Lists that have a panel already stay as they are."""
    op.create_table(
        "batch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(120), nullable=False),
        sa.Column("state", _enum(STATES, "state"), nullable=False),
        sa.Column("state_since", INSTANT, nullable=True),
        sa.Column("wanted", JSON, nullable=False),
        sa.Column("people", JSON, nullable=False),
        sa.Column("reasons", JSON, nullable=False),
        sa.Column("obstacles", JSON, nullable=False),
        sa.Column("current", sa.Integer(), nullable=False),
        sa.Column("edits", sa.Integer(), nullable=False),
        sa.Column("consented", sa.Integer(), nullable=True),
        sa.Column("created_by_id", sa.Integer(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["created_by_id"], ["user_account.id"], name=op.f("fk_batch_created_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batch")),
    )
    op.create_table(
        "batch_list",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("challenge_id", sa.Integer(), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("is_live", sa.Boolean(), nullable=False),
        sa.Column("found", JSON, nullable=True),
        sa.Column("scores", JSON, nullable=True),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.id"], name=op.f("fk_batch_list_batch_id")),
        sa.ForeignKeyConstraint(["challenge_id"], ["challenge.id"], name=op.f("fk_batch_list_challenge_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batch_list")),
        sa.UniqueConstraint("batch_id", "challenge_id", name=op.f("uq_batch_list_batch_id_challenge_id")),
    )
    op.create_index(op.f("ix_batch_list_batch_id"), "batch_list", ["batch_id"])
    op.create_index(op.f("ix_batch_list_challenge_id"), "batch_list", ["challenge_id"])
    live = sa.text("is_live")
    op.create_index(
        "uq_batch_list_one_live",
        "batch_list",
        ["challenge_id"],
        unique=True,
        sqlite_where=live,
        postgresql_where=live,
    )
    op.create_table(
        "batch_version",
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("edit", _enum(EDITS, "edit"), nullable=False),
        sa.Column("what", sa.String(200), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("facts", sa.Text(), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.id"], name=op.f("fk_batch_version_batch_id")),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_batch_version_user_id")),
        sa.PrimaryKeyConstraint("batch_id", "number", name=op.f("pk_batch_version")),
    )
    with op.batch_alter_table("assignment", schema=None) as batch_op:
        batch_op.add_column(sa.Column("batch_id", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_assignment_batch_id"), ["batch_id"])
        batch_op.create_foreign_key(batch_op.f("fk_assignment_batch_id"), "batch", ["batch_id"], ["id"])
    append_only.guard(op.get_bind(), "batch_version")


def downgrade():
    """Batches are lost; the panels they led to stay."""
    with op.batch_alter_table("assignment", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_assignment_batch_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_assignment_batch_id"))
        batch_op.drop_column("batch_id")
    append_only.unguard(op.get_bind(), "batch_version")
    op.drop_table("batch_version")
    op.drop_table("batch_list")
    op.drop_table("batch")
