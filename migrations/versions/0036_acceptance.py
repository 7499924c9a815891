"""Acceptance of projects, its papers and archive; measured values and notices that belong to one.

Revision ID: 0036
Revises: 0035
"""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
JSON = sa.JSON(none_as_null=True)
STATES = (
    "draft",
    "submitted",
    "returned",
    "reviewing",
    "proposed",
    "approved",
    "noticed",
    "concluded",
    "rectifying",
    "ended",
)
CONCLUDED = "state NOT IN ('proposed', 'approved', 'noticed', 'concluded', 'rectifying') OR conclusion IS NOT NULL"
DECIDED = "state NOT IN ('approved', 'noticed', 'concluded', 'rectifying') OR decided_by_id IS NOT NULL"
PEOPLE = ("submitted_by_id", "certified_by_id", "proposed_by_id", "second_by_id", "decided_by_id")


def _enum(name, *values):
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=24)


def _whole(name, *, nullable=False):
    return sa.Column(name, sa.Integer(), nullable=nullable)


def _text(name, length=None):
    return sa.Column(name, sa.String(length) if length else sa.Text(), nullable=False)


def _instant(name, *, nullable=True):
    return sa.Column(name, INSTANT, nullable=nullable)


def _points(table, name, target):
    return sa.ForeignKeyConstraint([name], [f"{target}.id"], name=op.f(f"fk_{table}_{name}"))


def _check(table, name, condition):
    return sa.CheckConstraint(condition, name=op.f(f"ck_{table}_{name}"))


def upgrade():
    """Notices from before are all about results."""
    _create_acceptance()
    _create_files()
    _create_archive()
    with op.batch_alter_table("measurement") as batch_op:
        batch_op.add_column(_whole("acceptance_id", nullable=True))
        batch_op.add_column(sa.Column("note", sa.Text(), nullable=False, server_default=""))
        batch_op.create_foreign_key(op.f("fk_measurement_acceptance_id"), "acceptance", ["acceptance_id"], ["id"])
        batch_op.create_check_constraint(
            op.f("ck_measurement_one_place"), "report_id IS NULL OR acceptance_id IS NULL"
        )
        batch_op.create_index(op.f("ix_measurement_acceptance_id"), ["acceptance_id"])
    with op.batch_alter_table("measurement") as batch_op:
        batch_op.alter_column("note", server_default=None)
    with op.batch_alter_table("notice") as batch_op:
        batch_op.add_column(
            sa.Column("kind", _enum("kind", "award", "acceptance"), nullable=False, server_default="award")
        )
    with op.batch_alter_table("notice") as batch_op:
        batch_op.alter_column("kind", server_default=None)


def _create_acceptance():
    table = "acceptance"
    op.create_table(
        table,
        *(_whole(name) for name in ("id", "project_id", "round")),
        sa.Column("state", _enum("state", *STATES), nullable=False),
        _instant("state_since"),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("remind_on", sa.Date(), nullable=True),
        _text("summary"),
        sa.Column("accounts", JSON, nullable=True),
        *(_whole(name, nullable=True) for name in (*PEOPLE, "notice_id")),
        *(_instant(name) for name in ("submitted_at", "certified_at", "certificate_due_at")),
        _text("reason"),
        sa.Column("satisfaction", _enum("satisfaction", "good", "fair", "bad"), nullable=True),
        _text("certificate"),
        sa.Column("conclusion", _enum("conclusion", "pass", "rectify", "diligent", "fail"), nullable=True),
        _text("basis"),
        sa.Column("overrides", JSON, nullable=False),
        _text("override_reason"),
        sa.Column("rectify_until", sa.Date(), nullable=True),
        sa.Column("table", JSON, nullable=True),
        *(_instant(name) for name in ("proposed_at", "second_at", "decided_at")),
        _text("decision_reason"),
        _instant("created_at", nullable=False),
        _whole("version"),
        _check(table, "round", "round IN (1, 2)"),
        _check(table, "other_decides", "proposed_by_id <> decided_by_id"),
        _check(table, "other_seconds", "proposed_by_id <> second_by_id"),
        _check(table, "third_decides", "second_by_id <> decided_by_id"),
        _check(table, "has_conclusion", CONCLUDED),
        _check(table, "is_decided", DECIDED),
        _check(table, "rectify_once", "conclusion <> 'rectify' OR round = 1"),
        _points(table, "project_id", "project"),
        *(_points(table, name, "user_account") for name in PEOPLE),
        _points(table, "notice_id", "notice"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("project_id", "round", name=op.f("uq_acceptance_project_id_round")),
    )
    for name in ("project_id", "remind_on"):
        op.create_index(op.f(f"ix_{table}_{name}"), table, [name])


def _create_files():
    table = "acceptance_file"
    op.create_table(
        table,
        *(_whole(name) for name in ("id", "acceptance_id")),
        sa.Column("kind", _enum("kind", "test", "other", "certificate", "check"), nullable=False),
        _text("institution", 80),
        _text("name", 120),
        _text("mime", 100),
        _whole("size"),
        _text("sha256", 64),
        _text("blob", 64),
        _whole("by_id"),
        _instant("uploaded_at", nullable=False),
        _points(table, "acceptance_id", "acceptance"),
        _points(table, "by_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("blob", name=op.f("uq_acceptance_file_blob")),
        sa.UniqueConstraint("acceptance_id", "sha256", name=op.f("uq_acceptance_file_acceptance_id_sha256")),
    )
    op.create_index(op.f(f"ix_{table}_acceptance_id"), table, ["acceptance_id"])


def _create_archive():
    table = "project_archive"
    op.create_table(
        table,
        *(_whole(name) for name in ("id", "project_id", "asked_by_id")),
        _instant("asked_at", nullable=False),
        _instant("built_at"),
        sa.Column("blob", sa.String(64), nullable=True),
        _whole("size", nullable=True),
        _text("sha256", 64),
        _text("fault", 200),
        _points(table, "project_id", "project"),
        _points(table, "asked_by_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("blob", name=op.f("uq_project_archive_blob")),
    )
    op.create_index(op.f(f"ix_{table}_project_id"), table, ["project_id"])


def downgrade():
    """Take it back; notices of an acceptance go with it."""
    op.execute("DELETE FROM measurement WHERE acceptance_id IS NOT NULL")
    with op.batch_alter_table("measurement") as batch_op:
        batch_op.drop_index(op.f("ix_measurement_acceptance_id"))
        batch_op.drop_constraint(op.f("ck_measurement_one_place"), type_="check")
        batch_op.drop_constraint(op.f("fk_measurement_acceptance_id"), type_="foreignkey")
        batch_op.drop_column("note")
        batch_op.drop_column("acceptance_id")
    op.drop_table("project_archive")
    op.drop_table("acceptance_file")
    op.drop_table("acceptance")
    op.execute("DELETE FROM notice WHERE kind = 'acceptance'")
    with op.batch_alter_table("notice") as batch_op:
        batch_op.drop_column("kind")
