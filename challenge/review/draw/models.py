"""Tables of the draw: rounds, commitments to seeds, transcripts that the database never changes."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, backref, mapped_column, relationship

from accounts.models import User
from challenge.posting.models import Challenge
from challenge.review.draw.states import D, Round, Side
from challenge.review.models import Assignment
from core.audit import Subject
from core.database import JsonColumn, UtcDateTime, db, enum_column


class Draw(db.Model):
    """抽取轮次: conditions and candidates as they were fixed, and what leads from them to the people they are.

    `conditions_seq` is the entry of the log that fixed the conditions, `is_early` whether that was before the deadline.
    `wanted` are the conditions as typed, with the names of who is kept out; `people` holds one `[profile id, salt]`
    for each candidate; `unit_salt` is the same in all rounds of a panel.
    """

    __tablename__ = "draw"
    __table_args__ = (sa.UniqueConstraint("challenge_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    challenge_id: Mapped[int] = mapped_column(sa.ForeignKey("challenge.id"), index=True)
    number: Mapped[int]
    round: Mapped[Round] = enum_column(Round, name="round", default=Round.FIRST)
    state: Mapped[D] = enum_column(D, default=D.GATHERING)
    state_since: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    reason: Mapped[str] = mapped_column(sa.Text, default="")
    wanted: Mapped[dict | None] = mapped_column(JsonColumn)
    conditions: Mapped[dict | None] = mapped_column(JsonColumn)
    conditions_seq: Mapped[int | None]
    conditions_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    is_early: Mapped[bool] = mapped_column(default=False)
    eased_reason: Mapped[str] = mapped_column(sa.Text, default="")
    candidates: Mapped[list | None] = mapped_column(JsonColumn)
    people: Mapped[list | None] = mapped_column(JsonColumn)
    unit_salt: Mapped[str] = mapped_column(sa.String(64))
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)
    challenge: Mapped[Challenge] = relationship(backref=backref("draws", order_by="Draw.number"))
    commitments: Mapped[list["Commitment"]] = relationship(back_populates="draw", order_by="Commitment.id")
    transcript: Mapped["Transcript | None"] = relationship(back_populates="draw")
    assignments: Mapped[list[Assignment]] = relationship(order_by=Assignment.id, backref="draw")
    __mapper_args__ = {"version_id_col": version}

    def log_subject(self):
        """For the log."""
        return Subject("draw", self.id, f"challenge:{self.challenge_id}")


class Commitment(db.Model):
    """种子承诺: the hash of a phrase, and the entry of the log that holds it; what was said before stays."""

    __tablename__ = "draw_commitment"

    id: Mapped[int] = mapped_column(primary_key=True)
    draw_id: Mapped[int] = mapped_column(sa.ForeignKey("draw.id"), index=True)
    side: Mapped[Side] = enum_column(Side, name="side")
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user_account.id"))
    salt: Mapped[str] = mapped_column(sa.String(64))
    digest: Mapped[str] = mapped_column(sa.String(64))
    is_late: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[str] = mapped_column(sa.Text, default="")
    seq: Mapped[int]
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    draw: Mapped[Draw] = relationship(back_populates="commitments")
    user: Mapped[User] = relationship()


class Transcript(db.Model):
    """抽取记录: canonical JSON of everything a draw came from and came to."""

    __tablename__ = "draw_transcript"

    draw_id: Mapped[int] = mapped_column(sa.ForeignKey("draw.id"), primary_key=True)
    body: Mapped[str] = mapped_column(sa.Text)
    digest: Mapped[str] = mapped_column(sa.String(64))
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    draw: Mapped[Draw] = relationship(back_populates="transcript")
