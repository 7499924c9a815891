"""What the pass of a milestone departs from, why, and which second officer has agreed.

Revision ID: 0049
Revises: 0048
"""

import sqlalchemy as sa
from alembic import op

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None

PEOPLE = ("proposed_by_id", "second_by_id")


def upgrade():
    """Four columns, and two people."""
    with op.batch_alter_table("project_milestone", schema=None) as batch_op:
        batch_op.add_column(sa.Column("departures", sa.JSON(none_as_null=True)))
        batch_op.add_column(sa.Column("departure_reason", sa.Text(), nullable=False, server_default=""))
        for name in PEOPLE:
            batch_op.add_column(sa.Column(name, sa.Integer(), nullable=True))
            batch_op.create_foreign_key(
                op.f(f"fk_project_milestone_{name}_user_account"), "user_account", [name], ["id"]
            )
        batch_op.create_check_constraint(op.f("ck_project_milestone_two_people"), "proposed_by_id <> second_by_id")
    with op.batch_alter_table("project_milestone", schema=None) as batch_op:
        batch_op.alter_column("departure_reason", server_default=None)


def downgrade():
    """Take them back."""
    with op.batch_alter_table("project_milestone", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_project_milestone_two_people"), type_="check")
        for name in PEOPLE:
            batch_op.drop_constraint(op.f(f"fk_project_milestone_{name}_user_account"), type_="foreignkey")
            batch_op.drop_column(name)
        batch_op.drop_column("departure_reason")
        batch_op.drop_column("departures")
