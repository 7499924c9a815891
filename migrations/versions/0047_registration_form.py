"""What the national form of technology contracts asks besides: nature and place of both sides, 社会经济目标.

Revision ID: 0047
Revises: 0046
"""

import sqlalchemy as sa
from alembic import op

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None

COLUMNS = {"buyer_kind": 40, "buyer_place": 60, "seller_kind": 40, "seller_place": 60, "goal": 40}


def upgrade():
    """Five columns; forms from before this have not said it yet."""
    with op.batch_alter_table("tech_contract", schema=None) as batch_op:
        for name, length in COLUMNS.items():
            batch_op.add_column(sa.Column(name, sa.String(length), nullable=False, server_default=""))
    with op.batch_alter_table("tech_contract", schema=None) as batch_op:
        for name in COLUMNS:
            batch_op.alter_column(name, server_default=None)


def downgrade():
    """Take them back."""
    with op.batch_alter_table("tech_contract", schema=None) as batch_op:
        for name in COLUMNS:
            batch_op.drop_column(name)
