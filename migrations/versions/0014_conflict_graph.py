"""Legal persons, shareholders and mail domains of organisations; relations that people declare.

Revision ID: 0014
Revises: 0013
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade():
    """What is not known yet stays empty: it ties nobody."""
    op.add_column("organisation", sa.Column("legal_person", sa.String(40), nullable=False, server_default=""))
    op.add_column("organisation", sa.Column("mail_domain", sa.String(80), nullable=False, server_default=""))
    op.create_table(
        "shareholder",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("holder_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("percent", sa.Double(), nullable=False),
        sa.CheckConstraint("percent > 0 AND percent <= 100", name=op.f("ck_shareholder_percent")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_shareholder_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["holder_id"], ["organisation.id"], name=op.f("fk_shareholder_holder_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shareholder")),
        sa.UniqueConstraint("organisation_id", "name", name=op.f("uq_shareholder_organisation_id_name")),
    )
    op.create_table(
        "relation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("profile_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("name_key", sa.String(200), nullable=False),
        sa.Column("unit", sa.String(120), nullable=False),
        sa.Column("year_from", sa.Integer(), nullable=True),
        sa.Column("year_to", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('relative','teacher','student','adviser')", name=op.f("ck_relation_kind")
        ),
        sa.CheckConstraint(
            "year_to IS NULL OR year_from IS NULL OR year_to >= year_from", name=op.f("ck_relation_years")
        ),
        sa.ForeignKeyConstraint(["profile_id"], ["profile.id"], name=op.f("fk_relation_profile_id_profile")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_relation")),
    )
    with op.batch_alter_table("relation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_relation_profile_id"), ["profile_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_relation_name_key"), ["name_key"], unique=False)


    op.create_table(
        "admission",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("challenge_id", sa.Integer(), nullable=False),
        sa.Column("profile_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(30), nullable=False),
        sa.Column("grade", sa.String(10), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("outcome", sa.String(12), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "outcome IN ('admitted','cleared','confirmed')", name=op.f("ck_admission_outcome")
        ),
        sa.CheckConstraint("grade <> 'block'", name=op.f("ck_admission_never_block")),
        sa.ForeignKeyConstraint(
            ["challenge_id"], ["challenge.id"], name=op.f("fk_admission_challenge_id_challenge")
        ),
        sa.ForeignKeyConstraint(["profile_id"], ["profile.id"], name=op.f("fk_admission_profile_id_profile")),
        sa.ForeignKeyConstraint(["by_id"], ["user_account.id"], name=op.f("fk_admission_by_id_user_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_admission")),
    )
    with op.batch_alter_table("admission", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_admission_challenge_id"), ["challenge_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_admission_profile_id"), ["profile_id"], unique=False)


def downgrade():
    """What was said of shareholders, relations and admissions is lost."""
    op.drop_table("admission")
    op.drop_table("relation")
    op.drop_table("shareholder")
    with op.batch_alter_table("organisation", schema=None) as batch_op:
        batch_op.drop_column("mail_domain")
        batch_op.drop_column("legal_person")
