"""Contracts are changed by versions: who asked, why, what the public is told, who is to lead, one extension.

Revision ID: 0031
Revises: 0030
"""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

STATES = ("'draft', 'offered', 'in_force'", "'draft', 'requested', 'offered', 'in_force'")
PARTIES = ("'bidder', 'poster', 'bureau'", "'bidder', 'successor', 'poster', 'bureau'")
SIDES = f"asked_for IN ({PARTIES[1]})"
TEXTS = {"why": sa.Text(), "why_code": sa.String(40), "note": sa.Text()}
OPEN = {True: "state IN ('draft', 'requested', 'offered')", False: "state IN ('draft', 'offered')"}
EXTENDED = "kind = 'extension' AND state IN ('in_force', 'superseded')"


def upgrade():
    """Nothing has been changed before: there is nothing to fill in."""
    for name, kind in TEXTS.items():
        op.add_column("contract", sa.Column(name, kind, nullable=False, server_default=""))
    op.add_column("contract", sa.Column("months", sa.Integer(), nullable=False, server_default="0"))
    connection = op.get_bind()
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(
            f"ALTER TABLE contract ADD COLUMN asked_for VARCHAR(24) CONSTRAINT ck_contract_asked_for CHECK ({SIDES})"
        )
        connection.exec_driver_sql(
            "ALTER TABLE contract ADD COLUMN successor_id INTEGER "
            "CONSTRAINT fk_contract_successor_id REFERENCES user_account (id)"
        )
    else:
        op.add_column("contract", sa.Column("asked_for", sa.String(24), nullable=True))
        op.create_check_constraint(op.f("ck_contract_asked_for"), "contract", SIDES)
        op.add_column("contract", sa.Column("successor_id", sa.Integer(), nullable=True))
        name = op.f("fk_contract_successor_id")
        op.create_foreign_key(name, "contract", "user_account", ["successor_id"], ["id"])
    _words("contract", "state", *STATES)
    _words("contract_signature", "party", *PARTIES)
    op.drop_index("uq_contract_open", "contract")
    _one("open", OPEN[True])
    _one("extended", EXTENDED)


def _one(name, condition):
    only = sa.text(condition)
    op.create_index(
        f"uq_contract_{name}",
        "contract",
        ["project_id"],
        unique=True,
        sqlite_where=only,
        postgresql_where=only,
    )


def _words(table, column, old, new):
    """Which words a column may hold; the check is changed in place."""
    connection = op.get_bind()
    if connection.dialect.name == "sqlite":
        version = connection.exec_driver_sql("PRAGMA schema_version").scalar()
        connection.exec_driver_sql("PRAGMA writable_schema=ON")
        connection.execute(
            sa.text("UPDATE sqlite_master SET sql = replace(sql, :old, :new) WHERE name = :table"),
            {"old": f"{column} IN ({old}", "new": f"{column} IN ({new}", "table": table},
        )
        connection.exec_driver_sql(f"PRAGMA schema_version={version + 1}")
        connection.exec_driver_sql("PRAGMA writable_schema=OFF")
        return
    name = op.f(f"ck_{table}_{column}")
    op.drop_constraint(name, table, type_="check")
    rest = ", 'refused', 'superseded'" if column == "state" else ""
    op.create_check_constraint(name, table, f"{column} IN ({new}{rest})")


def downgrade():
    """What waits for its check is refused; who was to lead, and why, is gone."""
    op.execute("UPDATE contract SET state = 'refused' WHERE state = 'requested'")
    op.execute("DELETE FROM contract_signature WHERE party = 'successor'")
    op.drop_index("uq_contract_extended", "contract")
    op.drop_index("uq_contract_open", "contract")
    _words("contract", "state", *reversed(STATES))
    _words("contract_signature", "party", *reversed(PARTIES))
    with op.batch_alter_table("contract", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_contract_asked_for"), type_="check")
        batch_op.drop_constraint(op.f("fk_contract_successor_id"), type_="foreignkey")
        for name in ("asked_for", "successor_id", "months", *TEXTS):
            batch_op.drop_column(name)
    _one("open", OPEN[False])
