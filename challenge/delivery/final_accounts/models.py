"""The table of final accounts: one of each project that has passed."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, backref, mapped_column, relationship

from accounts.models import User
from challenge.delivery.final_accounts.states import F
from challenge.delivery.models import Project
from core.audit import Subject
from core.database import JsonColumn, UtcDateTime, db, enum_column


class FinalAccount(db.Model):
    """决算 of a project, there from the day it passed; `content` (see `figures.py`) with its digest is what was handed in last."""

    __tablename__ = "final_account"
    __table_args__ = (
        sa.UniqueConstraint("project_id"),
        sa.CheckConstraint(
            "state = 'open' OR (content IS NOT NULL AND handed_in_by_id IS NOT NULL)", name="is_handed_in"
        ),
        sa.CheckConstraint("state <> 'confirmed' OR checked_by_id IS NOT NULL", name="is_checked"),
        sa.CheckConstraint("checked_by_id <> handed_in_by_id", name="two_people"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(sa.ForeignKey("project.id"))
    state: Mapped[F] = enum_column(F, default=F.OPEN, index=True)
    state_since: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    content: Mapped[dict | None] = mapped_column(JsonColumn)
    digest: Mapped[str] = mapped_column(sa.String(64), default="")
    handed_in_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user_account.id"))
    handed_in_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    checked_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user_account.id"))
    checked_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    # Why it was sent back the last time.
    reason: Mapped[str] = mapped_column(sa.Text, default="")
    version: Mapped[int] = mapped_column(default=1)
    project: Mapped[Project] = relationship(backref=backref("final_account", uselist=False))
    handed_in_by: Mapped[User | None] = relationship(foreign_keys=handed_in_by_id)
    checked_by: Mapped[User | None] = relationship(foreign_keys=checked_by_id)
    __mapper_args__ = {"version_id_col": version}

    @property
    def challenge(self):
        """The list, whose rule pack is in force."""
        return self.project.challenge

    def log_subject(self):
        """For the log."""
        return Subject("final_account", self.id, f"challenge:{self.project.challenge_id}")
