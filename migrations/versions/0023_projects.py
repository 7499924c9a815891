"""Projects that follow a result, and the versions of their contracts.

Revision ID: 0023
Revises: 0022
"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

JSON = sa.JSON(none_as_null=True)
INSTANT = sa.DateTime(timezone=True)
PROJECT_STATES = (
    "signing",
    "active",
    "suspended",
    "accepting",
    "rectifying",
    "passed",
    "diligent",
    "failed",
    "abandoned",
    "terminated",
)
COMPARATORS = ("ge", "le", "eq", "range", "qualitative")
OLD, NEW = "'announced', 'rejected'", "'announced', 'contracted', 'accepting', 'done', 'rejected'"


def _enum(name, *values):
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=24)


def _points(table, name, target):
    return sa.ForeignKeyConstraint([name], [f"{target}.id"], name=op.f(f"fk_{table}_{name}"))


def upgrade():
    """Lists whose result was announced before have no project yet: an officer begins it."""
    _swap(OLD, NEW)
    _create_project()
    _create_indicator()
    _create_contract()


def _create_project():
    op.create_table(
        "project",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(20), nullable=False),
        *(
            sa.Column(name, sa.Integer(), nullable=False)
            for name in ("challenge_id", "bid_id", "organisation_id", "leader_id", "lane")
        ),
        sa.Column("state", _enum("state", *PROJECT_STATES), nullable=False),
        sa.Column("state_since", INSTANT, nullable=True),
        sa.Column("suspended_from", _enum("suspended_from", *PROJECT_STATES), nullable=True),
        sa.Column("suspended_at", INSTANT, nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("extended_months", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("reason_code", sa.String(40), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("starts_on IS NULL OR ends_on > starts_on", name=op.f("ck_project_period")),
        sa.CheckConstraint("extended_months BETWEEN 0 AND 24", name=op.f("ck_project_extended_months")),
        sa.CheckConstraint(
            "state IN ('signing', 'abandoned', 'terminated') OR ends_on IS NOT NULL",
            name=op.f("ck_project_has_period"),
        ),
        _points("project", "challenge_id", "challenge"),
        _points("project", "bid_id", "bid"),
        _points("project", "organisation_id", "organisation"),
        _points("project", "leader_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project")),
        sa.UniqueConstraint("code", name=op.f("uq_project_code")),
        sa.UniqueConstraint("bid_id", name=op.f("uq_project_bid_id")),
    )
    for name in ("challenge_id", "organisation_id", "leader_id"):
        op.create_index(op.f(f"ix_project_{name}"), "project", [name])


def _create_indicator():
    texts = {
        "name": 80,
        "asked": 300,
        "promised": 120,
        "threshold": 200,
        "threshold_high": 40,
        "unit": 40,
        "test_method": 200,
        "test_conditions": 200,
        "measured_by": 80,
    }
    op.create_table(
        "project_indicator",
        sa.Column("id", sa.Integer(), nullable=False),
        *(
            sa.Column(name, sa.Integer(), nullable=False)
            for name in ("project_id", "indicator_id", "position", "weight")
        ),
        *(sa.Column(name, sa.String(length), nullable=False) for name, length in texts.items()),
        sa.Column("comparator", _enum("comparator", *COMPARATORS), nullable=False),
        sa.Column("is_must", sa.Boolean(), nullable=False),
        _points("project_indicator", "project_id", "project"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project_indicator")),
        sa.UniqueConstraint(
            "project_id", "indicator_id", name=op.f("uq_project_indicator_project_id_indicator_id")
        ),
    )
    op.create_index(op.f("ix_project_indicator_project_id"), "project_indicator", ["project_id"])


def _create_contract():
    op.create_table(
        "contract",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", _enum("kind", "first", "change", "extension"), nullable=False),
        sa.Column(
            "state", _enum("state", "draft", "offered", "in_force", "refused", "superseded"), nullable=False
        ),
        sa.Column("state_since", INSTANT, nullable=True),
        sa.Column("content", JSON, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("drafted_by_id", sa.Integer(), nullable=False),
        sa.Column("drafted_at", INSTANT, nullable=False),
        sa.Column("in_force_at", INSTANT, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        _points("contract", "project_id", "project"),
        _points("contract", "drafted_by_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contract")),
        sa.UniqueConstraint("project_id", "number", name=op.f("uq_contract_project_id_number")),
    )
    op.create_index(op.f("ix_contract_project_id"), "contract", ["project_id"])
    for name, states in (("open", "('draft', 'offered')"), ("in_force", "('in_force')")):
        only = sa.text(f"state IN {states}")
        op.create_index(
            f"uq_contract_{name}",
            "contract",
            ["project_id"],
            unique=True,
            sqlite_where=only,
            postgresql_where=only,
        )
    op.create_table(
        "contract_signature",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contract_id", sa.Integer(), nullable=False),
        sa.Column("party", _enum("party", "bidder", "poster", "bureau"), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("manner", _enum("manner", "confirmed", "uploaded"), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("file_name", sa.String(120), nullable=False),
        sa.Column("file_mime", sa.String(100), nullable=False),
        sa.Column("file_sha256", sa.String(64), nullable=False),
        sa.Column("blob", sa.String(64), nullable=True),
        sa.CheckConstraint(
            "manner <> 'uploaded' OR blob IS NOT NULL", name=op.f("ck_contract_signature_uploaded_has_file")
        ),
        _points("contract_signature", "contract_id", "contract"),
        _points("contract_signature", "user_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contract_signature")),
        sa.UniqueConstraint("contract_id", "party", name=op.f("uq_contract_signature_contract_id_party")),
        sa.UniqueConstraint("contract_id", "user_id", name=op.f("uq_contract_signature_contract_id_user_id")),
        sa.UniqueConstraint("blob", name=op.f("uq_contract_signature_blob")),
    )
    op.create_index(op.f("ix_contract_signature_contract_id"), "contract_signature", ["contract_id"])


def downgrade():
    """Projects and contracts are gone; their lists stand at the announced result again."""
    for table in ("contract_signature", "contract", "project_indicator", "project"):
        op.drop_table(table)
    for column in ("state", "suspended_from"):
        op.execute(
            f"UPDATE challenge SET {column} = 'announced' WHERE {column} IN ('contracted', 'accepting', 'done')"
        )
    _swap(NEW, OLD)


def _swap(old, new):
    """Other states of a list: the table is long and much refers to it, so its check is changed in place."""
    connection = op.get_bind()
    if connection.dialect.name == "sqlite":
        version = connection.exec_driver_sql("PRAGMA schema_version").scalar()
        connection.exec_driver_sql("PRAGMA writable_schema=ON")
        connection.execute(
            sa.text("UPDATE sqlite_master SET sql = replace(sql, :old, :new) WHERE name = 'challenge'"),
            {"old": old, "new": new},
        )
        connection.exec_driver_sql(f"PRAGMA schema_version={version + 1}")
        connection.exec_driver_sql("PRAGMA writable_schema=OFF")
        return
    for column in ("state", "suspended_from"):
        name = f"ck_challenge_{column}"
        found = connection.execute(
            sa.text("SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = :name"),
            {"name": name},
        ).scalar()
        values = found.replace("::character varying", "").replace("::text", "")
        names = [one.split("'")[1] for one in values.split(",")]
        first, last = (text.split("'")[1::2] for text in (old, new))
        kept = [one for one in names if one not in set(first) | set(last)]
        listed = ", ".join(f"'{one}'" for one in [*kept, *last])
        op.drop_constraint(op.f(name), "challenge", type_="check")
        op.create_check_constraint(op.f(name), "challenge", f"{column} IN ({listed})")
