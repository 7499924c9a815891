"""Tolerance: cases with their frozen dossier and decision, statements of both sides, published precedents.

Revision ID: 0037
Revises: 0036
"""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
STATES = ("stating", "reviewing", "hearing", "deciding", "granted", "refused", "withdrawn")
OCCASIONS = ("milestone", "acceptance", "exhausted")
CAUSES = ("route", "force", "market", "demander", "other")
OPEN = sa.text("state IN ('stating', 'reviewing', 'hearing', 'deciding')")


def _enum(name, values):
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=24)


def _number(name, *, nullable=False):
    return sa.Column(name, sa.Integer(), nullable=nullable)


def _text(name, size=None):
    return sa.Column(name, sa.String(size) if size else sa.Text(), nullable=False)


def _instant(name, *, nullable=True):
    return sa.Column(name, INSTANT, nullable=nullable)


def _points(table, name, target):
    return sa.ForeignKeyConstraint([name], [f"{target}.id"], name=op.f(f"fk_{table}_{name}"))


def upgrade():
    """Three tables."""
    _create_tolerance()
    op.create_table(
        "tolerance_statement",
        *(_number(name) for name in ("id", "tolerance_id", "by_id")),
        sa.Column("party", _enum("party", ("bidder", "poster", "bureau")), nullable=False),
        _text("text"),
        _instant("at", nullable=False),
        _points("tolerance_statement", "tolerance_id", "tolerance"),
        _points("tolerance_statement", "by_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tolerance_statement")),
        sa.UniqueConstraint("tolerance_id", "party", name=op.f("uq_tolerance_statement_tolerance_id_party")),
    )
    op.create_index(op.f("ix_tolerance_statement_tolerance_id"), "tolerance_statement", ["tolerance_id"])
    op.create_table(
        "precedent",
        *(_number(name) for name in ("id", "tolerance_id", "published_by_id")),
        _text("code", 20),
        _text("industry", 40),
        sa.Column("cause", _enum("cause", CAUSES), nullable=False),
        sa.Column("occasion", _enum("occasion", OCCASIONS), nullable=False),
        sa.Column("is_granted", sa.Boolean(), nullable=False),
        _text("title", 80),
        _text("summary"),
        _text("grounds"),
        _instant("published_at", nullable=False),
        _points("precedent", "tolerance_id", "tolerance"),
        _points("precedent", "published_by_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_precedent")),
        sa.UniqueConstraint("code", name=op.f("uq_precedent_code")),
        sa.UniqueConstraint("tolerance_id", name=op.f("uq_precedent_tolerance_id")),
    )
    op.create_index(op.f("ix_precedent_published_at"), "precedent", ["published_at"])


def _create_tolerance():
    op.create_table(
        "tolerance",
        *(_number(name) for name in ("id", "project_id", "requested_by_id", "returned_times", "version")),
        *(_number(name, nullable=True) for name in ("panel_id", "decided_by_id")),
        _text("code", 20),
        sa.Column("occasion", _enum("occasion", OCCASIONS), nullable=False),
        sa.Column("cause", _enum("cause", CAUSES), nullable=False),
        sa.Column("state", _enum("state", STATES), nullable=False),
        *(_instant(name) for name in ("state_since", "due_at", "frozen_at", "answered_at", "decided_at")),
        _instant("requested_at", nullable=False),
        _text("request"),
        sa.Column("dossier", sa.JSON(none_as_null=True), nullable=True),
        _text("digest", 64),
        _text("answer"),
        _text("reason"),
        sa.Column("follows", _enum("follows", ("go_on", "terminate")), nullable=True),
        sa.Column("settlement", sa.JSON(none_as_null=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('stating', 'withdrawn') OR digest <> ''", name=op.f("ck_tolerance_has_dossier")
        ),
        sa.CheckConstraint(
            "state <> 'refused' OR follows IS NOT NULL", name=op.f("ck_tolerance_says_what_follows")
        ),
        sa.CheckConstraint("returned_times BETWEEN 0 AND 1", name=op.f("ck_tolerance_returned_once")),
        _points("tolerance", "project_id", "project"),
        _points("tolerance", "panel_id", "panel"),
        _points("tolerance", "requested_by_id", "user_account"),
        _points("tolerance", "decided_by_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tolerance")),
        sa.UniqueConstraint("code", name=op.f("uq_tolerance_code")),
    )
    op.create_index(op.f("ix_tolerance_project_id"), "tolerance", ["project_id"])
    op.create_index(
        "uq_tolerance_open", "tolerance", ["project_id"], unique=True, sqlite_where=OPEN, postgresql_where=OPEN
    )


def downgrade():
    """Cases are gone."""
    for name in ("precedent", "tolerance_statement", "tolerance"):
        op.drop_table(name)
