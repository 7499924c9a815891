"""The log as a Merkle tree: hashes of whole blocks, published heads, and the proof in each receipt.

Revision ID: 0011
Revises: 0010
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade():
    """Receipts of before have no proof; their entry stands in the log all the same."""
    op.create_table(
        "log_block",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("hash", sa.LargeBinary(32), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_log_block")),
    )
    op.create_table(
        "log_head",
        sa.Column("size", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("root", sa.String(64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("signature", sa.String(128), nullable=False),
        sa.PrimaryKeyConstraint("size", name=op.f("pk_log_head")),
    )
    with op.batch_alter_table("receipt", schema=None) as batch_op:
        batch_op.add_column(sa.Column("log_size", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("log_root", sa.String(64), nullable=True))
        batch_op.add_column(sa.Column("proof", sa.JSON(none_as_null=True), nullable=True))


def downgrade():
    """Proofs can be made again from the log."""
    with op.batch_alter_table("receipt", schema=None) as batch_op:
        batch_op.drop_column("proof")
        batch_op.drop_column("log_root")
        batch_op.drop_column("log_size")
    op.drop_table("log_head")
    op.drop_table("log_block")
