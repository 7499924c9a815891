"""What arrives after the accounts were drawn up comes back too; claims are over when they are met or pursued otherwise.

Revision ID: 0055
Revises: 0054
"""

import datetime as dt

import sqlalchemy as sa
from alembic import op

revision = "0055"
down_revision = "0054"
branch_labels = None
depends_on = None

DAYS = 30
# Whose money comes back after which end that no closure has settled.
BY_END = {"diligent": ("public",), "failed": ("demander", "public")}
WHEN = sa.DateTime(timezone=True)
COLUMNS = {
    "payment": (("comes_back", sa.Boolean(), sa.false()),),
    "refund_owed": (("over_at", WHEN, None), ("pursued", sa.Text(), "")),
}

project = sa.table("project", *map(sa.column, ("id", "state")), sa.column("accounts_closed_at", WHEN))
closure = sa.table(
    "closure",
    *map(sa.column, ("project_id", "state")),
    sa.column("settlement", sa.JSON()),
    sa.column("state_since", WHEN),
)
payment = sa.table(
    "payment", *map(sa.column, ("id", "project_id", "payer", "state", "amount_fen", "is_valued", "comes_back"))
)
money = sa.table(
    "transfer",
    *map(sa.column, ("id", "project_id", "payment_id", "payer", "from_account", "to_account", "amount_fen")),
    sa.column("at", WHEN),
)
owed = sa.table(
    "refund_owed",
    *map(sa.column, ("id", "project_id", "payer", "amount_fen", "pursued")),
    *(sa.column(name, WHEN) for name in ("at", "due_at", "over_at")),
)


def upgrade():
    """Three columns, and what older ends have left."""
    for table, columns in COLUMNS.items():
        with op.batch_alter_table(table, schema=None) as batch_op:
            for name, kind, default in columns:
                least = {"nullable": True} if default is None else {"nullable": False, "server_default": default}
                batch_op.add_column(sa.Column(name, kind, **least))
        with op.batch_alter_table(table, schema=None) as batch_op:
            for name, _kind, default in columns:
                if default is not None:
                    batch_op.alter_column(name, server_default=None)
    _claim_what_arrived_late()
    _end_claims()


def _claim_what_arrived_late():
    """What was on its way when the accounts were drawn up: claimed where it has arrived since, else once it arrives."""
    link = op.get_bind()
    for number, payers, at, counted in _ends(link):
        for one in link.execute(sa.select(payment).where(payment.c.project_id == number)).all():
            if one.payer not in payers or not _was_under_way(link, one.id, at):
                continue
            if one.state == "registered":
                link.execute(payment.update().where(payment.c.id == one.id).values(comes_back=True))
                # A settlement of money that comes back whole has claimed it before it was there.
                if one.payer in counted:
                    _raise(link, number, one.payer, -one.amount_fen, at)
            elif one.state == "confirmed" and one.payer not in counted:
                _raise(link, number, one.payer, one.amount_fen, _arrived_at(link, one.id))


def _ends(link):
    """(project, payers who get back, when its accounts were drawn up, payers whose claim holds what was on its way)."""
    for state, payers in BY_END.items():
        mine = sa.select(project).where(project.c.state == state, project.c.accounts_closed_at.is_not(None))
        for one in link.execute(mine).all():
            yield one.id, payers, one.accounts_closed_at, ()
    settled = sa.select(closure, project.c.accounts_closed_at).join(project, project.c.id == closure.c.project_id)
    for one in link.execute(settled.where(closure.c.state.in_(("agreed", "closed")))).all():
        back = [row for row in one.settlement["payers"] if _comes_back(row)]
        whole = [row["payer"] for row in back if row["back_fen"] > row["left_fen"]]
        yield one.project_id, [row["payer"] for row in back], one.accounts_closed_at, whole


def _comes_back(row):
    """By the settlement; where nothing was left when it was drawn up nothing is guessed."""
    return row["back_fen"] > 0


def _was_under_way(link, number, at):
    mine = sa.select(money.c.to_account).where(money.c.payment_id == number, money.c.at <= at)
    rows = link.execute(mine.order_by(money.c.at.desc(), money.c.id.desc()).limit(1)).scalar()
    return rows == "underway"


def _arrived_at(link, number):
    mine = sa.select(sa.func.max(money.c.at)).where(money.c.payment_id == number, money.c.to_account == "received")
    return link.execute(mine).scalar()


def _raise(link, number, payer, amount, at):
    mine = sa.and_(owed.c.project_id == number, owed.c.payer == payer)
    found = link.execute(sa.select(owed).where(mine)).first()
    new = amount + (found.amount_fen if found else 0)
    if found and new > 0:
        link.execute(owed.update().where(mine).values(amount_fen=new))
    elif found:
        link.execute(owed.delete().where(mine))
    elif new > 0:
        days = {"at": at, "due_at": at + dt.timedelta(days=DAYS), "pursued": ""}
        link.execute(owed.insert().values(project_id=number, payer=payer, amount_fen=new, **days))


def _end_claims():
    """Claims that were met are over; so are those of a closure that a leader has closed although something was owed."""
    link = op.get_bind()
    for one in link.execute(sa.select(owed)).all():
        back = sa.select(sa.func.sum(money.c.amount_fen), sa.func.max(money.c.at)).where(
            money.c.project_id == one.project_id, money.c.payer == one.payer, money.c.to_account == "returned"
        )
        sum_fen, last = link.execute(back).one()
        over = {"over_at": last} if (sum_fen or 0) >= one.amount_fen else None
        ended = sa.select(sa.func.max(closure.c.state_since)).where(
            closure.c.project_id == one.project_id, closure.c.state == "closed"
        )
        if over is None and (closed := link.execute(ended).scalar()):
            over = {"over_at": closed, "pursued": "终止办理办结时已决定另行追偿。"}
        if over:
            link.execute(owed.update().where(owed.c.id == one.id).values(**over))


def downgrade():
    """Take them back."""
    for table, columns in COLUMNS.items():
        with op.batch_alter_table(table, schema=None) as batch_op:
            for name, _kind, _default in columns:
                batch_op.drop_column(name)
