"""Tables of talent records (人才引进): a winner from outside the city, what was agreed with the person, notes of the officer."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, backref, mapped_column, relationship

from accounts.models import Organisation, User
from challenge.delivery.models import Project
from challenge.delivery.outcomes.states import Stay, T
from core.audit import Subject
from core.database import UtcDateTime, db, enum_column
from core.sealed_text import SealedText


class Talent(db.Model):
    """人才引进计划 of one person who won from outside; until the person agrees nothing stands here but the account."""

    __tablename__ = "talent_record"
    __table_args__ = (
        sa.UniqueConstraint("project_id", "user_id"),
        sa.CheckConstraint(
            "state IN ('asked', 'declined', 'closed') OR agreed_at IS NOT NULL", name="agreed_first"
        ),
        sa.CheckConstraint(
            "state NOT IN ('matched', 'met', 'settled') OR unit_id IS NOT NULL", name="has_unit"
        ),
        sa.CheckConstraint("state NOT IN ('met', 'settled') OR met_on IS NOT NULL", name="has_met"),
        sa.CheckConstraint("state <> 'settled' OR settled_on IS NOT NULL", name="has_settled"),
        sa.CheckConstraint("state NOT IN ('asked', 'declined') OR stay IS NULL", name="nothing_unasked"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(sa.String(20), unique=True)
    project_id: Mapped[int] = mapped_column(sa.ForeignKey("project.id"), index=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user_account.id"), index=True)
    state: Mapped[T] = enum_column(T, default=T.ASKED)
    state_since: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    agreed_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    stay: Mapped[Stay | None] = enum_column(Stay, name="stay", nullable=True)
    origin: Mapped[str] = mapped_column(
        SealedText("talent_record.origin"), default="", info={"personal": True}
    )
    needs: Mapped[str] = mapped_column(SealedText("talent_record.needs"), default="", info={"personal": True})
    unit_id: Mapped[int | None] = mapped_column(sa.ForeignKey("organisation.id"), index=True)
    met_on: Mapped[dt.date | None]
    settled_on: Mapped[dt.date | None]
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)
    project: Mapped[Project] = relationship(backref=backref("talents", order_by="Talent.id"))
    user: Mapped[User] = relationship()
    unit: Mapped[Organisation | None] = relationship()
    notes: Mapped[list["TalentNote"]] = relationship(
        back_populates="talent", order_by="TalentNote.id", cascade="all, delete-orphan"
    )
    __mapper_args__ = {"version_id_col": version}

    @property
    def title(self):
        """Whom it is about and through which list, in words."""
        return f"{self.user.display_name}（{self.project.challenge.title}）"

    def log_subject(self):
        """For the log; what the person has said is no business of the log."""
        return Subject("talent_record", self.id, f"challenge:{self.project.challenge_id}")


class TalentNote(db.Model):
    """跟进: what an officer notes about the meeting and after it; goes with the consent."""

    __tablename__ = "talent_note"

    id: Mapped[int] = mapped_column(primary_key=True)
    talent_id: Mapped[int] = mapped_column(sa.ForeignKey("talent_record.id"), index=True)
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("user_account.id"))
    text: Mapped[str] = mapped_column(SealedText("talent_note.text"), info={"personal": True})
    talent: Mapped[Talent] = relationship(back_populates="notes")
    by: Mapped[User] = relationship()
