"""Cases of the integrity register.

Revision ID: 0018
Revises: 0017
"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

STATES = ("clue", "checking", "hearing", "pending", "found", "unfounded", "revoked")
ORIGINS = ("contact", "objection", "check", "report", "transfer")
SUBJECTS = {"user_id": "user_account", "profile_id": "profile", "organisation_id": "organisation"}
STAFF = ("handler_id", "proposed_by_id", "confirmed_by_id")
INSTANTS = ("hearing_due", "answered_at", "since", "until", "appeal_due", "appealed_at", "appeal_settled_at")


def _one_of(name, *values):
    return sa.Enum(*values, name=name, native_enum=False, length=24, create_constraint=True)


def _points(name, table):
    return sa.ForeignKeyConstraint([name], [f"{table}.id"], name=op.f(f"fk_integrity_case_{name}"))


def upgrade():
    """Nothing was kept of cases before."""
    op.create_table(
        "integrity_case",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(20), nullable=False),
        sa.Column("state", _one_of("state", *STATES), nullable=False),
        sa.Column("state_since", sa.DateTime(timezone=True), nullable=True),
        *(sa.Column(name, sa.Integer(), nullable=True) for name in (*SUBJECTS, *STAFF, "months")),
        sa.Column("origin", _one_of("origin", *ORIGINS), nullable=False),
        sa.Column("reference", sa.String(40), nullable=False),
        sa.Column("rules_version", sa.String(20), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        *(sa.Column(name, sa.DateTime(timezone=True), nullable=True) for name in INSTANTS),
        sa.Column("level", sa.String(20), nullable=False),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.Column("texts_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(organisation_id IS NULL) <> (user_id IS NULL AND profile_id IS NULL)",
            name=op.f("ck_integrity_case_one_subject"),
        ),
        sa.CheckConstraint(
            "confirmed_by_id IS NULL OR confirmed_by_id <> proposed_by_id",
            name=op.f("ck_integrity_case_two_people"),
        ),
        sa.CheckConstraint("until IS NULL OR until > since", name=op.f("ck_integrity_case_period")),
        *(_points(name, table) for name, table in SUBJECTS.items()),
        *(_points(name, "user_account") for name in STAFF),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_integrity_case")),
        sa.UniqueConstraint("code", name=op.f("uq_integrity_case_code")),
    )
    for name in SUBJECTS:
        op.create_index(op.f(f"ix_integrity_case_{name}"), "integrity_case", [name])


def downgrade():
    """Cases are lost with their table."""
    op.drop_table("integrity_case")
