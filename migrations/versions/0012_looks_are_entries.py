"""Looks have a kind and the number of their entry; looks, blocks and heads of the log can only be added.

Revision ID: 0012
Revises: 0011
"""

import sqlalchemy as sa
from alembic import op

from core import append_only

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

GROWING = ("look", "log_block", "log_head")
INDEX = "ix_look_user_id_object_type_object_id_at"


def upgrade():
    """Looks of before were all at contact data."""
    with op.batch_alter_table("look", schema=None) as batch_op:
        batch_op.add_column(sa.Column("kind", sa.String(30), nullable=False, server_default="contact"))
        batch_op.add_column(sa.Column("entry", sa.Integer(), nullable=True))
        batch_op.drop_index("ix_look_user_id")
        batch_op.create_index(INDEX, ["user_id", "object_type", "object_id", "at"], unique=False)
    for table in GROWING:
        append_only.guard(op.get_bind(), table)


def downgrade():
    """The guards go first: the tables are changed."""
    for table in GROWING:
        append_only.unguard(op.get_bind(), table)
    with op.batch_alter_table("look", schema=None) as batch_op:
        batch_op.drop_index(INDEX)
        batch_op.create_index("ix_look_user_id", ["user_id"], unique=False)
        batch_op.drop_column("entry")
        batch_op.drop_column("kind")
