"""Tables of notices."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, backref, mapped_column, relationship

from challenge.bidding.models import Bid
from challenge.posting.models import Challenge
from challenge.states import About, N
from core.audit import Subject
from core.database import JsonColumn, UtcDateTime, db, enum_column


class Notice(db.Model):
    """公示: generated from data, published by an officer, runs in working days.

    `Challenge.notices` are those of the result alone; notices of an acceptance hang on their acceptance.

    After a suspension of the list `days_left` working days run from `resumed_at`.
    """

    __tablename__ = "notice"
    __table_args__ = (sa.CheckConstraint("ends_at IS NULL OR ends_at > published_at", name="period"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(sa.String(24), unique=True)
    challenge_id: Mapped[int] = mapped_column(sa.ForeignKey("challenge.id"), index=True)
    bid_id: Mapped[int] = mapped_column(sa.ForeignKey("bid.id"))
    kind: Mapped[About] = enum_column(About, name="kind", default=About.AWARD)
    state: Mapped[N] = enum_column(N, default=N.DRAFT)
    state_since: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    title: Mapped[str] = mapped_column(sa.String(200))
    facts: Mapped[dict] = mapped_column(JsonColumn)
    workdays: Mapped[int]
    reason: Mapped[str] = mapped_column(sa.Text, default="")
    published_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    ends_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    resumed_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    days_left: Mapped[int | None]
    calendar_known: Mapped[bool] = mapped_column(default=True)
    author_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user_account.id"))
    challenge: Mapped[Challenge] = relationship(
        backref=backref(
            "notices",
            order_by="Notice.id",
            primaryjoin="and_(Challenge.id == Notice.challenge_id, Notice.kind == 'award')",
        )
    )
    bid: Mapped[Bid] = relationship()

    def log_subject(self):
        """For the log."""
        return Subject("notice", self.id, f"challenge:{self.challenge_id}")
