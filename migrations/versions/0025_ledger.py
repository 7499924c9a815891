"""Ledgers of projects: payments, transfers that only grow and never overdraw an account, expenses.

Revision ID: 0025
Revises: 0024
"""

import sqlalchemy as sa
from alembic import op

from core import append_only

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
PAYERS = ("demander", "public", "own")
KINDS = ("grant", "equity", "loan", "subsidy", "prize", "purchase")
STATES = ("locked", "unlocked", "requested", "approved", "registered", "confirmed", "cancelled")
ACCOUNTS = ("promised", "planned", "due", "underway", "received", "spent", "returned", "cancelled")
OLD, NEW = "'objection', 'check'", "'objection', 'payment', 'check'"
# What an account holds: all that went in less all that went out.
HELD = """(SELECT COALESCE(SUM(CASE WHEN to_account = NEW.from_account THEN amount_fen ELSE -amount_fen END), 0)
    FROM transfer WHERE project_id = NEW.project_id AND payer = NEW.payer
    AND NEW.from_account IN (from_account, to_account))"""
COVERED = f"NEW.from_account <> 'promised' AND {HELD} < NEW.amount_fen"


def _enum(name, values):
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=24)


def _points(table, name, target):
    return sa.ForeignKeyConstraint([name], [f"{target}.id"], name=op.f(f"fk_{table}_{name}"))


def _number(name, *, nullable=False):
    return sa.Column(name, sa.Integer(), nullable=nullable)


def _file():
    return (
        sa.Column("file_name", sa.String(120), nullable=False),
        sa.Column("file_mime", sa.String(100), nullable=False),
        sa.Column("file_sha256", sa.String(64), nullable=False),
        sa.Column("blob", sa.String(64), nullable=True),
    )


def upgrade():
    """Contracts that were signed before have no payments: none was signed outside of trials."""
    _create_payment()
    _create_expense()
    _create_transfer()
    _origins(OLD, NEW)


def _create_payment():
    people = ("requested_by_id", "approved_by_id", "registered_by_id", "confirmed_by_id")
    op.create_table(
        "payment",
        *(_number(name) for name in ("id", "project_id", "contract_id", "number", "milestone", "version")),
        sa.Column("payer", _enum("payer", PAYERS), nullable=False),
        sa.Column("kind", _enum("kind", KINDS), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("state", _enum("state", STATES), nullable=False),
        *(
            sa.Column(name, INSTANT, nullable=True)
            for name in ("state_since", "passed_at", "due_at", "dunned_at")
        ),
        *(_number(name, nullable=True) for name in people),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=True),
        sa.Column("voucher", sa.String(60), nullable=False),
        *_file(),
        sa.CheckConstraint("amount_fen > 0", name=op.f("ck_payment_amount")),
        sa.CheckConstraint("requested_by_id <> approved_by_id", name=op.f("ck_payment_two_people")),
        sa.CheckConstraint(
            "state IN ('locked', 'cancelled') OR passed_at IS NOT NULL", name=op.f("ck_payment_has_passed")
        ),
        sa.CheckConstraint(
            "state <> 'approved' OR approved_by_id IS NOT NULL", name=op.f("ck_payment_is_approved")
        ),
        sa.CheckConstraint(
            "state NOT IN ('registered', 'confirmed') OR "
            "(paid_on IS NOT NULL AND voucher <> '' AND (payer = 'own' OR approved_by_id IS NOT NULL))",
            name=op.f("ck_payment_is_paid"),
        ),
        _points("payment", "project_id", "project"),
        _points("payment", "contract_id", "contract"),
        *(_points("payment", name, "user_account") for name in people),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment")),
        sa.UniqueConstraint("project_id", "number", name=op.f("uq_payment_project_id_number")),
        sa.UniqueConstraint("blob", name=op.f("uq_payment_blob")),
    )
    for name in ("contract_id", "state"):
        op.create_index(op.f(f"ix_payment_{name}"), "payment", [name])


def _create_expense():
    op.create_table(
        "expense",
        *(_number(name) for name in ("id", "project_id", "by_id")),
        sa.Column("payer", _enum("payer", PAYERS), nullable=False),
        sa.Column("line", sa.String(80), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("spent_on", sa.Date(), nullable=False),
        sa.Column("text", sa.String(200), nullable=False),
        sa.Column("voucher", sa.String(60), nullable=False),
        *_file(),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("struck_at", INSTANT, nullable=True),
        sa.Column("struck_reason", sa.String(200), nullable=False),
        sa.CheckConstraint("amount_fen > 0", name=op.f("ck_expense_amount")),
        sa.CheckConstraint("struck_at IS NULL OR struck_reason <> ''", name=op.f("ck_expense_struck_reason")),
        _points("expense", "project_id", "project"),
        _points("expense", "by_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_expense")),
        sa.UniqueConstraint("blob", name=op.f("uq_expense_blob")),
    )
    op.create_index(op.f("ix_expense_project_id"), "expense", ["project_id"])


def _create_transfer():
    op.create_table(
        "transfer",
        *(_number(name) for name in ("id", "project_id")),
        *(_number(name, nullable=True) for name in ("payment_id", "expense_id", "by_id")),
        sa.Column("payer", _enum("payer", PAYERS), nullable=False),
        sa.Column("from_account", _enum("from_account", ACCOUNTS), nullable=False),
        sa.Column("to_account", _enum("to_account", ACCOUNTS), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("text", sa.String(200), nullable=False),
        sa.CheckConstraint("amount_fen > 0", name=op.f("ck_transfer_amount")),
        sa.CheckConstraint("from_account <> to_account", name=op.f("ck_transfer_two_accounts")),
        _points("transfer", "project_id", "project"),
        _points("transfer", "payment_id", "payment"),
        _points("transfer", "expense_id", "expense"),
        _points("transfer", "by_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transfer")),
    )
    op.create_index("ix_transfer_project_id_payer", "transfer", ["project_id", "payer"])
    for name in ("payment_id", "expense_id"):
        op.create_index(op.f(f"ix_transfer_{name}"), "transfer", [name])
    connection = op.get_bind()
    append_only.guard(connection, "transfer")
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(
            f"CREATE TRIGGER transfer_covered BEFORE INSERT ON transfer WHEN {COVERED} "
            "BEGIN SELECT RAISE(ABORT, 'transfer overdraws its account'); END"
        )
        return
    connection.exec_driver_sql(
        f"""CREATE FUNCTION transfer_covered() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        IF {COVERED} THEN
            RAISE EXCEPTION 'transfer overdraws its account' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW; END $$"""
    )
    connection.exec_driver_sql(
        "CREATE TRIGGER transfer_covered BEFORE INSERT ON transfer "
        "FOR EACH ROW EXECUTE FUNCTION transfer_covered()"
    )


def downgrade():
    """Ledgers are gone; a case about a payment that was not made counts as one from a check."""
    op.execute("UPDATE integrity_case SET origin = 'check' WHERE origin = 'payment'")
    _origins(NEW, OLD)
    connection = op.get_bind()
    append_only.unguard(connection, "transfer")
    op.drop_table("transfer")
    if connection.dialect.name != "sqlite":
        connection.exec_driver_sql("DROP FUNCTION transfer_covered()")
    op.drop_table("expense")
    op.drop_table("payment")


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
    op.create_check_constraint(name, "integrity_case", f"origin IN ('contact', {new}, 'report', 'transfer')")
