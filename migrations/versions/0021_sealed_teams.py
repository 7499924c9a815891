"""What a team says of its members is ciphertext: names, units, roles and addresses stood in clear before opening.

Revision ID: 0021
Revises: 0020
"""

import sqlalchemy as sa
from alembic import op

from core import keys

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

SEALED = ("name", "unit", "role", "email")
CLEAR = {"name": 40, "unit": 120, "role": 60, "email": 120}


def upgrade():
    """Each text goes under the server's key, bound to its column; the clear columns go."""
    for name in SEALED:
        op.add_column("bid_member", sa.Column(f"sealed_{name}", sa.LargeBinary(), nullable=True))
    _fill(lambda name, text: {f"sealed_{name}": _closed(name, text)}, SEALED)
    with op.batch_alter_table("bid_member", schema=None) as batch_op:
        for name in SEALED:
            batch_op.drop_column(name)
    with op.batch_alter_table("bid_member", schema=None) as batch_op:
        for name in SEALED:
            batch_op.alter_column(
                f"sealed_{name}", new_column_name=name, existing_type=sa.LargeBinary(), nullable=False
            )


def downgrade():
    """The texts stand in clear again."""
    for name in SEALED:
        column = sa.Column(f"clear_{name}", sa.String(CLEAR[name]), nullable=False, server_default="")
        op.add_column("bid_member", column)
    _fill(lambda name, sealed: {f"clear_{name}": _opened(name, sealed)}, SEALED)
    with op.batch_alter_table("bid_member", schema=None) as batch_op:
        for name in SEALED:
            batch_op.drop_column(name)
    with op.batch_alter_table("bid_member", schema=None) as batch_op:
        for name in SEALED:
            batch_op.alter_column(
                f"clear_{name}",
                new_column_name=name,
                existing_type=sa.String(CLEAR[name]),
                existing_nullable=False,
                server_default=None,
            )


def _fill(changes, names):
    connection = op.get_bind()
    table = sa.Table("bid_member", sa.MetaData(), autoload_with=connection)
    for row in connection.execute(sa.select(table)).mappings().all():
        values = {}
        for name in names:
            values |= changes(name, row[name])
        connection.execute(sa.update(table).where(table.c.id == row["id"]).values(values))


def _closed(name, text):
    return keys.encrypt("column", (text or "").encode(), f"bid_member.{name}".encode())


def _opened(name, sealed):
    return keys.decrypt("column", sealed, f"bid_member.{name}".encode()).decode()
