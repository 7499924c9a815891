"""What comes of projects: registrations of contract and result, follow-ups, talent records, turnover of the city.

Revision ID: 0032
Revises: 0031
"""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade():
    """Projects from before have none; their registrations are begun by hand."""
    op.create_table(
        "city_turnover",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("source <> ''", name=op.f("ck_city_turnover_has_source")),
        sa.CheckConstraint("amount_fen > 0", name=op.f("ck_city_turnover_amount")),
        sa.ForeignKeyConstraint(["by_id"], ["user_account.id"], name=op.f("fk_city_turnover_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_city_turnover")),
    )
    op.create_index(op.f("ix_city_turnover_year"), "city_turnover", ["year"], unique=False)

    op.create_table(
        "achievement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "submitted",
                "registered",
                "dropped",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("state_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("units", sa.Text(), nullable=False),
        sa.Column("people", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("industry", sa.String(length=40), nullable=False),
        sa.Column("rights", sa.Text(), nullable=False),
        sa.Column("evaluation", sa.String(length=40), nullable=False),
        sa.Column("evaluated_on", sa.Date(), nullable=True),
        sa.Column("maturity", sa.String(length=40), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("prospects", sa.Text(), nullable=False),
        sa.Column("chains", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("registered_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state <> 'registered' OR (number <> '' AND registered_on IS NOT NULL)",
            name=op.f("ck_achievement_registered_has_number"),
        ),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_achievement_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_achievement")),
        sa.UniqueConstraint("code", name=op.f("uq_achievement_code")),
        sa.UniqueConstraint("project_id", name=op.f("uq_achievement_project_id")),
    )
    op.create_index(op.f("ix_achievement_industry"), "achievement", ["industry"], unique=False)
    op.create_index(op.f("ix_achievement_registered_on"), "achievement", ["registered_on"], unique=False)
    op.create_index(
        "uq_achievement_number",
        "achievement",
        ["number"],
        unique=True,
        sqlite_where=sa.text("number <> ''"),
        postgresql_where=sa.text("number <> ''"),
    )

    op.create_table(
        "follow_up",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=24), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "planned",
                "submitted",
                "checked",
                "waived",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("state_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("remind_on", sa.Date(), nullable=True),
        sa.Column("sales_fen", sa.BigInteger(), nullable=True),
        sa.Column("tax_fen", sa.BigInteger(), nullable=True),
        sa.Column("saved_fen", sa.BigInteger(), nullable=True),
        sa.Column("invested_fen", sa.BigInteger(), nullable=True),
        sa.Column("jobs", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("file_name", sa.String(length=120), nullable=False),
        sa.Column("file_mime", sa.String(length=100), nullable=False),
        sa.Column("file_sha256", sa.String(length=64), nullable=False),
        sa.Column("blob", sa.String(length=64), nullable=True),
        sa.Column("filled_by_id", sa.Integer(), nullable=True),
        sa.Column("checked_by_id", sa.Integer(), nullable=True),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("state <> 'waived' OR reason <> ''", name=op.f("ck_follow_up_waived_has_reason")),
        sa.CheckConstraint(
            "state NOT IN ('submitted', 'checked') OR (sales_fen IS NOT NULL AND tax_fen IS NOT NULL AND saved_fen IS NOT NULL AND invested_fen IS NOT NULL AND jobs IS NOT NULL)",
            name=op.f("ck_follow_up_submitted_has_figures"),
        ),
        sa.CheckConstraint("due_on >= opens_on", name=op.f("ck_follow_up_period")),
        sa.CheckConstraint("invested_fen >= 0", name=op.f("ck_follow_up_invested_fen")),
        sa.CheckConstraint("jobs >= 0", name=op.f("ck_follow_up_jobs")),
        sa.CheckConstraint("number BETWEEN 1 AND 10", name=op.f("ck_follow_up_number")),
        sa.CheckConstraint("sales_fen >= 0", name=op.f("ck_follow_up_sales_fen")),
        sa.CheckConstraint("saved_fen >= 0", name=op.f("ck_follow_up_saved_fen")),
        sa.CheckConstraint("tax_fen >= 0", name=op.f("ck_follow_up_tax_fen")),
        sa.ForeignKeyConstraint(
            ["checked_by_id"], ["user_account.id"], name=op.f("fk_follow_up_checked_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["filled_by_id"], ["user_account.id"], name=op.f("fk_follow_up_filled_by_id")
        ),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_follow_up_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow_up")),
        sa.UniqueConstraint("blob", name=op.f("uq_follow_up_blob")),
        sa.UniqueConstraint("code", name=op.f("uq_follow_up_code")),
        sa.UniqueConstraint("project_id", "number", name=op.f("uq_follow_up_project_id_number")),
    )
    op.create_index(op.f("ix_follow_up_project_id"), "follow_up", ["project_id"], unique=False)
    op.create_index(op.f("ix_follow_up_remind_on"), "follow_up", ["remind_on"], unique=False)

    op.create_table(
        "talent_record",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "asked",
                "agreed",
                "matched",
                "met",
                "settled",
                "closed",
                "declined",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("state_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "stay",
            sa.Enum(
                "full_time", "flexible", name="stay", native_enum=False, create_constraint=True, length=24
            ),
            nullable=True,
        ),
        sa.Column("origin", sa.LargeBinary(), nullable=False),
        sa.Column("needs", sa.LargeBinary(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("met_on", sa.Date(), nullable=True),
        sa.Column("settled_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state <> 'settled' OR settled_on IS NOT NULL", name=op.f("ck_talent_record_has_settled")
        ),
        sa.CheckConstraint(
            "state IN ('asked', 'declined', 'closed') OR agreed_at IS NOT NULL",
            name=op.f("ck_talent_record_agreed_first"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('asked', 'declined') OR stay IS NULL",
            name=op.f("ck_talent_record_nothing_unasked"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('matched', 'met', 'settled') OR unit_id IS NOT NULL",
            name=op.f("ck_talent_record_has_unit"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('met', 'settled') OR met_on IS NOT NULL", name=op.f("ck_talent_record_has_met")
        ),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_talent_record_project_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["organisation.id"], name=op.f("fk_talent_record_unit_id")),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_talent_record_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_talent_record")),
        sa.UniqueConstraint("code", name=op.f("uq_talent_record_code")),
        sa.UniqueConstraint("project_id", "user_id", name=op.f("uq_talent_record_project_id_user_id")),
    )
    op.create_index(op.f("ix_talent_record_project_id"), "talent_record", ["project_id"], unique=False)
    op.create_index(op.f("ix_talent_record_unit_id"), "talent_record", ["unit_id"], unique=False)
    op.create_index(op.f("ix_talent_record_user_id"), "talent_record", ["user_id"], unique=False)

    op.create_table(
        "tech_contract",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("contract_number", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "submitted",
                "registered",
                "dropped",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("state_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("category", sa.String(length=40), nullable=False),
        sa.Column("buyer", sa.String(length=120), nullable=False),
        sa.Column("buyer_code", sa.String(length=18), nullable=False),
        sa.Column("seller", sa.String(length=120), nullable=False),
        sa.Column("seller_code", sa.String(length=18), nullable=False),
        sa.Column("field", sa.String(length=40), nullable=False),
        sa.Column("total_fen", sa.BigInteger(), nullable=False),
        sa.Column("technical_fen", sa.BigInteger(), nullable=False),
        sa.Column("payment", sa.String(length=20), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("rights", sa.String(length=40), nullable=False),
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("registered_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state <> 'registered' OR (number <> '' AND registered_on IS NOT NULL)",
            name=op.f("ck_tech_contract_registered_has_number"),
        ),
        sa.CheckConstraint(
            "ends_on IS NULL OR starts_on IS NULL OR ends_on > starts_on",
            name=op.f("ck_tech_contract_period"),
        ),
        sa.CheckConstraint(
            "technical_fen BETWEEN 0 AND total_fen", name=op.f("ck_tech_contract_technical_part")
        ),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_tech_contract_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tech_contract")),
        sa.UniqueConstraint("code", name=op.f("uq_tech_contract_code")),
        sa.UniqueConstraint("project_id", name=op.f("uq_tech_contract_project_id")),
    )
    op.create_index(op.f("ix_tech_contract_registered_on"), "tech_contract", ["registered_on"], unique=False)
    op.create_index(
        "uq_tech_contract_number",
        "tech_contract",
        ["number"],
        unique=True,
        sqlite_where=sa.text("number <> ''"),
        postgresql_where=sa.text("number <> ''"),
    )

    op.create_table(
        "talent_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("talent_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["user_account.id"], name=op.f("fk_talent_note_by_id")),
        sa.ForeignKeyConstraint(["talent_id"], ["talent_record.id"], name=op.f("fk_talent_note_talent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_talent_note")),
    )
    op.create_index(op.f("ix_talent_note_talent_id"), "talent_note", ["talent_id"], unique=False)


def downgrade():
    """They are gone."""
    op.drop_table("talent_note")
    op.drop_table("tech_contract")
    op.drop_table("talent_record")
    op.drop_table("follow_up")
    op.drop_table("achievement")
    op.drop_table("city_turnover")
