"""Contacts between teams and demanders, and the agreements that come of them.

Revision ID: 0033
Revises: 0032
"""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def _state(*values):
    return sa.Column(
        "state", sa.Enum(*values, name="state", native_enum=False, create_constraint=True, length=24), nullable=False
    )


def _whole(name, *, nullable=False):
    return sa.Column(name, sa.Integer(), nullable=nullable)


def _instant(name, *, nullable=True):
    return sa.Column(name, INSTANT, nullable=nullable)


def _points(table, name, target):
    return sa.ForeignKeyConstraint([name], [f"{target}.id"], name=op.f(f"fk_{table}_{name}"))


def _only(name, table, columns, condition):
    only = sa.text(condition)
    op.create_index(name, table, columns, unique=True, sqlite_where=only, postgresql_where=only)


def upgrade():
    """Two tables."""
    _create_liaison()
    _create_agreement()


def _create_liaison():
    op.create_table(
        "liaison",
        _whole("id"),
        sa.Column("code", sa.String(20), nullable=False),
        _whole("challenge_id"),
        _whole("organisation_id"),
        _whole("person_id"),
        _state("asked", "connected", "declined", "withdrawn"),
        _instant("state_since"),
        _instant("asked_at", nullable=False),
        sa.Column("asked_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("answered_sealed", sa.LargeBinary(), nullable=True),
        _whole("version"),
        sa.CheckConstraint(
            "state <> 'connected' OR answered_sealed IS NOT NULL", name=op.f("ck_liaison_both_told")
        ),
        _points("liaison", "challenge_id", "challenge"),
        _points("liaison", "organisation_id", "organisation"),
        _points("liaison", "person_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_liaison")),
        sa.UniqueConstraint("code", name=op.f("uq_liaison_code")),
    )
    for name in ("challenge_id", "person_id"):
        op.create_index(op.f(f"ix_liaison_{name}"), "liaison", [name])
    _only("uq_liaison_live", "liaison", ["challenge_id", "organisation_id"], "state IN ('asked', 'connected')")


def _create_agreement():
    op.create_table(
        "agreement",
        _whole("id"),
        sa.Column("code", sa.String(20), nullable=False),
        _whole("liaison_id"),
        _whole("bid_id", nullable=True),
        _state("offered", "in_force", "ended"),
        _instant("state_since"),
        sa.Column("content_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("blob", sa.String(64), nullable=True),
        _instant("drafted_at", nullable=False),
        _whole("drafted_by_id"),
        _whole("team_by_id", nullable=True),
        _instant("team_at"),
        _whole("poster_by_id", nullable=True),
        _instant("poster_at"),
        _whole("version"),
        sa.CheckConstraint(
            "state <> 'in_force' OR (team_by_id IS NOT NULL AND poster_by_id IS NOT NULL)",
            name=op.f("ck_agreement_both_confirmed"),
        ),
        _points("agreement", "liaison_id", "liaison"),
        _points("agreement", "bid_id", "bid"),
        _points("agreement", "drafted_by_id", "user_account"),
        _points("agreement", "team_by_id", "user_account"),
        _points("agreement", "poster_by_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement")),
        sa.UniqueConstraint("code", name=op.f("uq_agreement_code")),
        sa.UniqueConstraint("blob", name=op.f("uq_agreement_blob")),
    )
    op.create_index(op.f("ix_agreement_bid_id"), "agreement", ["bid_id"])
    _only("uq_agreement_standing", "agreement", ["liaison_id"], "state IN ('offered', 'in_force')")


def downgrade():
    """Take both back."""
    op.drop_table("agreement")
    op.drop_table("liaison")
