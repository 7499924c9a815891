"""The R&D log of projects: entries that only grow, their files, what the poster was shown, reminders.

Revision ID: 0028
Revises: 0027
"""

import sqlalchemy as sa
from alembic import op

from core import append_only

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
WORK = ("trial", "design", "purchase", "meeting", "setback", "other")
GROWS = ("research_entry", "research_indicator", "research_file", "research_share")


def _number(name, *, nullable=False):
    return sa.Column(name, sa.Integer(), nullable=nullable)


def _text(name, size):
    return sa.Column(name, sa.String(size), nullable=False)


def _points(table, name, target):
    return sa.ForeignKeyConstraint([name], [f"{target}.id"], name=op.f(f"fk_{table}_{name}"))


def upgrade():
    """Tables and the guards of what only grows; running projects are reminded like new ones."""
    _create_entries()
    op.create_table(
        "research_indicator",
        _number("entry_id"),
        _number("indicator_id"),
        _points("research_indicator", "entry_id", "research_entry"),
        _points("research_indicator", "indicator_id", "project_indicator"),
        sa.PrimaryKeyConstraint("entry_id", "indicator_id", name=op.f("pk_research_indicator")),
    )
    op.create_index(op.f("ix_research_indicator_indicator_id"), "research_indicator", ["indicator_id"])
    op.create_table(
        "research_file",
        _number("id"),
        _number("entry_id"),
        _text("name", 120),
        _text("mime", 100),
        _text("blob", 64),
        _text("sha256", 64),
        _number("size"),
        _points("research_file", "entry_id", "research_entry"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_research_file")),
        sa.UniqueConstraint("blob", name=op.f("uq_research_file_blob")),
    )
    op.create_index(op.f("ix_research_file_entry_id"), "research_file", ["entry_id"])
    op.create_table(
        "research_share",
        _number("entry_id"),
        _number("by_id"),
        sa.Column("at", INSTANT, nullable=False),
        _points("research_share", "entry_id", "research_entry"),
        _points("research_share", "by_id", "user_account"),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_research_share")),
    )
    _create_reminders()
    for name in GROWS:
        append_only.guard(op.get_bind(), name)


def _create_entries():
    op.create_table(
        "research_entry",
        *(_number(name) for name in ("id", "project_id", "number")),
        sa.Column("worked_on", sa.Date(), nullable=False),
        sa.Column("kind", sa.Enum(*WORK, name="kind", native_enum=False, create_constraint=True, length=24), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        _number("corrects_id", nullable=True),
        _number("author_id"),
        _text("author_name", 80),
        sa.Column("at", INSTANT, nullable=False),
        _number("days_late"),
        _text("previous", 64),
        _text("digest", 64),
        sa.CheckConstraint("number > 0", name=op.f("ck_research_entry_number")),
        sa.CheckConstraint("days_late >= 0", name=op.f("ck_research_entry_not_ahead")),
        sa.CheckConstraint("text <> ''", name=op.f("ck_research_entry_text")),
        sa.CheckConstraint("corrects_id <> id", name=op.f("ck_research_entry_corrects_another")),
        _points("research_entry", "project_id", "project"),
        _points("research_entry", "corrects_id", "research_entry"),
        _points("research_entry", "author_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_research_entry")),
        sa.UniqueConstraint("project_id", "number", name=op.f("uq_research_entry_project_id_number")),
        sa.UniqueConstraint("project_id", "previous", name=op.f("uq_research_entry_project_id_previous")),
    )
    op.create_index(op.f("ix_research_entry_corrects_id"), "research_entry", ["corrects_id"])


def _create_reminders():
    op.create_table(
        "research_reminder",
        _number("project_id"),
        sa.Column("remind_on", sa.Date(), nullable=False),
        _points("research_reminder", "project_id", "project"),
        sa.PrimaryKeyConstraint("project_id", name=op.f("pk_research_reminder")),
    )
    op.create_index(op.f("ix_research_reminder_remind_on"), "research_reminder", ["remind_on"])
    op.execute(
        "INSERT INTO research_reminder (project_id, remind_on) "
        "SELECT id, CURRENT_DATE FROM project WHERE state = 'active'"
    )


def downgrade():
    """Logs are gone."""
    for name in GROWS:
        append_only.unguard(op.get_bind(), name)
    for name in ("research_reminder", "research_share", "research_file", "research_indicator", "research_entry"):
        op.drop_table(name)
