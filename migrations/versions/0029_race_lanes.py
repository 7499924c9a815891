"""Several winners of one list, each in a lane of its own (赛马).

Revision ID: 0029
Revises: 0028
"""

import contextlib

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

WON = sa.text("state = 'won'")
PENDING = sa.text("decision = ''")
WHERE = {"unique": True, "sqlite_where": WON, "postgresql_where": WON}
ONE_PENDING = {"unique": True, "sqlite_where": PENDING, "postgresql_where": PENDING}


@contextlib.contextmanager
def _proposal():
    """SQLite builds the table anew, and would lose its checks and the index that has a condition."""
    checks = (
        sa.CheckConstraint(
            "decided_by_id IS NULL OR decided_by_id <> proposed_by_id", name=op.f("ck_proposal_two_people")
        ),
        sa.CheckConstraint(
            "second_by_id IS NULL OR second_by_id <> proposed_by_id", name=op.f("ck_proposal_second_person")
        ),
    )
    op.drop_index("uq_proposal_one_pending", "proposal")
    with op.batch_alter_table("proposal", schema=None, table_args=checks) as batch_op:
        yield batch_op
    op.create_index("uq_proposal_one_pending", "proposal", ["challenge_id"], **ONE_PENDING)


def upgrade():
    """Every winner so far is the one of its list: lane 1."""
    op.drop_index("uq_bid_one_winner", "bid")
    with op.batch_alter_table("bid", schema=None) as batch_op:
        batch_op.add_column(sa.Column("lane", sa.Integer(), nullable=False, server_default="1"))
    op.create_index("uq_bid_one_winner", "bid", ["challenge_id", "lane"], **WHERE)
    op.create_table(
        "proposal_place",
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("proposal_id", "lane", "bid_id")),
        sa.CheckConstraint("lane BETWEEN 1 AND 9", name=op.f("ck_proposal_place_lane")),
        sa.ForeignKeyConstraint(["proposal_id"], ["proposal.id"], name=op.f("fk_proposal_place_proposal_id")),
        sa.ForeignKeyConstraint(["bid_id"], ["bid.id"], name=op.f("fk_proposal_place_bid_id")),
        sa.PrimaryKeyConstraint("proposal_id", "lane", name=op.f("pk_proposal_place")),
        sa.UniqueConstraint("proposal_id", "bid_id", name=op.f("uq_proposal_place_proposal_id_bid_id")),
    )
    op.execute("INSERT INTO proposal_place (proposal_id, lane, bid_id) SELECT id, 1, winner_id FROM proposal")
    with _proposal() as batch_op:
        batch_op.drop_constraint(op.f("fk_proposal_winner_id"), type_="foreignkey")
        batch_op.drop_column("winner_id")


def downgrade():
    """Of several winners the first is kept."""
    with op.batch_alter_table("proposal", schema=None) as batch_op:
        batch_op.add_column(sa.Column("winner_id", sa.Integer(), nullable=True))
    op.execute(
        "UPDATE proposal SET winner_id = (SELECT bid_id FROM proposal_place"
        " WHERE proposal_id = proposal.id AND lane = (SELECT MIN(lane) FROM proposal_place"
        " WHERE proposal_id = proposal.id))"
    )
    with _proposal() as batch_op:
        batch_op.alter_column("winner_id", existing_type=sa.Integer(), nullable=False)
        batch_op.create_foreign_key(op.f("fk_proposal_winner_id"), "bid", ["winner_id"], ["id"])
    op.drop_table("proposal_place")
    op.drop_index("uq_bid_one_winner", "bid")
    op.execute("UPDATE bid SET state = 'reserve' WHERE state = 'won' AND lane > 1")
    with op.batch_alter_table("bid", schema=None) as batch_op:
        batch_op.drop_column("lane")
    op.create_index("uq_bid_one_winner", "bid", ["challenge_id"], **WHERE)
