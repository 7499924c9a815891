"""Milestones of projects, what is reported of them, and measured values.

Revision ID: 0024
Revises: 0023
"""

import datetime as dt

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
MILESTONE_STATES = ("planned", "submitted", "commented", "rectifying", "passed", "failed", "cancelled")
SOURCES = ("self", "poster", "expert", "third_party", "acceptance")


def _enum(name, *values):
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=24)


def _whole(name, *, nullable=False):
    return sa.Column(name, sa.Integer(), nullable=nullable)


def _text(name, length=None):
    return sa.Column(name, sa.String(length) if length else sa.Text(), nullable=False)


def _points(table, name, target):
    return sa.ForeignKeyConstraint([name], [f"{target}.id"], name=op.f(f"fk_{table}_{name}"))


def _key(table):
    return sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}"))


def _index(table, *names):
    for name in names:
        op.create_index(op.f(f"ix_{table}_{name}"), table, [name])


def _only(name, table, columns, condition):
    only = sa.text(condition)
    op.create_index(name, table, columns, unique=True, sqlite_where=only, postgresql_where=only)


def upgrade():
    """Contracts in force before have their milestones in their content alone: their rows are written from it."""
    _create_milestone()
    _create_report()
    _create_file()
    _create_measurement()
    _fill()


def _create_milestone():
    table = "project_milestone"
    op.create_table(
        table,
        _whole("id"),
        _whole("project_id"),
        _whole("number"),
        _text("name", 80),
        sa.Column("due_on", sa.Date(), nullable=False),
        _text("deliverable"),
        _text("indicator", 200),
        _whole("percent"),
        _text("judge", 80),
        sa.Column("state", _enum("state", *MILESTONE_STATES), nullable=False),
        sa.Column("state_since", INSTANT, nullable=True),
        _whole("round"),
        sa.Column("comment_due_at", INSTANT, nullable=True),
        sa.Column("rectify_due_on", sa.Date(), nullable=True),
        sa.Column("remind_on", sa.Date(), nullable=True),
        _text("reason"),
        sa.Column("concluded_at", INSTANT, nullable=True),
        _whole("concluded_by_id", nullable=True),
        _whole("version"),
        sa.CheckConstraint("percent BETWEEN 0 AND 100", name=op.f("ck_project_milestone_percent")),
        sa.CheckConstraint("round IN (1, 2)", name=op.f("ck_project_milestone_round")),
        _points(table, "project_id", "project"),
        _points(table, "concluded_by_id", "user_account"),
        _key(table),
    )
    _index(table, "project_id", "remind_on")
    _only("uq_project_milestone_number", table, ["project_id", "number"], "state <> 'cancelled'")


def _create_report():
    table = "milestone_report"
    op.create_table(
        table,
        *(_whole(name) for name in ("id", "milestone_id", "round")),
        sa.Column("source", _enum("source", *SOURCES), nullable=False),
        _whole("user_id"),
        _whole("asked_by_id", nullable=True),
        *(
            sa.Column(name, INSTANT, nullable=True)
            for name in ("asked_at", "accepted_at", "declined_at", "given_at")
        ),
        _text("text"),
        _text("institution", 80),
        sa.Column("advice", _enum("advice", "pass", "rectify", "fail"), nullable=True),
        sa.CheckConstraint("round IN (1, 2)", name=op.f("ck_milestone_report_round")),
        _points(table, "milestone_id", "project_milestone"),
        _points(table, "user_id", "user_account"),
        _points(table, "asked_by_id", "user_account"),
        _key(table),
    )
    _index(table, "milestone_id", "user_id")
    _only("uq_milestone_report_draft", table, ["milestone_id"], "source = 'self' AND given_at IS NULL")
    voice = ["milestone_id", "round", "source", "user_id"]
    _only("uq_milestone_report_voice", table, voice, "source <> 'third_party'")


def _create_file():
    table = "milestone_file"
    op.create_table(
        table,
        _whole("id"),
        _whole("report_id"),
        _text("name", 120),
        _text("mime", 100),
        _whole("size"),
        _text("sha256", 64),
        _text("blob", 64),
        sa.Column("uploaded_at", INSTANT, nullable=False),
        _points(table, "report_id", "milestone_report"),
        _key(table),
        sa.UniqueConstraint("blob", name=op.f("uq_milestone_file_blob")),
        sa.UniqueConstraint("report_id", "sha256", name=op.f("uq_milestone_file_report_id_sha256")),
    )
    _index(table, "report_id")


def _create_measurement():
    table = "measurement"
    op.create_table(
        table,
        *(_whole(name) for name in ("id", "project_id", "indicator_id")),
        _whole("report_id", nullable=True),
        sa.Column("source", _enum("source", *SOURCES), nullable=False),
        _text("value", 120),
        _text("unit", 40),
        _text("due", 300),
        sa.Column("verdict", _enum("verdict", "met", "missed", "unclear"), nullable=False),
        _text("why"),
        sa.Column("is_by_judge", sa.Boolean(), nullable=False),
        sa.Column("measured_at", INSTANT, nullable=False),
        _whole("measured_by_id"),
        sa.CheckConstraint("NOT is_by_judge OR why <> ''", name=op.f("ck_measurement_judge_gives_reason")),
        _points(table, "project_id", "project"),
        _points(table, "indicator_id", "project_indicator"),
        _points(table, "report_id", "milestone_report"),
        _points(table, "measured_by_id", "user_account"),
        _key(table),
        sa.UniqueConstraint(
            "report_id", "indicator_id", name=op.f("uq_measurement_report_id_indicator_id")
        ),
    )
    _index(table, "project_id", "indicator_id", "report_id")


def _fill():
    """Milestones of contracts that are in force, of projects that go on."""
    connection = op.get_bind()
    contract = sa.table(
        "contract",
        sa.column("project_id", sa.Integer),
        sa.column("state", sa.String),
        sa.column("content", sa.JSON),
        sa.column("in_force_at", INSTANT),
    )
    project = sa.table("project", sa.column("id", sa.Integer), sa.column("state", sa.String))
    milestone = sa.table(
        "project_milestone",
        *(sa.column(name) for name in ("project_id", "number", "name", "deliverable", "indicator")),
        *(sa.column(name) for name in ("percent", "judge", "state", "round", "reason", "version")),
        sa.column("due_on", sa.Date),
        sa.column("remind_on", sa.Date),
        sa.column("state_since", INSTANT),
    )
    running = sa.select(contract).join(project, project.c.id == contract.c.project_id)
    running = running.where(contract.c.state == "in_force", project.c.state.in_(("active", "suspended")))
    kept = ("number", "name", "deliverable", "indicator", "percent", "judge")
    blank = {"state": "planned", "round": 1, "reason": "", "version": 1}
    for row in connection.execute(running).all():
        for one in row.content["milestones"]:
            due_on = dt.date.fromisoformat(one["due_on"])
            dates = {"due_on": due_on, "remind_on": due_on - dt.timedelta(days=14), "state_since": row.in_force_at}
            facts = {name: one[name] for name in kept} | dates | blank
            connection.execute(milestone.insert().values(project_id=row.project_id, **facts))


def downgrade():
    """Milestones stand in the contracts again, and nowhere else."""
    for table in ("measurement", "milestone_file", "milestone_report", "project_milestone"):
        op.drop_table(table)
