"""When a rectification of a milestone was asked for, and what must be tested again after it.

Revision ID: 0042
Revises: 0041
"""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None


def upgrade():
    """Two columns; the instants of earlier rectifications stand in the log."""
    op.add_column("project_milestone", sa.Column("rectified_at", sa.DateTime(timezone=True)))
    op.add_column("project_milestone", sa.Column("retest", sa.JSON(none_as_null=True)))
    op.execute(
        "UPDATE project_milestone SET rectified_at = (SELECT max(at) FROM audit_entry WHERE action = 'milestone.rectify'"
        " AND object_type = 'milestone' AND object_id = CAST(project_milestone.id AS VARCHAR)) WHERE round > 1"
    )


def downgrade():
    """Take them back."""
    op.drop_column("project_milestone", "retest")
    op.drop_column("project_milestone", "rectified_at")
