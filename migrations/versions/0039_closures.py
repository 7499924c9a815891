"""Closures: why a project ends before its time, statements, evidence, settlement and its confirmation.

Revision ID: 0039
Revises: 0038
"""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
PARTIES = ("bidder", "successor", "poster", "bureau")
STATES = (
    "asked",
    "hearing",
    "settling",
    "confirming",
    "agreed",
    "closed",
    "declined",
    "dismissed",
    "withdrawn",
)
OPEN = sa.text("state IN ('asked', 'hearing', 'settling', 'confirming', 'agreed')")
OLD, NEW = "'payment', 'check'", "'payment', 'project', 'check'"


def _enum(name, values):
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=24)


def _number(name, *, nullable=False):
    return sa.Column(name, sa.Integer(), nullable=nullable)


def _text(name, kind=None, *, nullable=False):
    return sa.Column(name, kind or sa.Text(), nullable=nullable)


def _points(table, name, target):
    return sa.ForeignKeyConstraint([name], [f"{target}.id"], name=op.f(f"fk_{table}_{name}"))


def upgrade():
    """Projects that were ended before have none: their payments were cancelled or stay payable as they are."""
    op.add_column("project", sa.Column("accounts_closed_at", INSTANT, nullable=True))
    valued = sa.Column("is_valued", sa.Boolean(), nullable=False, server_default=sa.false())
    op.add_column("payment", valued)
    _create_closure()
    _create_statement()
    _create_file()
    _create_signature()
    _origins(OLD, NEW)


def _create_closure():
    people = ("asked_by_id", "decided_by_id", "drawn_by_id")
    op.create_table(
        "closure",
        *(_number(name) for name in ("id", "project_id", "number", "round", "version", "asked_by_id")),
        *(_number(name, nullable=True) for name in people[1:]),
        _text("reason_code", sa.String(40)),
        sa.Column("asked_for", _enum("asked_for", PARTIES), nullable=False),
        sa.Column("state", _enum("state", STATES), nullable=False),
        sa.Column("asked_at", INSTANT, nullable=False),
        *(
            sa.Column(name, INSTANT, nullable=True)
            for name in ("state_since", "hearing_until", "decided_at", "settle_until")
        ),
        *(_text(name) for name in ("facts", "decision", "objection", "determined")),
        sa.Column("has_suspended", sa.Boolean(), nullable=False),
        sa.Column("settlement", sa.JSON(none_as_null=True), nullable=True),
        _text("settlement_digest", sa.String(64)),
        sa.CheckConstraint(
            "state NOT IN ('confirming', 'agreed', 'closed') OR settlement IS NOT NULL",
            name=op.f("ck_closure_is_settled"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('settling', 'confirming', 'agreed', 'closed') OR decided_by_id <> asked_by_id",
            name=op.f("ck_closure_two_people"),
        ),
        _points("closure", "project_id", "project"),
        *(_points("closure", name, "user_account") for name in people),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_closure")),
        sa.UniqueConstraint("project_id", "number", name=op.f("uq_closure_project_id_number")),
    )
    for name in ("project_id", "state"):
        op.create_index(op.f(f"ix_closure_{name}"), "closure", [name])
    op.create_index(
        "uq_closure_open", "closure", ["project_id"], unique=True, sqlite_where=OPEN, postgresql_where=OPEN
    )


def _create_statement():
    op.create_table(
        "closure_statement",
        *(_number(name) for name in ("id", "closure_id", "user_id")),
        sa.Column("party", _enum("party", PARTIES), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("agrees", sa.Boolean(), nullable=False),
        _text("text"),
        _points("closure_statement", "closure_id", "closure"),
        _points("closure_statement", "user_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_closure_statement")),
        sa.UniqueConstraint("closure_id", "party", name=op.f("uq_closure_statement_closure_id_party")),
    )


def _create_file():
    op.create_table(
        "closure_file",
        *(_number(name) for name in ("id", "closure_id", "size")),
        sa.Column("party", _enum("party", PARTIES), nullable=False),
        *(
            _text(name, sa.String(most))
            for name, most in (("name", 120), ("mime", 100), ("sha256", 64), ("blob", 64))
        ),
        sa.Column("at", INSTANT, nullable=False),
        _points("closure_file", "closure_id", "closure"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_closure_file")),
        sa.UniqueConstraint("blob", name=op.f("uq_closure_file_blob")),
        sa.UniqueConstraint("closure_id", "sha256", name=op.f("uq_closure_file_closure_id_sha256")),
    )


def _create_signature():
    op.create_table(
        "closure_signature",
        *(_number(name) for name in ("id", "closure_id", "round", "user_id")),
        sa.Column("party", _enum("party", PARTIES), nullable=False),
        _text("digest", sa.String(64)),
        sa.Column("at", INSTANT, nullable=False),
        _points("closure_signature", "closure_id", "closure"),
        _points("closure_signature", "user_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_closure_signature")),
        sa.UniqueConstraint(
            "closure_id", "round", "party", name=op.f("uq_closure_signature_closure_id_round_party")
        ),
        sa.UniqueConstraint(
            "closure_id", "round", "user_id", name=op.f("uq_closure_signature_closure_id_round_user_id")
        ),
    )


def downgrade():
    """Closures are gone; a case that came from one counts as one from a check."""
    op.execute("UPDATE integrity_case SET origin = 'check' WHERE origin = 'project'")
    _origins(NEW, OLD)
    for table in ("closure_signature", "closure_file", "closure_statement", "closure"):
        op.drop_table(table)
    op.drop_column("payment", "is_valued")
    op.drop_column("project", "accounts_closed_at")


def _origins(old, new):
    """Where a case may come from; the check is changed in place."""
    connection = op.get_bind()
    if connection.dialect.name == "sqlite":
        version = connection.exec_driver_sql("PRAGMA schema_version").scalar()
        connection.exec_driver_sql("PRAGMA writable_schema=ON")
        connection.execute(
            sa.text("UPDATE sqlite_master SET sql = replace(sql, :old, :new) WHERE name = 'integrity_case'"),
            {"old": old, "new": new},
        )
        connection.exec_driver_sql(f"PRAGMA schema_version={version + 1}")
        connection.exec_driver_sql("PRAGMA writable_schema=OFF")
        return
    name = op.f("ck_integrity_case_origin")
    op.drop_constraint(name, "integrity_case", type_="check")
    values = f"origin IN ('contact', 'objection', {new}, 'report', 'transfer')"
    op.create_check_constraint(name, "integrity_case", values)
