"""Recommendations kept at publication, and feedback on them.

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade():
    """Lists published so far have no record."""
    op.create_table(
        "recommendation_feedback",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("challenge_id", sa.Integer(), nullable=False),
        sa.Column("profile_id", sa.Integer(), nullable=False),
        sa.Column(
            "purpose",
            sa.Enum(
                "solvers", "reviewers", name="purpose", native_enum=False, create_constraint=True, length=24
            ),
            nullable=False,
        ),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("fits", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["challenge_id"], ["challenge.id"], name=op.f("fk_recommendation_feedback_challenge_id")
        ),
        sa.ForeignKeyConstraint(
            ["profile_id"], ["profile.id"], name=op.f("fk_recommendation_feedback_profile_id")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_recommendation_feedback_user_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recommendation_feedback")),
        sa.UniqueConstraint(
            "challenge_id",
            "profile_id",
            "purpose",
            "user_id",
            name=op.f("uq_recommendation_feedback_one_each"),
        ),
    )
    op.create_table(
        "recommendation_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("challenge_id", sa.Integer(), nullable=False),
        sa.Column(
            "purpose",
            sa.Enum(
                "solvers", "reviewers", name="purpose", native_enum=False, create_constraint=True, length=24
            ),
            nullable=False,
        ),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("index_mark", sa.Integer(), nullable=False),
        sa.Column("pool_size", sa.Integer(), nullable=False),
        sa.Column("factors_version", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(
            ["challenge_id"], ["challenge.id"], name=op.f("fk_recommendation_run_challenge_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recommendation_run")),
        sa.UniqueConstraint(
            "challenge_id", "purpose", name=op.f("uq_recommendation_run_challenge_id_purpose")
        ),
    )
    op.create_table(
        "recommended_place",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("profile_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("text_place", sa.Integer(), nullable=False),
        sa.Column("score", sa.Double(), nullable=False),
        sa.Column("total", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(["profile_id"], ["profile.id"], name=op.f("fk_recommended_place_profile_id")),
        sa.ForeignKeyConstraint(
            ["run_id"], ["recommendation_run.id"], name=op.f("fk_recommended_place_run_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recommended_place")),
        sa.UniqueConstraint("run_id", "profile_id", name=op.f("uq_recommended_place_run_id_profile_id")),
    )


def downgrade():
    """Records and feedback go."""
    op.drop_table("recommended_place")
    op.drop_table("recommendation_run")
    op.drop_table("recommendation_feedback")
