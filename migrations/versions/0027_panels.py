"""Panels that deliberate on projects, and who sits on them.

Revision ID: 0027
Revises: 0026
"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
JSON = sa.JSON(none_as_null=True)
TIES = ("none", "same_unit", "relative", "teacher", "team", "helped", "other", "found")
SEATS = ("invited", "declared", "voted", "declined", "recused", "expired", "removed")
VOTES = ("pass", "rectify", "diligent", "fail", "not_diligent")


def _enum(name, *values):
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=24)


def _whole(name, *, nullable=False):
    return sa.Column(name, sa.Integer(), nullable=nullable)


def _instant(name, *, nullable=True):
    return sa.Column(name, INSTANT, nullable=nullable)


def _points(table, name, target):
    return sa.ForeignKeyConstraint([name], [f"{target}.id"], name=op.f(f"fk_{table}_{name}"))


def _check(table, name, condition):
    return sa.CheckConstraint(condition, name=op.f(f"ck_{table}_{name}"))


def _only(name, table, columns, condition):
    only = sa.text(condition)
    op.create_index(name, table, columns, unique=True, sqlite_where=only, postgresql_where=only)


def upgrade():
    """Two tables."""
    _create_panel()
    _create_member()


def _create_panel():
    op.create_table(
        "panel",
        _whole("id"),
        _whole("project_id"),
        sa.Column("purpose", _enum("purpose", "acceptance", "tolerance"), nullable=False),
        _whole("round"),
        sa.Column("state", _enum("state", "forming", "voting", "closed", "dissolved"), nullable=False),
        _instant("state_since"),
        sa.Column("unit_salt", sa.String(64), nullable=False),
        sa.Column("strata", JSON, nullable=False),
        sa.Column("candidates", JSON, nullable=True),
        sa.Column("people", JSON, nullable=True),
        _whole("fixed_seq", nullable=True),
        _instant("fixed_at"),
        sa.Column("transcript", JSON, nullable=True),
        _instant("vote_due_at"),
        _instant("closed_at"),
        sa.Column("result", JSON, nullable=True),
        sa.Column("opinion", sa.Text(), nullable=False),
        _whole("opinion_by_id", nullable=True),
        _instant("opinion_at"),
        sa.Column("reason", sa.Text(), nullable=False),
        _whole("created_by_id"),
        _instant("created_at", nullable=False),
        _whole("version"),
        _check("panel", "round", "round > 0"),
        _check("panel", "is_closed", "state <> 'closed' OR closed_at IS NOT NULL"),
        _points("panel", "project_id", "project"),
        _points("panel", "opinion_by_id", "user_account"),
        _points("panel", "created_by_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_panel")),
    )
    op.create_index(op.f("ix_panel_project_id"), "panel", ["project_id"])
    _only("uq_panel_standing", "panel", ["project_id", "purpose", "round"], "state <> 'dissolved'")


def _create_member():
    table = "panel_member"
    op.create_table(
        table,
        _whole("id"),
        _whole("panel_id"),
        _whole("profile_id"),
        sa.Column("state", _enum("state", *SEATS), nullable=False),
        _instant("state_since"),
        sa.Column("origin", _enum("origin", "drawn", "chosen"), nullable=False),
        sa.Column("is_chair", sa.Boolean(), nullable=False),
        _whole("asked_by_id"),
        _instant("invited_at", nullable=False),
        _instant("reply_due_at", nullable=False),
        _instant("declared_at"),
        sa.Column("tie", _enum("tie", *TIES), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("vote", _enum("vote", *VOTES), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        _instant("voted_at"),
        sa.Column("salt", sa.String(64), nullable=False),
        _whole("version"),
        _check(table, "has_voted", "state <> 'voted' OR vote IS NOT NULL"),
        _check(
            table, "has_declared", "state NOT IN ('declared', 'voted') OR declared_at IS NOT NULL"
        ),
        _points(table, "panel_id", "panel"),
        _points(table, "profile_id", "profile"),
        _points(table, "asked_by_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("panel_id", "profile_id", name=op.f("uq_panel_member_panel_id_profile_id")),
    )
    for name in ("panel_id", "profile_id"):
        op.create_index(op.f(f"ix_{table}_{name}"), table, [name])
    _only("uq_panel_member_chair", table, ["panel_id"], "is_chair")


def downgrade():
    """Take both back."""
    op.drop_table("panel_member")
    op.drop_table("panel")
