"""Names of people, and the units of experts, are found by one spelling.

Revision ID: 0010
Revises: 0009
"""

import sqlalchemy as sa
from alembic import op

from core.spelling import LONGEST, plain

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

KEYS = (
    ("user_account", "display_name", "name_key"),
    ("profile", "name", "name_key"),
    ("profile", "unit", "unit_key"),
)
AT_ONCE = 5000


def upgrade():
    """Beside each name its spelling, made from the name."""
    for table, name, key in KEYS:
        op.add_column(table, sa.Column(key, sa.String(length=LONGEST), nullable=False, server_default=""))
        _fill(sa.table(table, sa.column("id"), sa.column(name), sa.column(key)), name, key)


def _fill(table, name, key):
    connection = op.get_bind()
    change = table.update().where(table.c.id == sa.bindparam("row")).values({key: sa.bindparam("spelling")})
    rows = connection.execute(sa.select(table.c.id, table.c[name])).all()
    for start in range(0, len(rows), AT_ONCE):
        some = rows[start : start + AT_ONCE]
        connection.execute(change, [{"row": number, "spelling": plain(text)} for number, text in some])


def downgrade():
    """Spellings go."""
    for table, _, key in KEYS:
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_column(key)
