"""Gates of races (关口), results, objections, money moved between lanes; 赛马淘汰 as an end of projects and milestones.

Revision ID: 0030
Revises: 0029
"""

import sqlalchemy as sa
from alembic import op

from core import append_only

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
NEW = "eliminated"
# Tables whose states get one more, and the state after which it stands in the list of the check.
ENDS = {"project": "suspended", "project_milestone": "failed"}
OPEN = sa.text("state = 'open'")


def _enum(name, *values):
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=24)


def _numbers(*names, nullable=False):
    return [sa.Column(name, sa.Integer(), nullable=nullable) for name in names]


def _texts(**lengths):
    return [
        sa.Column(name, sa.String(most) if most else sa.Text(), nullable=False)
        for name, most in lengths.items()
    ]


def _points(table, name, target):
    return sa.ForeignKeyConstraint([name], [f"{target}.id"], name=op.f(f"fk_{table}_{name}"))


def upgrade():
    """No list has gates yet."""
    _gates()
    _results()
    _moved()
    with op.batch_alter_table("project_milestone", schema=None) as batch_op:
        batch_op.add_column(sa.Column("gate", sa.Integer(), nullable=True))
    # As SQLite takes it without building the table anew, which would lose its checks.
    reference = f"CONSTRAINT {op.f('fk_payment_gate_id')} REFERENCES race_gate (id)"
    op.execute(f"ALTER TABLE payment ADD COLUMN gate_id INTEGER {reference}")
    op.create_index(op.f("ix_payment_gate_id"), "payment", ["gate_id"])
    for table, before in ENDS.items():
        _one_more(table, before)


def _gates():
    checks = {
        "number": "number BETWEEN 1 AND 6",
        "has_day": "month IS NOT NULL OR held_on IS NOT NULL",
        "month": "month IS NULL OR month BETWEEN 1 AND 60",
        "stay": "stay BETWEEN 1 AND 9",
        "floor": "floor IS NULL OR floor BETWEEN 1 AND 150",
        "gap": "gap IS NULL OR gap BETWEEN 1 AND 150",
        "two_people": "approved_by_id IS NULL OR approved_by_id <> proposed_by_id",
        "has_term": "state <> 'published' OR objections_until IS NOT NULL",
    }
    states = ("planned", "measured", "proposed", "published", "done", "cancelled")
    op.create_table(
        "race_gate",
        *_numbers("id", "challenge_id", "number", "stay", "version"),
        *_numbers("month", "floor", "gap", "proposed_by_id", "approved_by_id", nullable=True),
        *_texts(name=80, conditions=0, tester=80, institution=80, note=0, reason=0),
        *_texts(file_name=120, file_mime=100, file_sha256=64),
        sa.Column("blob", sa.String(64), nullable=True),
        sa.Column("held_on", sa.Date(), nullable=True),
        *(sa.Column(name, sa.JSON(none_as_null=True), nullable=False) for name in ("tests", "ranking")),
        sa.Column("must_meet", sa.Boolean(), nullable=False),
        sa.Column("tie", _enum("tie", "order", "both"), nullable=False),
        sa.Column("share", _enum("share", "equal", "first", "returned"), nullable=False),
        sa.Column("state", _enum("state", *states), nullable=False),
        *(sa.Column(name, INSTANT, nullable=True) for name in ("state_since", "objections_until")),
        *(sa.CheckConstraint(text, name=op.f(f"ck_race_gate_{name}")) for name, text in checks.items()),
        _points("race_gate", "challenge_id", "challenge"),
        _points("race_gate", "proposed_by_id", "user_account"),
        _points("race_gate", "approved_by_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_race_gate")),
        sa.UniqueConstraint("challenge_id", "number", name=op.f("uq_race_gate_challenge_id_number")),
        sa.UniqueConstraint("blob", name=op.f("uq_race_gate_blob")),
    )
    op.create_index(op.f("ix_race_gate_challenge_id"), "race_gate", ["challenge_id"])


def _results():
    op.create_table(
        "race_result",
        *_numbers("id", "gate_id", "project_id", "indicator_id"),
        *_texts(value=120),
        sa.Column("verdict", _enum("verdict", "met", "missed", "unclear"), nullable=False),
        _points("race_result", "gate_id", "race_gate"),
        _points("race_result", "project_id", "project"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_race_result")),
        sa.UniqueConstraint(
            "gate_id",
            "project_id",
            "indicator_id",
            name=op.f("uq_race_result_gate_id_project_id_indicator_id"),
        ),
    )
    op.create_index(op.f("ix_race_result_project_id"), "race_result", ["project_id"])
    op.create_table(
        "race_objection",
        *_numbers("id", "gate_id", "project_id", "by_id"),
        *_numbers("answered_by_id", nullable=True),
        *_texts(text=0, answer=0),
        sa.Column("state", _enum("state", "open", "upheld", "dismissed"), nullable=False),
        sa.Column("state_since", INSTANT, nullable=True),
        sa.Column("at", INSTANT, nullable=False),
        _points("race_objection", "gate_id", "race_gate"),
        _points("race_objection", "project_id", "project"),
        _points("race_objection", "by_id", "user_account"),
        _points("race_objection", "answered_by_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_race_objection")),
    )
    op.create_index(op.f("ix_race_objection_project_id"), "race_objection", ["project_id"])
    facts = {"unique": True, "sqlite_where": OPEN, "postgresql_where": OPEN}
    op.create_index("uq_race_objection_open", "race_objection", ["gate_id", "project_id"], **facts)


def _moved():
    kinds = ("grant", "equity", "loan", "subsidy", "prize", "purchase")
    op.create_table(
        "reallocation",
        *_numbers("id", "gate_id"),
        *_numbers("project_id", nullable=True),
        sa.Column("payer", _enum("payer", "demander", "public", "own"), nullable=False),
        sa.Column("kind", _enum("kind", *kinds), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.CheckConstraint("amount_fen <> 0", name=op.f("ck_reallocation_amount")),
        _points("reallocation", "gate_id", "race_gate"),
        _points("reallocation", "project_id", "project"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reallocation")),
    )
    for name in ("gate_id", "project_id"):
        op.create_index(op.f(f"ix_reallocation_{name}"), "reallocation", [name])
    append_only.guard(op.get_bind(), "reallocation")


def _one_more(table, before):
    """The check on the states of a table takes one more, in place: whatever else it has learnt since stays."""
    connection = op.get_bind()
    if connection.dialect.name == "sqlite":
        version = connection.exec_driver_sql("PRAGMA schema_version").scalar()
        connection.exec_driver_sql("PRAGMA writable_schema=ON")
        connection.execute(
            sa.text(
                "UPDATE sqlite_master SET sql = replace(sql, :old, :new) WHERE type = 'table' AND name = :name"
            ),
            {"old": f"'{before}',", "new": f"'{before}', '{NEW}',", "name": table},
        )
        connection.exec_driver_sql(f"PRAGMA schema_version={version + 1}")
        connection.exec_driver_sql("PRAGMA writable_schema=OFF")
        return
    found = connection.execute(
        sa.text(
            "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE contype = 'c'"
            " AND conrelid = CAST(:name AS regclass)"
        ),
        {"name": table},
    ).all()
    old, new = f"'{before}'::character varying", f"'{NEW}'::character varying"
    for name, text in found:
        if old in text:
            connection.exec_driver_sql(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
            changed = text.replace(old, f"{old}, {new}")
            connection.exec_driver_sql(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {changed}')


def downgrade():
    """Races are gone: an eliminated lane counts as terminated; the wider checks stay."""
    op.execute("UPDATE project SET state = 'terminated' WHERE state = 'eliminated'")
    op.execute("UPDATE project_milestone SET state = 'cancelled' WHERE state = 'eliminated'")
    op.drop_index(op.f("ix_payment_gate_id"), "payment")
    op.drop_column("payment", "gate_id")
    with op.batch_alter_table("project_milestone", schema=None) as batch_op:
        batch_op.drop_column("gate")
    append_only.unguard(op.get_bind(), "reallocation")
    for name in ("reallocation", "race_objection", "race_result", "race_gate"):
        op.drop_table(name)
