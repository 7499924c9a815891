"""Tables of the R&D log: entries that only grow, their files, the indicators they concern, what the poster was shown."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, backref, mapped_column, relationship

from accounts.models import User
from challenge.delivery.models import Project, ProjectIndicator
from challenge.delivery.research.states import Work
from core.audit import Subject
from core.database import UtcDateTime, db, enum_column

concerns = sa.Table(
    "research_indicator",
    db.metadata,
    sa.Column("entry_id", sa.ForeignKey("research_entry.id"), primary_key=True),
    sa.Column("indicator_id", sa.ForeignKey("project_indicator.id"), primary_key=True, index=True),
)


class ResearchEntry(db.Model):
    """研发记录: what was done on `worked_on`, written `days_late` days after it.

    `digest` covers all of it, its files' digests and `previous`, the digest of the entry before; see `chain.py`.
    A wrong entry stays, and another one corrects it.
    """

    __tablename__ = "research_entry"
    __table_args__ = (
        sa.UniqueConstraint("project_id", "number"),
        sa.UniqueConstraint("project_id", "previous"),
        sa.CheckConstraint("number > 0", name="number"),
        sa.CheckConstraint("days_late >= 0", name="not_ahead"),
        sa.CheckConstraint("text <> ''", name="text"),
        sa.CheckConstraint("corrects_id <> id", name="corrects_another"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(sa.ForeignKey("project.id"))
    number: Mapped[int]
    worked_on: Mapped[dt.date]
    kind: Mapped[Work] = enum_column(Work, name="kind")
    text: Mapped[str] = mapped_column(sa.Text)
    corrects_id: Mapped[int | None] = mapped_column(sa.ForeignKey("research_entry.id"), index=True)
    author_id: Mapped[int] = mapped_column(sa.ForeignKey("user_account.id"))
    author_name: Mapped[str] = mapped_column(sa.String(80))
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    days_late: Mapped[int]
    previous: Mapped[str] = mapped_column(sa.String(64))
    digest: Mapped[str] = mapped_column(sa.String(64))
    project: Mapped[Project] = relationship(backref=backref("research", order_by="ResearchEntry.number"))
    author: Mapped[User] = relationship()
    indicators: Mapped[list[ProjectIndicator]] = relationship(
        secondary=concerns, order_by=ProjectIndicator.position
    )
    files: Mapped[list["ResearchFile"]] = relationship(back_populates="entry", order_by="ResearchFile.id")
    share: Mapped["ResearchShare | None"] = relationship(back_populates="entry")
    corrects: Mapped["ResearchEntry | None"] = relationship(remote_side=id)
    corrections: Mapped[list["ResearchEntry"]] = relationship(
        viewonly=True,
        primaryjoin="ResearchEntry.id == remote(ResearchEntry.corrects_id)",
        order_by="ResearchEntry.number",
    )

    @property
    def challenge(self):
        """The list, whose rule pack is in force."""
        return self.project.challenge

    def log_subject(self):
        """For the log."""
        return Subject("research_entry", self.id, f"challenge:{self.project.challenge_id}")


class ResearchFile(db.Model):
    """A file of an entry, encrypted at rest; its digest is part of the entry's."""

    __tablename__ = "research_file"

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(sa.ForeignKey("research_entry.id"), index=True)
    name: Mapped[str] = mapped_column(sa.String(120))
    mime: Mapped[str] = mapped_column(sa.String(100))
    blob: Mapped[str] = mapped_column(sa.String(64), unique=True)
    sha256: Mapped[str] = mapped_column(sa.String(64))
    size: Mapped[int]
    entry: Mapped[ResearchEntry] = relationship(back_populates="files")


class ResearchShare(db.Model):
    """The leader of the project has shown this entry to the poster; what was read is not taken back."""

    __tablename__ = "research_share"

    entry_id: Mapped[int] = mapped_column(sa.ForeignKey("research_entry.id"), primary_key=True)
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("user_account.id"))
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    entry: Mapped[ResearchEntry] = relationship(back_populates="share")
    by: Mapped[User] = relationship()


class ResearchReminder(db.Model):
    """The day on which a team that stays silent is reminded; moved on with every entry."""

    __tablename__ = "research_reminder"

    project_id: Mapped[int] = mapped_column(sa.ForeignKey("project.id"), primary_key=True)
    remind_on: Mapped[dt.date] = mapped_column(index=True)
    project: Mapped[Project] = relationship()
