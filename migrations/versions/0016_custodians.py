"""Custodians, the keys of lists, and their private halves wrapped for pairs of custodians.

Revision ID: 0016
Revises: 0015
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade():
    """Lists that are published already have no key row: the server's key goes on sealing for them."""
    op.create_table(
        "custodian",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("public", sa.LargeBinary(), nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=True),
        sa.Column("enrolled_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(retired_at IS NULL) = (secret IS NOT NULL)", name=op.f("ck_custodian_retired_has_no_secret")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_custodian_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_custodian")),
    )
    op.create_index(
        "uq_custodian_one_active",
        "custodian",
        ["user_id"],
        unique=True,
        sqlite_where=sa.text("retired_at IS NULL"),
        postgresql_where=sa.text("retired_at IS NULL"),
    )
    op.create_table(
        "challenge_key",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("challenge_id", sa.Integer(), nullable=False),
        sa.Column("public", sa.LargeBinary(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["challenge_id"], ["challenge.id"], name=op.f("fk_challenge_key_challenge_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_challenge_key")),
    )
    op.create_index(op.f("ix_challenge_key_challenge_id"), "challenge_key", ["challenge_id"])
    op.create_table(
        "key_share",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key_id", sa.Integer(), nullable=False),
        sa.Column("first_id", sa.Integer(), nullable=False),
        sa.Column("second_id", sa.Integer(), nullable=False),
        sa.Column("wrap", sa.LargeBinary(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("first_id < second_id", name=op.f("ck_key_share_two_custodians")),
        sa.ForeignKeyConstraint(["key_id"], ["challenge_key.id"], name=op.f("fk_key_share_key_id")),
        sa.ForeignKeyConstraint(["first_id"], ["custodian.id"], name=op.f("fk_key_share_first_id")),
        sa.ForeignKeyConstraint(["second_id"], ["custodian.id"], name=op.f("fk_key_share_second_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_key_share")),
        sa.UniqueConstraint(
            "key_id", "first_id", "second_id", name=op.f("uq_key_share_key_id_first_id_second_id")
        ),
    )
    for column in ("key_id", "first_id", "second_id"):
        op.create_index(op.f(f"ix_key_share_{column}"), "key_share", [column])


def downgrade():
    """Bids that are sealed for custodians can never be opened after this."""
    op.drop_table("key_share")
    op.drop_table("challenge_key")
    op.drop_table("custodian")
