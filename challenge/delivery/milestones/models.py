"""Tables of milestones: what is due when, who has reported what, and the values that were measured."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, backref, mapped_column, relationship

from accounts.models import User
from challenge.delivery.models import Project, ProjectIndicator
from challenge.delivery.states import Advice, M, Source, Verdict
from core.audit import Subject
from core.database import JsonColumn, UtcDateTime, db, enum_column
from core.stored import StoredFile

_STANDING = sa.text("state <> 'cancelled'")
_DRAFT = sa.text("source = 'self' AND given_at IS NULL")

_VOICE = sa.text("source <> 'third_party'")


class ProjectMilestone(db.Model):
    """里程碑 as the contract in force has it; `round` 2 is the one rectification."""

    __tablename__ = "project_milestone"
    __table_args__ = (
        sa.Index(
            "uq_project_milestone_number",
            "project_id",
            "number",
            unique=True,
            sqlite_where=_STANDING,
            postgresql_where=_STANDING,
        ),
        sa.CheckConstraint("percent BETWEEN 0 AND 100", name="percent"),
        sa.CheckConstraint("round IN (1, 2)", name="round"),
        sa.CheckConstraint("proposed_by_id <> second_by_id", name="two_people"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(sa.ForeignKey("project.id"), index=True)
    number: Mapped[int]
    name: Mapped[str] = mapped_column(sa.String(80))
    due_on: Mapped[dt.date]
    deliverable: Mapped[str] = mapped_column(sa.Text, default="")
    indicator: Mapped[str] = mapped_column(sa.String(200), default="")
    percent: Mapped[int]
    # Number of the gate of a race that it is: judged by the common test, never by hand.
    gate: Mapped[int | None]
    judge: Mapped[str] = mapped_column(sa.String(80), default="")
    state: Mapped[M] = enum_column(M, default=M.PLANNED)
    state_since: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    round: Mapped[int] = mapped_column(default=1)
    comment_due_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    rectify_due_on: Mapped[dt.date | None]
    rectified_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    # Ids of indicators that must be tested again after the rectification before it can pass.
    retest: Mapped[list | None] = mapped_column(JsonColumn)
    remind_on: Mapped[dt.date | None] = mapped_column(index=True)
    # How often, and when last, the team was called on to submit what is late.
    dunned_times: Mapped[int] = mapped_column(default=0)
    dunned_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    reason: Mapped[str] = mapped_column(sa.Text, default="")
    concluded_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    concluded_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user_account.id"))
    # What its pass departs from (sentences), why all the same, who has proposed it and who has agreed.
    departures: Mapped[list | None] = mapped_column(JsonColumn)
    departure_reason: Mapped[str] = mapped_column(sa.Text, default="")
    proposed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user_account.id"))
    second_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user_account.id"))
    version: Mapped[int] = mapped_column(default=1)
    project: Mapped[Project] = relationship(backref=backref("milestones", order_by="ProjectMilestone.number"))
    concluded_by: Mapped[User | None] = relationship(foreign_keys=concluded_by_id)
    proposed_by: Mapped[User | None] = relationship(foreign_keys=proposed_by_id)
    second_by: Mapped[User | None] = relationship(foreign_keys=second_by_id)
    reports: Mapped[list["MilestoneReport"]] = relationship(
        back_populates="milestone", order_by="MilestoneReport.id"
    )
    __mapper_args__ = {"version_id_col": version}

    @property
    def challenge(self):
        """The list, whose rule pack is in force."""
        return self.project.challenge

    def log_subject(self):
        """For the log."""
        return Subject("milestone", self.id, f"challenge:{self.project.challenge_id}")


class MilestoneReport(db.Model):
    """What one side says of a milestone in one round: evidence, opinion, test; a draft until `given_at`."""

    __tablename__ = "milestone_report"
    __table_args__ = (
        sa.Index(
            "uq_milestone_report_draft",
            "milestone_id",
            unique=True,
            sqlite_where=_DRAFT,
            postgresql_where=_DRAFT,
        ),
        sa.Index(
            "uq_milestone_report_voice",
            "milestone_id",
            "round",
            "source",
            "user_id",
            unique=True,
            sqlite_where=_VOICE,
            postgresql_where=_VOICE,
        ),
        sa.CheckConstraint("round IN (1, 2)", name="round"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    milestone_id: Mapped[int] = mapped_column(sa.ForeignKey("project_milestone.id"), index=True)
    round: Mapped[int]
    source: Mapped[Source] = enum_column(Source, name="source")
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user_account.id"), index=True)
    asked_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user_account.id"))
    asked_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    # Until when the opinion of an expert is asked for.
    reply_due_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    accepted_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    declined_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    given_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    text: Mapped[str] = mapped_column(sa.Text, default="")
    institution: Mapped[str] = mapped_column(sa.String(80), default="")
    advice: Mapped[Advice | None] = enum_column(Advice, name="advice", nullable=True)
    milestone: Mapped[ProjectMilestone] = relationship(back_populates="reports")
    user: Mapped[User] = relationship(foreign_keys=user_id)
    files: Mapped[list["MilestoneFile"]] = relationship(
        back_populates="report", order_by="MilestoneFile.id", cascade="all, delete-orphan"
    )
    measurements: Mapped[list["Measurement"]] = relationship(
        back_populates="report", order_by="Measurement.id", cascade="all, delete-orphan"
    )


class MilestoneFile(StoredFile, db.Model):
    """An attachment of a report, kept encrypted."""

    __tablename__ = "milestone_file"
    __table_args__ = (sa.UniqueConstraint("blob"), sa.UniqueConstraint("report_id", "sha256"))

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(sa.ForeignKey("milestone_report.id"), index=True)
    report: Mapped[MilestoneReport] = relationship(back_populates="files")


class Measurement(db.Model):
    """A measured value as it was typed, with what was due at that moment and the verdict on it.

    It belongs to a report of a milestone, or to an acceptance, with a `note` of who states it. `is_by_judge`: nobody's arithmetic but a named judge's verdict, with its reason in `why`.
    """

    __tablename__ = "measurement"
    __table_args__ = (
        sa.UniqueConstraint("report_id", "indicator_id"),
        sa.CheckConstraint("report_id IS NULL OR acceptance_id IS NULL", name="one_place"),
        sa.CheckConstraint("NOT is_by_judge OR why <> ''", name="judge_gives_reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(sa.ForeignKey("project.id"), index=True)
    indicator_id: Mapped[int] = mapped_column(sa.ForeignKey("project_indicator.id"), index=True)
    report_id: Mapped[int | None] = mapped_column(sa.ForeignKey("milestone_report.id"), index=True)
    acceptance_id: Mapped[int | None] = mapped_column(sa.ForeignKey("acceptance.id"), index=True)
    source: Mapped[Source] = enum_column(Source, name="source")
    note: Mapped[str] = mapped_column(sa.Text, default="")
    value: Mapped[str] = mapped_column(sa.String(120))
    unit: Mapped[str] = mapped_column(sa.String(40), default="")
    due: Mapped[str] = mapped_column(sa.String(300))
    verdict: Mapped[Verdict] = enum_column(Verdict, name="verdict")
    why: Mapped[str] = mapped_column(sa.Text, default="")
    is_by_judge: Mapped[bool] = mapped_column(default=False)
    measured_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    measured_by_id: Mapped[int] = mapped_column(sa.ForeignKey("user_account.id"))
    project: Mapped[Project] = relationship()
    indicator: Mapped[ProjectIndicator] = relationship(
        backref=backref("measurements", order_by="Measurement.id")
    )
    report: Mapped[MilestoneReport | None] = relationship(back_populates="measurements")
