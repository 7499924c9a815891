"""Names of organisations are compared by one spelling.

Revision ID: 0006
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op

from core.spelling import LONGEST, plain

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

TABLES = ("organisation", "former_name")


def upgrade():
    """Beside each name its spelling, made from the name."""
    for name in TABLES:
        op.add_column(
            name, sa.Column("name_key", sa.String(length=LONGEST), nullable=False, server_default="")
        )
        table = sa.table(name, sa.column("id"), sa.column("name"), sa.column("name_key"))
        for key, text in op.get_bind().execute(sa.select(table.c.id, table.c.name)).all():
            op.execute(table.update().where(table.c.id == key).values(name_key=plain(text)))
        op.create_index(op.f(f"ix_{name}_name_key"), name, ["name_key"])


def downgrade():
    """Spellings go."""
    for name in TABLES:
        op.drop_index(op.f(f"ix_{name}_name_key"), table_name=name)
        with op.batch_alter_table(name, schema=None) as batch_op:
            batch_op.drop_column("name_key")
