"""A bid keeps what it was asked, so that the list may drop indicators later; ids of indicators are given once.

Revision ID: 0007
Revises: 0006
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

ASKED = (
    "id",
    "name",
    "comparator",
    "threshold",
    "threshold_high",
    "unit",
    "present_level",
    "test_method",
    "test_conditions",
    "measured_by",
    "weight",
    "is_must",
)


def upgrade():
    """Bids opened so far were asked what the list says now: nothing that a bid had answered could be removed."""
    with op.batch_alter_table("promise", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_promise_indicator_id"), type_="foreignkey")
    with op.batch_alter_table(
        "indicator", schema=None, recreate="auto", table_kwargs={"sqlite_autoincrement": True}
    ) as batch_op:
        # To give the column its own type again makes SQLite build the table anew, and with it its counter.
        batch_op.alter_column("challenge_id", existing_type=sa.Integer(), nullable=False)
    with op.batch_alter_table("bid_content", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("asked", sa.JSON(none_as_null=True), nullable=False, server_default="[]")
        )
    _keep_what_was_asked()


def _keep_what_was_asked():
    columns = [sa.column(name) for name in (*ASKED, "challenge_id", "position")]
    columns[ASKED.index("is_must")] = sa.column("is_must", sa.Boolean())
    indicator = sa.table("indicator", *columns)
    bid = sa.table("bid", sa.column("id"), sa.column("challenge_id"))
    content = sa.table("bid_content", sa.column("bid_id"), sa.column("asked", sa.JSON(none_as_null=True)))
    found = {}
    for row in op.get_bind().execute(sa.select(indicator).order_by(indicator.c.position)).mappings():
        found.setdefault(row["challenge_id"], []).append({name: row[name] for name in ASKED})
    for challenge_id, asked in found.items():
        theirs = sa.select(bid.c.id).where(bid.c.challenge_id == challenge_id)
        op.execute(content.update().where(content.c.bid_id.in_(theirs)).values(asked=asked))


def downgrade():
    """What was asked is read from the list again; refused by the database where the list has changed since."""
    with op.batch_alter_table("bid_content", schema=None) as batch_op:
        batch_op.drop_column("asked")
    with op.batch_alter_table("promise", schema=None) as batch_op:
        batch_op.create_foreign_key(
            batch_op.f("fk_promise_indicator_id"), "indicator", ["indicator_id"], ["id"]
        )
