"""Tables of recommendation: what was recommended at publication, and what people said of it."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accounts.models import User
from challenge.posting.models import Challenge
from core.audit import Subject
from core.database import UtcDateTime, db, enum_column
from talent.models import Profile
from talent.recommended import Purpose


class RecommendationRun(db.Model):
    """推荐记录: the first places of one list when it was published; a list put up again gets a new record.

    `index_mark` is the number of the newest change of the pool that the ranking knew.
    """

    __tablename__ = "recommendation_run"
    __table_args__ = (sa.UniqueConstraint("challenge_id", "purpose"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    challenge_id: Mapped[int] = mapped_column(sa.ForeignKey("challenge.id"))
    purpose: Mapped[Purpose] = enum_column(Purpose, name="purpose")
    published_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    index_mark: Mapped[int]
    pool_size: Mapped[int]
    factors_version: Mapped[str] = mapped_column(sa.String(20))
    challenge: Mapped[Challenge] = relationship()
    places: Mapped[list["RecommendedPlace"]] = relationship(
        cascade="all, delete-orphan", order_by="RecommendedPlace.place"
    )


class RecommendedPlace(db.Model):
    """One expert of a record: the place with factors and by text alone, the scores of both."""

    __tablename__ = "recommended_place"
    __table_args__ = (sa.UniqueConstraint("run_id", "profile_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(sa.ForeignKey("recommendation_run.id"))
    profile_id: Mapped[int] = mapped_column(sa.ForeignKey("profile.id"))
    place: Mapped[int]
    text_place: Mapped[int]
    score: Mapped[float]
    total: Mapped[float]


class RecommendationFeedback(db.Model):
    """推荐评价: whether one person finds one expert fitting for one list; it may change, the log keeps both."""

    __tablename__ = "recommendation_feedback"
    __table_args__ = (
        sa.UniqueConstraint(
            *("challenge_id", "profile_id", "purpose", "user_id"), name="uq_recommendation_feedback_one_each"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    challenge_id: Mapped[int] = mapped_column(sa.ForeignKey("challenge.id"))
    profile_id: Mapped[int] = mapped_column(sa.ForeignKey("profile.id"))
    purpose: Mapped[Purpose] = enum_column(Purpose, name="purpose")
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user_account.id"))
    fits: Mapped[bool]
    reason: Mapped[str] = mapped_column(sa.String(200), default="")
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    user: Mapped[User] = relationship()
    profile: Mapped[Profile] = relationship()

    def log_subject(self):
        """For the log: who may review a list stays sealed until the notice, as the panel does."""
        if self.purpose is Purpose.REVIEWERS:
            return Subject("recommendation_feedback", self.id, f"review:{self.challenge_id}", True)
        return Subject("recommendation_feedback", self.id, f"recommendation:{self.challenge_id}")
