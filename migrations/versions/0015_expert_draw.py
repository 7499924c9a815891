"""The expert draw: rounds, commitments to seeds, transcripts that cannot be changed; assignments know their round.

Revision ID: 0015
Revises: 0014
"""

import sqlalchemy as sa
from alembic import op

from core import append_only

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

JSON = sa.JSON(none_as_null=True)
INSTANT = sa.DateTime(timezone=True)
ROUNDS = ("first", "supplement", "again")
STATES = ("gathering", "fixed", "drawn", "asked", "void")
SIDES = ("officer", "supervisor")


def _enum(values, name):
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=24)


def upgrade():
    """Panels chosen before there was a draw stay as they are."""
    op.create_table(
        "draw",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("challenge_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("round", _enum(ROUNDS, "round"), nullable=False),
        sa.Column("state", _enum(STATES, "state"), nullable=False),
        sa.Column("state_since", INSTANT, nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("wanted", JSON, nullable=True),
        sa.Column("conditions", JSON, nullable=True),
        sa.Column("candidates", JSON, nullable=True),
        sa.Column("people", JSON, nullable=True),
        sa.Column("unit_salt", sa.String(64), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["challenge_id"], ["challenge.id"], name=op.f("fk_draw_challenge_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draw")),
        sa.UniqueConstraint("challenge_id", "number", name=op.f("uq_draw_challenge_id_number")),
    )
    op.create_index(op.f("ix_draw_challenge_id"), "draw", ["challenge_id"])
    op.create_table(
        "draw_commitment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("draw_id", sa.Integer(), nullable=False),
        sa.Column("side", _enum(SIDES, "side"), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("salt", sa.String(64), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("is_late", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["draw_id"], ["draw.id"], name=op.f("fk_draw_commitment_draw_id")),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_draw_commitment_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draw_commitment")),
    )
    op.create_index(op.f("ix_draw_commitment_draw_id"), "draw_commitment", ["draw_id"])
    op.create_table(
        "draw_transcript",
        sa.Column("draw_id", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["draw_id"], ["draw.id"], name=op.f("fk_draw_transcript_draw_id")),
        sa.PrimaryKeyConstraint("draw_id", name=op.f("pk_draw_transcript")),
    )
    with op.batch_alter_table("assignment", schema=None) as batch_op:
        batch_op.add_column(sa.Column("draw_id", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_assignment_draw_id"), ["draw_id"])
        batch_op.create_foreign_key(batch_op.f("fk_assignment_draw_id"), "draw", ["draw_id"], ["id"])
    append_only.guard(op.get_bind(), "draw_transcript")


def downgrade():
    """Draws are lost; the panels they led to stay."""
    with op.batch_alter_table("assignment", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_assignment_draw_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_assignment_draw_id"))
        batch_op.drop_column("draw_id")
    append_only.unguard(op.get_bind(), "draw_transcript")
    op.drop_table("draw_transcript")
    op.drop_table("draw_commitment")
    op.drop_table("draw")
