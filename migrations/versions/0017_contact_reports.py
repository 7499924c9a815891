"""Contact reports with their evidence, and what a leader says of open ones.

Revision ID: 0017
Revises: 0016
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

STATES = ("reported", "checking", "case", "unfounded", "handled")
CHANNELS = ("call", "message", "meeting", "third", "gift", "other")


def _one_of(name, *values):
    return sa.Enum(*values, name=name, native_enum=False, length=24, create_constraint=True)


def upgrade():
    """Nothing was kept of reports before: they were messages."""
    op.create_table(
        "contact_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(20), nullable=False),
        sa.Column("challenge_id", sa.Integer(), nullable=False),
        sa.Column("state", _one_of("state", *STATES), nullable=False),
        sa.Column("state_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("channel", _one_of("channel", *CHANNELS), nullable=False),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reporter_mark", sa.String(64), nullable=False),
        sa.Column("named_mark", sa.String(64), nullable=False),
        sa.Column("told_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("outcome_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("investigator_id", sa.Integer(), nullable=True),
        sa.Column("case_code", sa.String(20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["challenge_id"], ["challenge.id"], name=op.f("fk_contact_report_challenge_id")
        ),
        sa.ForeignKeyConstraint(
            ["investigator_id"], ["user_account.id"], name=op.f("fk_contact_report_investigator_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_report")),
        sa.UniqueConstraint("code", name=op.f("uq_contact_report_code")),
    )
    op.create_index(op.f("ix_contact_report_challenge_id"), "contact_report", ["challenge_id"])
    op.create_index(op.f("ix_contact_report_reporter_mark"), "contact_report", ["reporter_mark"])
    op.create_table(
        "contact_evidence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(32), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("mime", sa.String(80), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("label_sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["report_id"], ["contact_report.id"], name=op.f("fk_contact_evidence_report_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_evidence")),
        sa.UniqueConstraint("code", name=op.f("uq_contact_evidence_code")),
    )
    op.create_index(op.f("ix_contact_evidence_report_id"), "contact_evidence", ["report_id"])
    with op.batch_alter_table("proposal", schema=None) as batch_op:
        batch_op.add_column(sa.Column("contact_note", sa.Text(), nullable=False, server_default=""))


def downgrade():
    """Reports are lost with their tables."""
    with op.batch_alter_table("proposal", schema=None) as batch_op:
        batch_op.drop_column("contact_note")
    op.drop_table("contact_evidence")
    op.drop_table("contact_report")
