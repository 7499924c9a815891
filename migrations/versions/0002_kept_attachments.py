"""Attachments that left a list stay readable with its former version; versions name their files.

Revision ID: 0002
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade():
    """The versions there are so far had the files that the list has now: nothing could change them."""
    with op.batch_alter_table("attachment", schema=None) as batch_op:
        batch_op.add_column(sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("replaces_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_attachment_replaces_id"), "attachment", ["replaces_id"], ["id"]
        )
    with op.batch_alter_table("challenge_version", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("files", sa.JSON(none_as_null=True), nullable=False, server_default="[]")
        )
    _name_files()


def _name_files():
    names = ("id", "name", "size", "sha256")
    columns = [sa.column(name) for name in (*names, "owner_id", "owner_type")]
    attachment = sa.table("attachment", *columns)
    version = sa.table(
        "challenge_version", sa.column("challenge_id"), sa.column("files", sa.JSON(none_as_null=True))
    )
    found = {}
    rows = sa.select(attachment).where(attachment.c.owner_type == "challenge").order_by(attachment.c.id)
    for row in op.get_bind().execute(rows).mappings():
        record = {name: row[name] for name in names} | {"replaces": None}
        found.setdefault(row["owner_id"], []).append(record)
    for challenge_id, files in found.items():
        op.execute(version.update().where(version.c.challenge_id == challenge_id).values(files=files))


def downgrade():
    """The record of versions goes; the files themselves stay."""
    with op.batch_alter_table("challenge_version", schema=None) as batch_op:
        batch_op.drop_column("files")
    with op.batch_alter_table("attachment", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_attachment_replaces_id"), type_="foreignkey")
        batch_op.drop_column("replaces_id")
        batch_op.drop_column("removed_at")
