"""Tables of tolerance: cases with their frozen dossier and decision, statements of both sides, published precedents."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, backref, mapped_column, relationship

from accounts.models import User
from challenge.delivery.models import Project
from challenge.delivery.panels.models import Panel
from challenge.delivery.states import Party
from challenge.delivery.tolerance.states import After, Cause, Occasion, T
from core.audit import Subject
from core.database import JsonColumn, UtcDateTime, db, enum_column
from core.stored import StoredFile

_OPEN = sa.text("state IN ('stating', 'reviewing', 'hearing', 'deciding')")


class Tolerance(db.Model):
    """容错评议 of a project.

    `dossier` is frozen when the panel begins, `digest` the SHA-256 of its canonical JSON; `due_at` is the clock of the
    present state; `settlement` what the ledger came to at the decision.
    """

    __tablename__ = "tolerance"
    __table_args__ = (
        sa.Index("uq_tolerance_open", "project_id", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
        sa.CheckConstraint("state IN ('stating', 'withdrawn') OR digest <> ''", name="has_dossier"),
        sa.CheckConstraint("state <> 'refused' OR follows IS NOT NULL", name="says_what_follows"),
        sa.CheckConstraint("returned_times BETWEEN 0 AND 1", name="returned_once"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(sa.String(20), unique=True)
    project_id: Mapped[int] = mapped_column(sa.ForeignKey("project.id"), index=True)
    occasion: Mapped[Occasion] = enum_column(Occasion, name="occasion")
    cause: Mapped[Cause] = enum_column(Cause, name="cause")
    state: Mapped[T] = enum_column(T, default=T.STATING)
    state_since: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    due_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    requested_by_id: Mapped[int] = mapped_column(sa.ForeignKey("user_account.id"))
    requested_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    request: Mapped[str] = mapped_column(sa.Text)
    dossier: Mapped[dict | None] = mapped_column(JsonColumn, deferred=True)
    digest: Mapped[str] = mapped_column(sa.String(64), default="")
    frozen_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    panel_id: Mapped[int | None] = mapped_column(sa.ForeignKey("panel.id"))
    returned_times: Mapped[int] = mapped_column(default=0)
    answer: Mapped[str] = mapped_column(sa.Text, default="")
    answered_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    reason: Mapped[str] = mapped_column(sa.Text, default="")
    follows: Mapped[After | None] = enum_column(After, name="follows", nullable=True)
    decided_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user_account.id"))
    decided_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    settlement: Mapped[list | None] = mapped_column(JsonColumn)
    version: Mapped[int] = mapped_column(default=1)
    project: Mapped[Project] = relationship(backref=backref("tolerances", order_by="Tolerance.id"))
    requested_by: Mapped[User] = relationship(foreign_keys=[requested_by_id])
    decided_by: Mapped[User | None] = relationship(foreign_keys=[decided_by_id])
    panel: Mapped[Panel | None] = relationship()
    statements: Mapped[list["ToleranceStatement"]] = relationship(
        back_populates="tolerance", order_by="ToleranceStatement.id"
    )
    precedent: Mapped["Precedent | None"] = relationship(back_populates="tolerance")
    __mapper_args__ = {"version_id_col": version}

    @property
    def challenge(self):
        """The list, whose rule pack is in force."""
        return self.project.challenge

    def log_subject(self):
        """For the log."""
        return Subject("tolerance", self.id, f"challenge:{self.project.challenge_id}")


class ToleranceStatement(db.Model):
    """What one side says of the matter, once; it becomes part of the frozen dossier."""

    __tablename__ = "tolerance_statement"
    __table_args__ = (sa.UniqueConstraint("tolerance_id", "party"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    tolerance_id: Mapped[int] = mapped_column(sa.ForeignKey("tolerance.id"), index=True)
    party: Mapped[Party] = enum_column(Party, name="party")
    text: Mapped[str] = mapped_column(sa.Text)
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("user_account.id"))
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    tolerance: Mapped[Tolerance] = relationship(back_populates="statements")
    by: Mapped[User] = relationship()
    files: Mapped[list["ToleranceFile"]] = relationship(
        back_populates="statement", order_by="ToleranceFile.id"
    )


class ToleranceFile(StoredFile, db.Model):
    """An attachment of a statement, kept encrypted; its digest is part of the frozen dossier."""

    __tablename__ = "tolerance_file"
    __table_args__ = (sa.UniqueConstraint("blob"), sa.UniqueConstraint("statement_id", "sha256"))

    id: Mapped[int] = mapped_column(primary_key=True)
    statement_id: Mapped[int] = mapped_column(sa.ForeignKey("tolerance_statement.id"), index=True)
    statement: Mapped[ToleranceStatement] = relationship(back_populates="files")


class Precedent(db.Model):
    """容错案例: the summary of a decided case without names, for whoever asks what was decided before."""

    __tablename__ = "precedent"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(sa.String(20), unique=True)
    tolerance_id: Mapped[int] = mapped_column(sa.ForeignKey("tolerance.id"), unique=True)
    industry: Mapped[str] = mapped_column(sa.String(40))
    cause: Mapped[Cause] = enum_column(Cause, name="cause")
    occasion: Mapped[Occasion] = enum_column(Occasion, name="occasion")
    is_granted: Mapped[bool]
    title: Mapped[str] = mapped_column(sa.String(80))
    summary: Mapped[str] = mapped_column(sa.Text)
    grounds: Mapped[str] = mapped_column(sa.Text)
    published_at: Mapped[dt.datetime] = mapped_column(UtcDateTime, index=True)
    published_by_id: Mapped[int] = mapped_column(sa.ForeignKey("user_account.id"))
    tolerance: Mapped[Tolerance] = relationship(back_populates="precedent")

    def log_subject(self):
        """For the log."""
        return Subject("precedent", self.id, f"precedent:{self.id}")
