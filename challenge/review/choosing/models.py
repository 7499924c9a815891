"""The table of choices (选定): each later one replaces the one before, and none is ever changed."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, backref, mapped_column, relationship

from accounts.models import User
from challenge.posting.models import Challenge
from core.audit import Subject
from core.database import JsonColumn, UtcDateTime, db


class PosterChoice(db.Model):
    """选定: `ranked` holds ids of bids in the poster's order, the first is its partner; the reason is published."""

    __tablename__ = "poster_choice"
    __table_args__ = (sa.UniqueConstraint("challenge_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    challenge_id: Mapped[int] = mapped_column(sa.ForeignKey("challenge.id"))
    number: Mapped[int]
    ranked: Mapped[list] = mapped_column(JsonColumn)
    reason: Mapped[str] = mapped_column(sa.Text)
    chosen_by_id: Mapped[int] = mapped_column(sa.ForeignKey("user_account.id"))
    chosen_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    challenge: Mapped[Challenge] = relationship(
        backref=backref("poster_choices", order_by="PosterChoice.number")
    )
    chosen_by: Mapped[User] = relationship()

    def log_subject(self):
        """For the log: hidden like the review until the notice is published."""
        return Subject("poster_choice", self.id, f"review:{self.challenge_id}", sealed=True)
