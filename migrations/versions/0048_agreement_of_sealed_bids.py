"""Which agreement the sealed content of a joint bid names.

Revision ID: 0048
Revises: 0047
"""

import sqlalchemy as sa
from alembic import op

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None

# An opened bid has been judged with the agreement that was in force: of one that is sealed the opening will read it.
KNOWN = """
UPDATE bid SET agreement_digest = (
    SELECT MAX(agreement.digest) FROM agreement WHERE agreement.bid_id = bid.id AND agreement.state = 'in_force'
)
WHERE opened_at IS NOT NULL AND EXISTS (
    SELECT 1 FROM agreement WHERE agreement.bid_id = bid.id AND agreement.state = 'in_force'
)
"""


def upgrade():
    """One column."""
    column = sa.Column("agreement_digest", sa.String(64), nullable=False, server_default="")
    with op.batch_alter_table("bid") as batch:
        batch.add_column(column)
    op.execute(KNOWN)


def downgrade():
    """Take it back."""
    with op.batch_alter_table("bid") as batch:
        batch.drop_column("agreement_digest")
