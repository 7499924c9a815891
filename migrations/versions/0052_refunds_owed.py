"""What has to come back after an end, how often a payment was sent back, how often a team was called on to submit.

Revision ID: 0052
Revises: 0051
"""

import datetime as dt

import sqlalchemy as sa
from alembic import op

revision = "0052"
down_revision = "0051"
branch_labels = None
depends_on = None

DAYS = 30


def upgrade():
    """A table, three columns, and what older ends have left."""
    op.create_table(
        "refund_owed",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column(
            "payer",
            sa.Enum("demander", "public", "own", name="payer", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("amount_fen > 0", name=op.f("ck_refund_owed_amount")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_refund_owed_project_id_project")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refund_owed")),
        sa.UniqueConstraint("project_id", "payer", name=op.f("uq_refund_owed_project_id_payer")),
    )
    for table, columns in COLUMNS.items():
        with op.batch_alter_table(table, schema=None) as batch_op:
            for column in columns:
                batch_op.add_column(column())
        with op.batch_alter_table(table, schema=None) as batch_op:
            for column in columns:
                if not column().nullable:
                    batch_op.alter_column(column().name, server_default=None)
    _keep_older_ends()


def _times(name):
    return sa.Column(name, sa.Integer(), nullable=False, server_default="0")


COLUMNS = {
    "payment": (lambda: _times("returned_times"),),
    "project_milestone": (
        lambda: _times("dunned_times"),
        lambda: sa.Column("dunned_at", sa.DateTime(timezone=True), nullable=True),
    ),
}


def _keep_older_ends():
    """Of ends that were settled before: what was left is owed from that day on."""
    link = op.get_bind()
    project = sa.table("project", *map(sa.column, ("id", "state")), sa.column("state_since", sa.DateTime(timezone=True)))
    closure = sa.table(
        "closure",
        sa.column("project_id"),
        sa.column("state"),
        sa.column("settlement", sa.JSON()),
        sa.column("state_since", sa.DateTime(timezone=True)),
    )
    money = sa.table("transfer", *map(sa.column, ("project_id", "payer", "from_account", "to_account", "amount_fen")))
    owed = sa.table(
        "refund_owed",
        *map(sa.column, ("project_id", "payer", "amount_fen")),
        sa.column("at", sa.DateTime(timezone=True)),
        sa.column("due_at", sa.DateTime(timezone=True)),
    )

    def stands(number, payer, account):
        mine = sa.and_(money.c.project_id == number, money.c.payer == payer)
        sums = [
            sa.select(sa.func.coalesce(sa.func.sum(money.c.amount_fen), 0)).where(mine, side == account).scalar_subquery()
            for side in (money.c.to_account, money.c.from_account)
        ]
        return int(link.execute(sa.select(sums[0] - sums[1])).scalar())

    def keep(number, payer, amount, at):
        if amount > 0:
            days = {"at": at, "due_at": at + dt.timedelta(days=DAYS)}
            row = {"project_id": number, "payer": payer, "amount_fen": amount}
            link.execute(owed.insert().values(**row, **days))

    for state, payers in {"diligent": ("public",), "failed": ("demander", "public")}.items():
        for number, at in link.execute(
            sa.select(project.c.id, project.c.state_since).where(project.c.state == state)
        ).all():
            for payer in payers:
                left = stands(number, payer, "received")
                if left:
                    keep(number, payer, left + stands(number, payer, "returned"), at)
    settled = sa.select(closure.c.project_id, closure.c.settlement, closure.c.state_since)
    for number, content, at in link.execute(settled.where(closure.c.state == "agreed")).all():
        for row in content["payers"]:
            if row["back_fen"]:
                keep(number, row["payer"], row["returned_fen"] + row["back_fen"], at)


def downgrade():
    """Take them back."""
    for table, columns in COLUMNS.items():
        with op.batch_alter_table(table, schema=None) as batch_op:
            for column in columns:
                batch_op.drop_column(column().name)
    op.drop_table("refund_owed")
