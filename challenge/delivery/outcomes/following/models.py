"""Table of follow-ups (跟踪表): what a project has brought about, year by year after its end."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, backref, mapped_column, relationship

from accounts.models import User
from challenge.delivery.models import Project
from challenge.delivery.outcomes.states import U
from core.audit import Subject
from core.database import UtcDateTime, db, enum_column

FIGURES = ("sales_fen", "tax_fen", "saved_fen", "invested_fen", "jobs")
_GIVEN = " AND ".join(f"{name} IS NOT NULL" for name in FIGURES)


class FollowUp(db.Model):
    """跟踪表 of the `number`-th year after the end: figures of that year, sums in 分, jobs in persons; 0 is a figure too."""

    __tablename__ = "follow_up"
    __table_args__ = (
        sa.UniqueConstraint("project_id", "number"),
        sa.CheckConstraint("number BETWEEN 1 AND 10", name="number"),
        sa.CheckConstraint("due_on >= opens_on", name="period"),
        *(sa.CheckConstraint(f"{name} >= 0", name=name) for name in FIGURES),
        sa.CheckConstraint(
            f"state NOT IN ('submitted', 'checked') OR ({_GIVEN})", name="submitted_has_figures"
        ),
        sa.CheckConstraint("state <> 'waived' OR reason <> ''", name="waived_has_reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(sa.String(24), unique=True)
    project_id: Mapped[int] = mapped_column(sa.ForeignKey("project.id"), index=True)
    number: Mapped[int]
    state: Mapped[U] = enum_column(U, default=U.PLANNED)
    state_since: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    opens_on: Mapped[dt.date]
    due_on: Mapped[dt.date]
    remind_on: Mapped[dt.date | None] = mapped_column(index=True)
    sales_fen: Mapped[int | None] = mapped_column(sa.BigInteger)
    tax_fen: Mapped[int | None] = mapped_column(sa.BigInteger)
    saved_fen: Mapped[int | None] = mapped_column(sa.BigInteger)
    invested_fen: Mapped[int | None] = mapped_column(sa.BigInteger)
    jobs: Mapped[int | None]
    text: Mapped[str] = mapped_column(sa.Text, default="")
    file_name: Mapped[str] = mapped_column(sa.String(120), default="")
    file_mime: Mapped[str] = mapped_column(sa.String(100), default="")
    file_sha256: Mapped[str] = mapped_column(sa.String(64), default="")
    blob: Mapped[str | None] = mapped_column(sa.String(64), unique=True)
    filled_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user_account.id"))
    checked_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user_account.id"))
    checked_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    reason: Mapped[str] = mapped_column(sa.Text, default="")
    version: Mapped[int] = mapped_column(default=1)
    project: Mapped[Project] = relationship(backref=backref("follow_ups", order_by="FollowUp.number"))
    filled_by: Mapped[User | None] = relationship(foreign_keys=[filled_by_id])
    checked_by: Mapped[User | None] = relationship(foreign_keys=[checked_by_id])
    __mapper_args__ = {"version_id_col": version}

    @property
    def challenge(self):
        """The list, whose rule pack is in force."""
        return self.project.challenge

    @property
    def title(self):
        """What it is about, in words."""
        return f"{self.project.challenge.title}：结题后第 {self.number} 年"

    def log_subject(self):
        """For the log."""
        return Subject("follow_up", self.id, f"challenge:{self.project.challenge_id}")
