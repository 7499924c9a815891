"""Objections (异议) to notices and their evidence.

Revision ID: 0013
Revises: 0012
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

STATES = (
    "draft",
    "submitted",
    "refused",
    "investigating",
    "answered",
    "reviewing",
    "final",
    "withdrawn",
    "ended",
)
OUTCOMES = ("upheld", "partly", "dismissed")


def _one_of(values, name):
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=24)


def upgrade():
    """What came on paper before stands in no table."""
    op.create_table(
        "objection",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(16), nullable=False),
        sa.Column("code", sa.String(24), nullable=True),
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("owner_mark", sa.String(64), nullable=False),
        sa.Column("state", _one_of(STATES, "state"), nullable=False),
        sa.Column("state_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("identity", sa.LargeBinary(), nullable=True),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("about", sa.String(20), nullable=False),
        sa.Column("ground", sa.String(20), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("handler_id", sa.Integer(), nullable=True),
        sa.Column("second_id", sa.Integer(), nullable=True),
        sa.Column("due_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_days", sa.Integer(), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("calendar_known", sa.Boolean(), nullable=False),
        sa.Column("inadmissible", sa.String(20), nullable=False),
        sa.Column("refusal", sa.Text(), nullable=False),
        sa.Column("extension", sa.Text(), nullable=False),
        sa.Column("record", sa.LargeBinary(), nullable=True),
        sa.Column("outcome", _one_of(OUTCOMES, "outcome"), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("measures", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("appeal", sa.LargeBinary(), nullable=True),
        sa.Column("second_outcome", _one_of(OUTCOMES, "second_outcome"), nullable=True),
        sa.Column("second_answer", sa.Text(), nullable=False),
        sa.Column("second_measures", sa.Text(), nullable=False),
        sa.Column("second_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("handler_id <> second_id", name=op.f("ck_objection_other_people")),
        sa.CheckConstraint(
            "state = 'draft' OR (code IS NOT NULL AND identity IS NOT NULL)",
            name=op.f("ck_objection_real_name"),
        ),
        sa.ForeignKeyConstraint(["handler_id"], ["user_account.id"], name=op.f("fk_objection_handler_id")),
        sa.ForeignKeyConstraint(["notice_id"], ["notice.id"], name=op.f("fk_objection_notice_id")),
        sa.ForeignKeyConstraint(["second_id"], ["user_account.id"], name=op.f("fk_objection_second_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objection")),
        sa.UniqueConstraint("code", name=op.f("uq_objection_code")),
        sa.UniqueConstraint("key", name=op.f("uq_objection_key")),
    )
    for column in ("handler_id", "notice_id", "owner_mark", "second_id"):
        op.create_index(op.f(f"ix_objection_{column}"), "objection", [column])
    op.create_index(
        "uq_objection_draft",
        "objection",
        ["owner_mark", "notice_id"],
        unique=True,
        sqlite_where=sa.text("state = 'draft'"),
        postgresql_where=sa.text("state = 'draft'"),
    )
    op.create_table(
        "objection_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("objection_id", sa.Integer(), nullable=False),
        sa.Column("label", sa.LargeBinary(), nullable=False),
        sa.Column("blob", sa.String(64), nullable=False),
        sa.Column("mime", sa.String(100), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["objection_id"], ["objection.id"], name=op.f("fk_objection_file_objection_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objection_file")),
        sa.UniqueConstraint("blob", name=op.f("uq_objection_file_blob")),
    )
    op.create_index(op.f("ix_objection_file_objection_id"), "objection_file", ["objection_id"])


def downgrade():
    """Forget them."""
    op.drop_table("objection_file")
    op.drop_table("objection")
