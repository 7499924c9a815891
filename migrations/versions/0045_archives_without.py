"""What of a project could not be archived, and with which note of the officer it was left out.

Revision ID: 0045
Revises: 0044
"""

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None


def upgrade():
    """Two columns."""
    with op.batch_alter_table("project_archive", schema=None) as batch_op:
        batch_op.add_column(sa.Column("missing", sa.JSON(none_as_null=True), nullable=True))
        batch_op.add_column(sa.Column("note", sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("project_archive", schema=None) as batch_op:
        batch_op.alter_column("note", server_default=None)


def downgrade():
    """Take them back."""
    with op.batch_alter_table("project_archive", schema=None) as batch_op:
        batch_op.drop_column("note")
        batch_op.drop_column("missing")
