"""Tables of reviewers' assignments, declarations, reviews, proposals and decisions."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, backref, mapped_column, relationship

from accounts.models import User
from challenge.bidding.models import Bid
from challenge.posting.models import Challenge
from challenge.review.states import Outcome
from challenge.states import A
from core.audit import Subject
from core.database import JsonColumn, UtcDateTime, db, enum_column
from talent.models import Profile


class Assignment(db.Model):
    """评审任务: one expert on one list; covers all its bids."""

    __tablename__ = "assignment"
    __table_args__ = (sa.UniqueConstraint("challenge_id", "profile_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    challenge_id: Mapped[int] = mapped_column(sa.ForeignKey("challenge.id"), index=True)
    profile_id: Mapped[int] = mapped_column(sa.ForeignKey("profile.id"), index=True)
    state: Mapped[A] = enum_column(A, default=A.PROPOSED)
    state_since: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    score: Mapped[float] = mapped_column(default=0.0)
    reasons: Mapped[list] = mapped_column(JsonColumn, default=list)
    reason: Mapped[str] = mapped_column(sa.Text, default="")
    invited_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    due_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    reply_due: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    proposed_by_id: Mapped[int] = mapped_column(sa.ForeignKey("user_account.id"))
    draw_id: Mapped[int | None] = mapped_column(sa.ForeignKey("draw.id"), index=True)
    batch_id: Mapped[int | None] = mapped_column(sa.ForeignKey("batch.id"), index=True)
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)
    challenge: Mapped[Challenge] = relationship(backref=backref("assignments", order_by="Assignment.id"))
    profile: Mapped[Profile] = relationship(lazy="joined", backref=backref("assignments"))
    declarations: Mapped[list["Declaration"]] = relationship(
        back_populates="assignment", order_by="Declaration.id"
    )
    reviews: Mapped[list["Review"]] = relationship(back_populates="assignment")
    __mapper_args__ = {"version_id_col": version}

    def log_subject(self):
        """For the log: expert names stay sealed until the notice, so the entry names only the number."""
        return Subject("assignment", self.id, f"review:{self.challenge_id}", True)


class Admission(db.Model):
    """例外准入或核实结论: what the committee says to one tie of one expert; `path` is the tie as it was read."""

    __tablename__ = "admission"
    __table_args__ = (
        sa.CheckConstraint("outcome IN ('admitted','cleared','confirmed')", name="outcome"),
        sa.CheckConstraint("grade <> 'block'", name="never_block"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    challenge_id: Mapped[int] = mapped_column(sa.ForeignKey("challenge.id"), index=True)
    profile_id: Mapped[int] = mapped_column(sa.ForeignKey("profile.id"), index=True)
    kind: Mapped[str] = mapped_column(sa.String(30))
    grade: Mapped[str] = mapped_column(sa.String(10))
    path: Mapped[str] = mapped_column(sa.Text, info={"personal": True})
    outcome: Mapped[str] = mapped_column(sa.String(12))
    reason: Mapped[str] = mapped_column(sa.Text)
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("user_account.id"))
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    challenge: Mapped[Challenge] = relationship(backref=backref("admissions", order_by="Admission.id"))
    profile: Mapped[Profile] = relationship()

    @property
    def outcome_label(self):
        """What was concluded, in words."""
        return Outcome(self.outcome).label

    def log_subject(self):
        """For the log: it names no expert before the notice."""
        return Subject("admission", self.id, f"review:{self.challenge_id}", True)


class Declaration(db.Model):
    """利益关系声明: what one reviewer says of the ties to one bid, before any document opens."""

    __tablename__ = "declaration"
    __table_args__ = (sa.UniqueConstraint("assignment_id", "bid_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = mapped_column(sa.ForeignKey("assignment.id"), index=True)
    bid_id: Mapped[int] = mapped_column(sa.ForeignKey("bid.id"))
    tie: Mapped[str] = mapped_column(sa.String(30), default="none")
    note: Mapped[str] = mapped_column(sa.String(300), default="")
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    assignment: Mapped[Assignment] = relationship(back_populates="declarations")
    bid: Mapped[Bid] = relationship()


class Review(db.Model):
    """评审意见: one reviewer's scores (in tenths of a point) and notes on one bid.

    `earlier` keeps every submitted state that was reopened: raw scores never vanish.
    """

    __tablename__ = "review"
    __table_args__ = (
        sa.UniqueConstraint("assignment_id", "bid_id"),
        sa.CheckConstraint("total BETWEEN 0 AND 10000", name="total"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = mapped_column(sa.ForeignKey("assignment.id"), index=True)
    bid_id: Mapped[int] = mapped_column(sa.ForeignKey("bid.id"), index=True)
    gates: Mapped[dict] = mapped_column(JsonColumn, default=dict)
    scores: Mapped[dict] = mapped_column(JsonColumn, default=dict)
    notes: Mapped[dict] = mapped_column(JsonColumn, default=dict)
    earlier: Mapped[list] = mapped_column(JsonColumn, default=list)
    total: Mapped[int] = mapped_column(default=0)
    confidence: Mapped[str] = mapped_column(sa.String(10), default="medium")
    recommendation: Mapped[str] = mapped_column(sa.String(20), default="")
    comment_to_bidder: Mapped[str] = mapped_column(sa.Text, default="")
    private_comment: Mapped[str] = mapped_column(sa.Text, default="")
    saved_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    submitted_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)
    assignment: Mapped[Assignment] = relationship(back_populates="reviews")
    bid: Mapped[Bid] = relationship(backref=backref("reviews", order_by="Review.id"))
    __mapper_args__ = {"version_id_col": version}

    def log_subject(self):
        """For the log."""
        return Subject("review", self.id, f"review:{self.assignment.challenge_id}", True)


class Proposal(db.Model):
    """拟立项方案 and the decision on it: ranking as computed, choice, reasons, two different people."""

    __tablename__ = "proposal"
    __table_args__ = (
        sa.CheckConstraint("decided_by_id IS NULL OR decided_by_id <> proposed_by_id", name="two_people"),
        sa.CheckConstraint("second_by_id IS NULL OR second_by_id <> proposed_by_id", name="second_person"),
        sa.Index(
            "uq_proposal_one_pending",
            "challenge_id",
            unique=True,
            sqlite_where=sa.text("decision = ''"),
            postgresql_where=sa.text("decision = ''"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    challenge_id: Mapped[int] = mapped_column(sa.ForeignKey("challenge.id"), index=True)
    number: Mapped[int] = mapped_column(default=1)
    ranking: Mapped[list] = mapped_column(JsonColumn)
    reason: Mapped[str] = mapped_column(sa.Text, default="")
    override_reason: Mapped[str] = mapped_column(sa.Text, default="")
    proposed_by_id: Mapped[int] = mapped_column(sa.ForeignKey("user_account.id"))
    proposed_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    second_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user_account.id"))
    second_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    decision: Mapped[str] = mapped_column(sa.String(12), default="")
    decision_reason: Mapped[str] = mapped_column(sa.Text, default="")
    contact_note: Mapped[str] = mapped_column(sa.Text, default="")
    decided_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user_account.id"))
    decided_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    challenge: Mapped[Challenge] = relationship(backref=backref("proposals", order_by="Proposal.id"))
    places: Mapped[list["ProposalPlace"]] = relationship(
        order_by="ProposalPlace.lane", cascade="all, delete-orphan"
    )
    proposed_by: Mapped[User] = relationship(foreign_keys=[proposed_by_id])
    second_by: Mapped[User | None] = relationship(foreign_keys=[second_by_id])
    decided_by: Mapped[User | None] = relationship(foreign_keys=[decided_by_id])

    def log_subject(self):
        """For the log."""
        return Subject("proposal", self.id, f"challenge:{self.challenge_id}")

    @property
    def winners(self):
        """Bids it names, in the order of their lanes; one, except in a race."""
        return [one.bid for one in self.places]


class ProposalPlace(db.Model):
    """拟揭榜: a bid that a proposal names, and the lane (赛道) that it is to have; a list with one winner has lane 1."""

    __tablename__ = "proposal_place"
    __table_args__ = (
        sa.UniqueConstraint("proposal_id", "bid_id"),
        sa.CheckConstraint("lane BETWEEN 1 AND 9", name="lane"),
    )

    proposal_id: Mapped[int] = mapped_column(sa.ForeignKey("proposal.id"), primary_key=True)
    lane: Mapped[int] = mapped_column(primary_key=True)
    bid_id: Mapped[int] = mapped_column(sa.ForeignKey("bid.id"))
    bid: Mapped[Bid] = relationship()
