"""The table of yearly assessments (年度考核)."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, backref, mapped_column, relationship

from accounts.models import User
from challenge.envoys.models import Envoy
from challenge.envoys.states import Grade, Y
from core.audit import Subject
from core.database import JsonColumn, UtcDateTime, db, enum_column


class Assessment(db.Model):
    """One year of one envoy. `body` are the figures as they stood at the grade, `digest` is taken of them;
    `final_digest` covers all that was said and decided as well."""

    __tablename__ = "envoy_assessment"
    __table_args__ = (
        sa.UniqueConstraint("envoy_id", "year"),
        sa.CheckConstraint("year BETWEEN 2000 AND 2100", name="year"),
        sa.CheckConstraint(
            "state NOT IN ('graded', 'answered', 'final') OR grade IS NOT NULL", name="graded"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    envoy_id: Mapped[int] = mapped_column(sa.ForeignKey("envoy.id"), index=True)
    year: Mapped[int] = mapped_column(index=True)
    state: Mapped[Y] = enum_column(Y, default=Y.OPEN)
    state_since: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    due_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    report: Mapped[str] = mapped_column(sa.Text, default="")
    reported_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    opinion: Mapped[str] = mapped_column(sa.Text, default="")
    opinion_grade: Mapped[Grade | None] = enum_column(Grade, name="opinion_grade", nullable=True)
    opined_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user_account.id"))
    opined_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    grade: Mapped[Grade | None] = enum_column(Grade, name="grade", nullable=True)
    grade_reason: Mapped[str] = mapped_column(sa.Text, default="")
    graded_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user_account.id"))
    graded_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    body: Mapped[dict | None] = mapped_column(JsonColumn)
    digest: Mapped[str] = mapped_column(sa.String(64), default="")
    answer: Mapped[str] = mapped_column(sa.Text, default="")
    answered_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    sent_back: Mapped[str] = mapped_column(sa.Text, default="")
    final_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user_account.id"))
    final_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    final_digest: Mapped[str] = mapped_column(sa.String(64), default="")
    opened_by_id: Mapped[int] = mapped_column(sa.ForeignKey("user_account.id"))
    opened_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)
    envoy: Mapped[Envoy] = relationship(backref=backref("assessments", order_by="Assessment.year"))
    opined_by: Mapped[User | None] = relationship(foreign_keys=opined_by_id)
    graded_by: Mapped[User | None] = relationship(foreign_keys=graded_by_id)
    final_by: Mapped[User | None] = relationship(foreign_keys=final_by_id)
    __mapper_args__ = {"version_id_col": version}

    @property
    def is_demo(self):
        """Its envoy is one of the demonstration."""
        return self.envoy.is_demo

    def log_subject(self):
        """For the log: it stands with its envoy."""
        return Subject("envoy_assessment", self.id, f"envoy:{self.envoy_id}")
