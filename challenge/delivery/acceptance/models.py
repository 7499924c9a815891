"""Tables of acceptance: one row a round, its files, and the archive that is kept of the whole project."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, backref, mapped_column, relationship

from accounts.models import User
from challenge.delivery.acceptance.states import PUBLIC, Conclusion, Paper, Satisfaction, V
from challenge.delivery.milestones.models import Measurement
from challenge.delivery.models import Project
from challenge.delivery.tolerance.states import Cause
from challenge.notice.models import Notice
from core.audit import Subject
from core.database import JsonColumn, UtcDateTime, db, enum_column


class Acceptance(db.Model):
    """验收 of a project in one round.

    `accounts` (final accounts) are computed when the team applies, `table` (the indicators with their verdicts) when a
    conclusion is proposed; both stay as they were. `overrides` are the sentences that this conclusion departs from.
    """

    __tablename__ = "acceptance"
    __table_args__ = (
        sa.UniqueConstraint("project_id", "round"),
        sa.CheckConstraint("round IN (1, 2)", name="round"),
        sa.CheckConstraint("proposed_by_id <> decided_by_id", name="other_decides"),
        sa.CheckConstraint("proposed_by_id <> second_by_id", name="other_seconds"),
        sa.CheckConstraint("second_by_id <> decided_by_id", name="third_decides"),
        sa.CheckConstraint(
            "state NOT IN ('proposed', 'approved', 'noticed', 'concluded', 'rectifying') OR conclusion IS NOT NULL",
            name="has_conclusion",
        ),
        sa.CheckConstraint(
            "state NOT IN ('approved', 'noticed', 'concluded', 'rectifying') OR decided_by_id IS NOT NULL",
            name="is_decided",
        ),
        sa.CheckConstraint("conclusion <> 'rectify' OR round = 1", name="rectify_once"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(sa.ForeignKey("project.id"), index=True)
    round: Mapped[int] = mapped_column(default=1)
    state: Mapped[V] = enum_column(V, default=V.DRAFT)
    state_since: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    due_on: Mapped[dt.date | None]
    remind_on: Mapped[dt.date | None] = mapped_column(index=True)
    summary: Mapped[str] = mapped_column(sa.Text, default="")
    accounts: Mapped[dict | None] = mapped_column(JsonColumn)
    submitted_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user_account.id"))
    submitted_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    reason: Mapped[str] = mapped_column(sa.Text, default="")
    satisfaction: Mapped[Satisfaction | None] = enum_column(Satisfaction, name="satisfaction", nullable=True)
    certificate: Mapped[str] = mapped_column(sa.Text, default="")
    certified_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user_account.id"))
    certified_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    certificate_due_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    conclusion: Mapped[Conclusion | None] = enum_column(Conclusion, name="conclusion", nullable=True)
    # What stood in the way, where it ends as diligent.
    cause: Mapped[Cause | None] = enum_column(Cause, name="cause", nullable=True)
    basis: Mapped[str] = mapped_column(sa.Text, default="")
    overrides: Mapped[list] = mapped_column(JsonColumn, default=list)
    override_reason: Mapped[str] = mapped_column(sa.Text, default="")
    rectify_until: Mapped[dt.date | None]
    table: Mapped[list | None] = mapped_column(JsonColumn)
    proposed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user_account.id"))
    proposed_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    second_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user_account.id"))
    second_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    decided_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user_account.id"))
    decided_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    decision_reason: Mapped[str] = mapped_column(sa.Text, default="")
    notice_id: Mapped[int | None] = mapped_column(sa.ForeignKey("notice.id"))
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)
    project: Mapped[Project] = relationship(backref=backref("acceptances", order_by="Acceptance.round"))
    notice: Mapped[Notice | None] = relationship()
    submitted_by: Mapped[User | None] = relationship(foreign_keys=[submitted_by_id])
    certified_by: Mapped[User | None] = relationship(foreign_keys=[certified_by_id])
    proposed_by: Mapped[User | None] = relationship(foreign_keys=[proposed_by_id])
    second_by: Mapped[User | None] = relationship(foreign_keys=[second_by_id])
    decided_by: Mapped[User | None] = relationship(foreign_keys=[decided_by_id])
    files: Mapped[list["AcceptanceFile"]] = relationship(
        back_populates="acceptance", order_by="AcceptanceFile.id", cascade="all, delete-orphan"
    )
    measurements: Mapped[list[Measurement]] = relationship(
        order_by=Measurement.id, backref=backref("acceptance"), cascade="all, delete-orphan"
    )
    __mapper_args__ = {"version_id_col": version}

    @property
    def challenge(self):
        """The list, whose rule pack is in force."""
        return self.project.challenge

    @property
    def conclusion_label(self):
        """The conclusion in words: what passes in the second round has passed after a rectification."""
        if self.conclusion is Conclusion.PASS and self.round > 1:
            return "整改后通过"
        return self.conclusion.label if self.conclusion else ""

    @property
    def is_public(self):
        """The conclusion was published, or both sides have been told to rectify."""
        return self.state in PUBLIC

    def log_subject(self):
        """For the log."""
        return Subject("acceptance", self.id, f"challenge:{self.project.challenge_id}")


class AcceptanceFile(db.Model):
    """A paper of an acceptance, kept encrypted."""

    __tablename__ = "acceptance_file"
    __table_args__ = (sa.UniqueConstraint("blob"), sa.UniqueConstraint("acceptance_id", "sha256"))

    id: Mapped[int] = mapped_column(primary_key=True)
    acceptance_id: Mapped[int] = mapped_column(sa.ForeignKey("acceptance.id"), index=True)
    kind: Mapped[Paper] = enum_column(Paper, name="kind")
    institution: Mapped[str] = mapped_column(sa.String(80), default="")
    name: Mapped[str] = mapped_column(sa.String(120))
    mime: Mapped[str] = mapped_column(sa.String(100))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(sa.String(64))
    blob: Mapped[str] = mapped_column(sa.String(64))
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("user_account.id"))
    uploaded_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    acceptance: Mapped[Acceptance] = relationship(back_populates="files")


class Archive(db.Model):
    """归档包 of a project: everything that led to its conclusion, with an index of digests; encrypted."""

    __tablename__ = "project_archive"

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(sa.ForeignKey("project.id"), index=True)
    asked_by_id: Mapped[int] = mapped_column(sa.ForeignKey("user_account.id"))
    asked_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    built_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    blob: Mapped[str | None] = mapped_column(sa.String(64), unique=True)
    size: Mapped[int | None]
    sha256: Mapped[str] = mapped_column(sa.String(64), default="")
    fault: Mapped[str] = mapped_column(sa.String(200), default="")
    # Files [{path, title}] that could not be read; with a `note` of the officer it is built without them.
    missing: Mapped[list | None] = mapped_column(JsonColumn)
    note: Mapped[str] = mapped_column(sa.Text, default="")
    project: Mapped[Project] = relationship(backref=backref("archives", order_by="Archive.id"))
    asked_by: Mapped[User] = relationship()

    def log_subject(self):
        """For the log."""
        return Subject("archive", self.id, f"challenge:{self.project.challenge_id}")
