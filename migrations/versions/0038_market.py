"""The market: offers, consent of their owners, inquiries.

Revision ID: 0038
Revises: 0037
"""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade():
    """Nothing is on offer yet."""
    op.create_table(
        "offer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("achievement_id", sa.Integer(), nullable=True),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "submitted",
                "listed",
                "down",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("state_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("industry", sa.String(length=40), nullable=False),
        sa.Column("maturity", sa.String(length=40), nullable=False),
        sa.Column(
            "rights",
            sa.Enum(
                "invention",
                "utility",
                "software",
                "secret",
                "variety",
                "pending",
                "none",
                name="rights",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=True,
        ),
        sa.Column("rights_text", sa.String(length=300), nullable=False),
        sa.Column(
            "transfer",
            sa.Enum(
                "assign",
                "licence",
                "shares",
                "joint",
                "service",
                name="transfer",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=True,
        ),
        sa.Column("price_fen", sa.BigInteger(), nullable=True),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("advantages", sa.Text(), nullable=False),
        sa.Column("scenes", sa.Text(), nullable=False),
        sa.Column("conditions", sa.Text(), nullable=False),
        sa.Column("contact_name", sa.String(length=40), nullable=False),
        sa.Column("contact_phone", sa.String(length=30), nullable=False),
        sa.Column("contact_email", sa.String(length=120), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state <> 'listed' OR published_at IS NOT NULL", name=op.f("ck_offer_listed_since")
        ),
        sa.CheckConstraint("price_fen > 0", name=op.f("ck_offer_price")),
        sa.ForeignKeyConstraint(["achievement_id"], ["achievement.id"], name=op.f("fk_offer_achievement_id")),
        sa.ForeignKeyConstraint(["author_id"], ["user_account.id"], name=op.f("fk_offer_author_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_offer_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer")),
        sa.UniqueConstraint("achievement_id", name=op.f("uq_offer_achievement_id")),
        sa.UniqueConstraint("code", name=op.f("uq_offer_code")),
    )
    op.create_index(op.f("ix_offer_author_id"), "offer", ["author_id"], unique=False)
    op.create_index(op.f("ix_offer_industry"), "offer", ["industry"], unique=False)
    op.create_index(op.f("ix_offer_organisation_id"), "offer", ["organisation_id"], unique=False)
    op.create_index(op.f("ix_offer_published_at"), "offer", ["published_at"], unique=False)

    op.create_table(
        "inquiry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("offer_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "sent",
                "accepted",
                "declined",
                "withdrawn",
                "signed",
                "ended",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("state_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("contact_name", sa.String(length=40), nullable=False),
        sa.Column("contact_phone", sa.String(length=30), nullable=False),
        sa.Column("contact_email", sa.String(length=120), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state NOT IN ('accepted', 'signed') OR accepted_at IS NOT NULL", name=op.f("ck_inquiry_accepted")
        ),
        sa.ForeignKeyConstraint(["author_id"], ["user_account.id"], name=op.f("fk_inquiry_author_id")),
        sa.ForeignKeyConstraint(["offer_id"], ["offer.id"], name=op.f("fk_inquiry_offer_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_inquiry_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inquiry")),
        sa.UniqueConstraint("code", name=op.f("uq_inquiry_code")),
    )
    op.create_index(op.f("ix_inquiry_author_id"), "inquiry", ["author_id"], unique=False)
    op.create_index(op.f("ix_inquiry_offer_id"), "inquiry", ["offer_id"], unique=False)
    op.create_index(op.f("ix_inquiry_organisation_id"), "inquiry", ["organisation_id"], unique=False)
    op.create_index(
        "uq_inquiry_alive",
        "inquiry",
        ["offer_id", "organisation_id"],
        unique=True,
        sqlite_where=sa.text("state IN ('sent', 'accepted')"),
        postgresql_where=sa.text("state IN ('sent', 'accepted')"),
    )

    op.create_table(
        "offer_consent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("offer_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["offer_id"], ["offer.id"], name=op.f("fk_offer_consent_offer_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_offer_consent_organisation_id")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_offer_consent_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer_consent")),
        sa.UniqueConstraint(
            "offer_id", "organisation_id", name=op.f("uq_offer_consent_offer_id_organisation_id")
        ),
    )
    op.create_index(op.f("ix_offer_consent_offer_id"), "offer_consent", ["offer_id"], unique=False)


def downgrade():
    """They are gone."""
    op.drop_table("offer_consent")
    op.drop_table("inquiry")
    op.drop_table("offer")
