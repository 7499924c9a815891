"""Envoys (科技特派员), what enterprises ask of them, their missions, visits and yearly assessments.

Revision ID: 0034
Revises: 0033
"""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
JSON = sa.JSON(none_as_null=True)


def _enum(name, *values):
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=24)


def _column(name, kind, *, nullable=False):
    return sa.Column(name, kind, nullable=nullable)


def _points(table, name, target):
    return sa.ForeignKeyConstraint([name], [f"{target}.id"], name=op.f(f"fk_{table}_{name}"))


def _only(name, table, columns, condition):
    only = sa.text(condition)
    op.create_index(name, table, columns, unique=True, sqlite_where=only, postgresql_where=only)


def upgrade():
    """Nobody was appointed before."""
    _create_envoy()
    _create_envoy_request()
    _create_mission()
    _create_visit()
    _create_visit_problem()
    _create_visit_file()
    _create_envoy_assessment()


def _create_envoy():
    op.create_table(
        "envoy",
        _column("id", sa.Integer()),
        _column("code", sa.String(20)),
        _column("kind", _enum("kind", "expert", "officer")),
        _column("user_id", sa.Integer()),
        _column("profile_id", sa.Integer(), nullable=True),
        _column("county", sa.String(40)),
        _column("industries", JSON),
        _column("starts_on", sa.Date()),
        _column("ends_on", sa.Date()),
        _column("capacity", sa.Integer()),
        _column("basis", sa.String(200)),
        _column("state", _enum("state", "offered", "serving", "renewing", "declined", "ended")),
        _column("state_since", INSTANT, nullable=True),
        _column("next_ends_on", sa.Date(), nullable=True),
        _column("next_capacity", sa.Integer(), nullable=True),
        _column("agreed_at", INSTANT, nullable=True),
        _column("is_named", sa.Boolean()),
        _column("reason", sa.Text()),
        _column("appointed_by_id", sa.Integer()),
        _column("is_demo", sa.Boolean()),
        _column("created_at", INSTANT),
        _column("version", sa.Integer()),
        sa.CheckConstraint("ends_on > starts_on", name=op.f("ck_envoy_term")),
        sa.CheckConstraint("capacity BETWEEN 1 AND 50", name=op.f("ck_envoy_capacity")),
        sa.CheckConstraint("kind = 'officer' OR profile_id IS NOT NULL", name=op.f("ck_envoy_expert_has_profile")),
        sa.CheckConstraint("state <> 'renewing' OR next_ends_on IS NOT NULL", name=op.f("ck_envoy_renewal_has_term")),
        _points("envoy", "user_id", "user_account"),
        _points("envoy", "profile_id", "profile"),
        _points("envoy", "appointed_by_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_envoy")),
        sa.UniqueConstraint("code", name=op.f("uq_envoy_code")),
    )
    op.create_index(op.f("ix_envoy_county"), "envoy", ["county"])
    op.create_index(op.f("ix_envoy_profile_id"), "envoy", ["profile_id"])
    op.create_index(op.f("ix_envoy_user_id"), "envoy", ["user_id"])
    _only("uq_envoy_living", "envoy", ["user_id"], "state IN ('offered', 'serving', 'renewing')")


def _create_envoy_request():
    op.create_table(
        "envoy_request",
        _column("id", sa.Integer()),
        _column("code", sa.String(20)),
        _column("organisation_id", sa.Integer()),
        _column("user_id", sa.Integer()),
        _column("wanted_id", sa.Integer(), nullable=True),
        _column("topic", sa.String(80)),
        _column("text", sa.Text()),
        _column("industry", sa.String(40)),
        _column("state", _enum("state", "asked", "arranged", "refused", "withdrawn")),
        _column("state_since", INSTANT, nullable=True),
        _column("reason", sa.Text()),
        _column("is_demo", sa.Boolean()),
        _column("created_at", INSTANT),
        _column("version", sa.Integer()),
        _points("envoy_request", "organisation_id", "organisation"),
        _points("envoy_request", "user_id", "user_account"),
        _points("envoy_request", "wanted_id", "envoy"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_envoy_request")),
        sa.UniqueConstraint("code", name=op.f("uq_envoy_request_code")),
    )
    op.create_index(op.f("ix_envoy_request_organisation_id"), "envoy_request", ["organisation_id"])


def _create_mission():
    op.create_table(
        "mission",
        _column("id", sa.Integer()),
        _column("code", sa.String(20)),
        _column("envoy_id", sa.Integer()),
        _column("organisation_id", sa.Integer()),
        _column("contact_id", sa.Integer()),
        _column("challenge_id", sa.Integer(), nullable=True),
        _column("request_id", sa.Integer(), nullable=True),
        _column("former_id", sa.Integer(), nullable=True),
        _column("aim", sa.Text()),
        _column("starts_on", sa.Date()),
        _column("due_on", sa.Date()),
        _column(
            "state", _enum("state", "offered", "serving", "finished", "closed", "declined", "replaced", "cancelled")
        ),
        _column("state_since", INSTANT, nullable=True),
        _column("answer_due_at", INSTANT),
        _column("answered_at", INSTANT, nullable=True),
        _column("reason", sa.Text()),
        _column("result", _enum("result", "redrafted", "solved", "matched", "none"), nullable=True),
        _column("result_text", sa.Text()),
        _column("matched_id", sa.Integer(), nullable=True),
        _column("finished_at", INSTANT, nullable=True),
        _column("rate_due_at", INSTANT, nullable=True),
        _column("rating", sa.Integer(), nullable=True),
        _column("rating_text", sa.Text()),
        _column("rated_at", INSTANT, nullable=True),
        _column("rated_by_id", sa.Integer(), nullable=True),
        _column("assigned_by_id", sa.Integer()),
        _column("created_at", INSTANT),
        _column("version", sa.Integer()),
        sa.CheckConstraint("rating BETWEEN 1 AND 5", name=op.f("ck_mission_rating")),
        sa.CheckConstraint(
            "state NOT IN ('finished', 'closed') OR result IS NOT NULL", name=op.f("ck_mission_ended_with_result")
        ),
        sa.CheckConstraint("due_on >= starts_on", name=op.f("ck_mission_period")),
        _points("mission", "envoy_id", "envoy"),
        _points("mission", "organisation_id", "organisation"),
        _points("mission", "contact_id", "user_account"),
        _points("mission", "challenge_id", "challenge"),
        _points("mission", "request_id", "envoy_request"),
        _points("mission", "former_id", "mission"),
        _points("mission", "matched_id", "profile"),
        _points("mission", "rated_by_id", "user_account"),
        _points("mission", "assigned_by_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mission")),
        sa.UniqueConstraint("code", name=op.f("uq_mission_code")),
    )
    op.create_index(op.f("ix_mission_challenge_id"), "mission", ["challenge_id"])
    op.create_index(op.f("ix_mission_envoy_id"), "mission", ["envoy_id"])
    op.create_index(op.f("ix_mission_organisation_id"), "mission", ["organisation_id"])
    op.create_index(op.f("ix_mission_request_id"), "mission", ["request_id"])
    _only(
        "uq_mission_challenge",
        "mission",
        ["challenge_id"],
        "state IN ('offered', 'serving', 'finished') AND challenge_id IS NOT NULL",
    )


def _create_visit():
    op.create_table(
        "visit",
        _column("id", sa.Integer()),
        _column("mission_id", sa.Integer()),
        _column("number", sa.Integer()),
        _column("revision", sa.Integer()),
        _column("state", _enum("state", "recorded", "confirmed", "disputed", "unconfirmed", "superseded")),
        _column("state_since", INSTANT, nullable=True),
        _column("visited_on", sa.Date()),
        _column("manner", _enum("manner", "on_site", "online", "call", "training")),
        _column("place", sa.String(80)),
        _column("people_met", sa.String(200)),
        _column("advice", sa.Text()),
        _column("next_step", sa.Text()),
        _column("why", sa.Text()),
        _column("recorded_at", INSTANT),
        _column("recorded_by_id", sa.Integer()),
        _column("confirm_due_at", INSTANT),
        _column("answered_at", INSTANT, nullable=True),
        _column("answered_by_id", sa.Integer(), nullable=True),
        _column("reason", sa.Text()),
        _column("version", sa.Integer()),
        sa.CheckConstraint("revision >= 1", name=op.f("ck_visit_revision")),
        _points("visit", "mission_id", "mission"),
        _points("visit", "recorded_by_id", "user_account"),
        _points("visit", "answered_by_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit")),
        sa.UniqueConstraint("mission_id", "number", "revision", name=op.f("uq_visit_mission_id_number_revision")),
    )
    op.create_index(op.f("ix_visit_confirm_due_at"), "visit", ["confirm_due_at"])
    op.create_index(op.f("ix_visit_mission_id"), "visit", ["mission_id"])
    op.create_index(op.f("ix_visit_visited_on"), "visit", ["visited_on"])
    _only("uq_visit_standing", "visit", ["mission_id", "number"], "state <> 'superseded'")


def _create_visit_problem():
    op.create_table(
        "visit_problem",
        _column("id", sa.Integer()),
        _column("visit_id", sa.Integer()),
        _column("position", sa.Integer()),
        _column("text", sa.String(500)),
        _column("challenge_id", sa.Integer(), nullable=True),
        _points("visit_problem", "visit_id", "visit"),
        _points("visit_problem", "challenge_id", "challenge"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_problem")),
        sa.UniqueConstraint("visit_id", "position", name=op.f("uq_visit_problem_visit_id_position")),
    )
    op.create_index(op.f("ix_visit_problem_challenge_id"), "visit_problem", ["challenge_id"])
    op.create_index(op.f("ix_visit_problem_visit_id"), "visit_problem", ["visit_id"])


def _create_visit_file():
    op.create_table(
        "visit_file",
        _column("id", sa.Integer()),
        _column("visit_id", sa.Integer()),
        _column("name", sa.String(120)),
        _column("mime", sa.String(100)),
        _column("size", sa.Integer()),
        _column("sha256", sa.String(64)),
        _column("blob", sa.String(64)),
        _column("uploaded_at", INSTANT),
        _points("visit_file", "visit_id", "visit"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_file")),
        sa.UniqueConstraint("blob", name=op.f("uq_visit_file_blob")),
        sa.UniqueConstraint("visit_id", "sha256", name=op.f("uq_visit_file_visit_id_sha256")),
    )
    op.create_index(op.f("ix_visit_file_visit_id"), "visit_file", ["visit_id"])


def _create_envoy_assessment():
    op.create_table(
        "envoy_assessment",
        _column("id", sa.Integer()),
        _column("envoy_id", sa.Integer()),
        _column("year", sa.Integer()),
        _column("state", _enum("state", "open", "reported", "opined", "graded", "answered", "final")),
        _column("state_since", INSTANT, nullable=True),
        _column("due_at", INSTANT, nullable=True),
        _column("report", sa.Text()),
        _column("reported_at", INSTANT, nullable=True),
        _column("opinion", sa.Text()),
        _column("opinion_grade", _enum("opinion_grade", "excellent", "pass", "fail"), nullable=True),
        _column("opined_by_id", sa.Integer(), nullable=True),
        _column("opined_at", INSTANT, nullable=True),
        _column("grade", _enum("grade", "excellent", "pass", "fail"), nullable=True),
        _column("grade_reason", sa.Text()),
        _column("graded_by_id", sa.Integer(), nullable=True),
        _column("graded_at", INSTANT, nullable=True),
        _column("body", JSON, nullable=True),
        _column("digest", sa.String(64)),
        _column("answer", sa.Text()),
        _column("answered_at", INSTANT, nullable=True),
        _column("sent_back", sa.Text()),
        _column("final_by_id", sa.Integer(), nullable=True),
        _column("final_at", INSTANT, nullable=True),
        _column("final_digest", sa.String(64)),
        _column("opened_by_id", sa.Integer()),
        _column("opened_at", INSTANT),
        _column("version", sa.Integer()),
        sa.CheckConstraint(
            "state NOT IN ('graded', 'answered', 'final') OR grade IS NOT NULL",
            name=op.f("ck_envoy_assessment_graded"),
        ),
        sa.CheckConstraint("year BETWEEN 2000 AND 2100", name=op.f("ck_envoy_assessment_year")),
        _points("envoy_assessment", "envoy_id", "envoy"),
        _points("envoy_assessment", "opined_by_id", "user_account"),
        _points("envoy_assessment", "graded_by_id", "user_account"),
        _points("envoy_assessment", "final_by_id", "user_account"),
        _points("envoy_assessment", "opened_by_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_envoy_assessment")),
        sa.UniqueConstraint("envoy_id", "year", name=op.f("uq_envoy_assessment_envoy_id_year")),
    )
    op.create_index(op.f("ix_envoy_assessment_envoy_id"), "envoy_assessment", ["envoy_id"])
    op.create_index(op.f("ix_envoy_assessment_year"), "envoy_assessment", ["year"])


def downgrade():
    """Nothing else refers to them."""
    for table in ("envoy_assessment", "visit_file", "visit_problem", "visit", "mission", "envoy_request", "envoy"):
        op.drop_table(table)
