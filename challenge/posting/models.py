"""Tables of programmes, challenges and what belongs to a challenge before bids arrive."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accounts.models import Organisation, User
from challenge.states import CLOSED, WORK_OVER, C, Comparator, G, Mode, Ownership, Q, TargetKind
from core import clock, formats
from core.audit import Subject
from core.database import JsonColumn, UtcDateTime, db, enum_column


class Programme(db.Model):
    """项目批次: mode, year, budget, windows, and the rule pack frozen when it was created."""

    __tablename__ = "programme"
    __table_args__ = (sa.CheckConstraint("budget_fen >= 0", name="budget"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(sa.String(20), unique=True)
    name: Mapped[str] = mapped_column(sa.String(120))
    year: Mapped[int]
    mode: Mapped[Mode] = enum_column(Mode, name="mode", default=Mode.GOVERNMENT)
    budget_fen: Mapped[int] = mapped_column(sa.BigInteger, default=0)
    rules: Mapped[dict] = mapped_column(JsonColumn, deferred=True)
    rules_version: Mapped[str] = mapped_column(sa.String(40))
    opens_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    closes_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    state: Mapped[G] = enum_column(G, default=G.DRAFT)
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}

    def log_subject(self):
        """For the log."""
        return Subject("programme", self.id)


class Challenge(db.Model):
    """榜单: a demand before it is in the pool, a list once it is published; `content_version` counts changes."""

    __tablename__ = "challenge"
    __table_args__ = (
        sa.CheckConstraint("cycle_months BETWEEN 1 AND 60", name="cycle_months"),
        sa.CheckConstraint("reward_fen >= 0 AND cash_fen >= 0", name="reward"),
        sa.CheckConstraint("own_funds_fen >= 0 AND public_funds_fen >= 0", name="funds"),
        sa.CheckConstraint("state <> 'open' OR deadline IS NOT NULL", name="open_has_deadline"),
        # A row is long: lists, counts and sums of the board find all they ask for in the index.
        sa.Index("ix_challenge_published_at", "published_at", "id", "state"),
        sa.Index("ix_challenge_state", "state", "deadline", "reward_fen"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(sa.String(20), unique=True)
    title: Mapped[str] = mapped_column(sa.String(120), default="")
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisation.id"), index=True)
    author_id: Mapped[int] = mapped_column(sa.ForeignKey("user_account.id"), index=True)
    programme_id: Mapped[int | None] = mapped_column(sa.ForeignKey("programme.id"), index=True)
    lineage_id: Mapped[int | None] = mapped_column(sa.ForeignKey("challenge.id"))
    county_screens: Mapped[bool] = mapped_column(default=False)
    mode: Mapped[Mode] = enum_column(Mode, name="mode", default=Mode.GOVERNMENT)
    kind: Mapped[str] = mapped_column(sa.String(20), default="")
    industry: Mapped[str] = mapped_column(sa.String(40), default="", index=True)
    county: Mapped[str] = mapped_column(sa.String(40), default="", index=True)
    contact_name: Mapped[str] = mapped_column(sa.String(40), default="", info={"personal": True})
    contact_phone: Mapped[str] = mapped_column(sa.String(30), default="", info={"personal": True})
    contact_email: Mapped[str] = mapped_column(sa.String(120), default="", info={"personal": True})
    background: Mapped[str] = mapped_column(sa.Text, default="")
    difficulty: Mapped[str] = mapped_column(sa.Text, default="")
    content: Mapped[str] = mapped_column(sa.Text, default="")
    cycle_months: Mapped[int | None]
    reward_fen: Mapped[int] = mapped_column(sa.BigInteger, default=0)
    cash_fen: Mapped[int] = mapped_column(sa.BigInteger, default=0)
    own_funds_fen: Mapped[int] = mapped_column(sa.BigInteger, default=0)
    public_funds_fen: Mapped[int] = mapped_column(sa.BigInteger, default=0)
    payment_plan: Mapped[list] = mapped_column(JsonColumn, default=list)
    ownership: Mapped[Ownership | None] = enum_column(Ownership, name="ownership", nullable=True)
    ownership_note: Mapped[str] = mapped_column(sa.Text, default="")
    bidder_needs: Mapped[list] = mapped_column(JsonColumn, default=list)
    bidder_conditions: Mapped[str] = mapped_column(sa.Text, default="")
    scene: Mapped[str] = mapped_column(sa.Text, default="")
    secrecy: Mapped[dict] = mapped_column(JsonColumn, default=dict)
    keywords: Mapped[list] = mapped_column(JsonColumn, default=list)
    particulars: Mapped[dict] = mapped_column(JsonColumn, default=dict)
    intended_expert: Mapped[bool] = mapped_column(default=False)
    intended_expert_note: Mapped[str] = mapped_column(sa.String(200), default="")
    pledged_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    is_demo: Mapped[bool] = mapped_column(default=False)
    state: Mapped[C] = enum_column(C, default=C.DRAFT)
    state_since: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    suspended_from: Mapped[C | None] = enum_column(C, name="suspended_from", nullable=True)
    suspended_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    handler_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user_account.id"), index=True)
    reason: Mapped[str] = mapped_column(sa.Text, default="")
    reason_code: Mapped[str] = mapped_column(sa.String(40), default="")
    cancel_asked_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user_account.id"))
    published_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    deadline: Mapped[dt.datetime | None] = mapped_column(UtcDateTime, index=True)
    questions_until: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    content_version: Mapped[int] = mapped_column(default=1)
    substance_version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)
    organisation: Mapped[Organisation] = relationship(lazy="joined")
    author: Mapped[User] = relationship(foreign_keys=[author_id])
    handler: Mapped[User | None] = relationship(foreign_keys=[handler_id])
    programme: Mapped[Programme | None] = relationship(lazy="joined")
    indicators: Mapped[list["Indicator"]] = relationship(
        back_populates="challenge", cascade="all, delete-orphan", order_by="Indicator.position"
    )
    targets: Mapped[list["Target"]] = relationship(cascade="all, delete-orphan", order_by="Target.id")
    opinions: Mapped[list["Opinion"]] = relationship(order_by="Opinion.id")
    __mapper_args__ = {"version_id_col": version}

    @property
    def is_past_deadline(self):
        """已截止 by its clock, which stands still while suspended; its SQL twin is `queries.past_deadline`."""
        return self.deadline is not None and (self.suspended_at or clock.now()) >= self.deadline

    # The deadline as pages show it: a countdown, or since when it stands still; None without one.
    time_left = property(lambda self: formats.time_left(self.deadline, self.suspended_at))

    @property
    def is_taking_bids(self):
        """揭榜中 and before the deadline."""
        return self.state is C.OPEN and not self.is_past_deadline

    @property
    def shown_state(self):
        """The state as people read it: an open list past its deadline is 已截止."""
        return CLOSED if self.state is C.OPEN and self.is_past_deadline else self.state

    @property
    def public_state(self):
        """`shown_state`, but work that is over (`is_work_over`, see delivery/models.py) is not called 攻关中."""
        at_work = self.state in (C.CONTRACTED, C.ACCEPTING)
        return WORK_OVER if at_work and self.is_work_over else self.shown_state

    def log_subject(self):
        """For the log."""
        return Subject("challenge", self.id)


class Indicator(db.Model):
    """技术指标: asked here, promised in the bid; its id stands in records and is never given again."""

    __tablename__ = "indicator"
    __table_args__ = (
        sa.CheckConstraint("weight BETWEEN 0 AND 100", name="weight"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    challenge_id: Mapped[int] = mapped_column(sa.ForeignKey("challenge.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    name: Mapped[str] = mapped_column(sa.String(80), default="")
    comparator: Mapped[Comparator] = enum_column(Comparator, name="comparator", default=Comparator.AT_LEAST)
    threshold: Mapped[str] = mapped_column(sa.String(200), default="")
    threshold_high: Mapped[str] = mapped_column(sa.String(40), default="")
    unit: Mapped[str] = mapped_column(sa.String(40), default="")
    present_level: Mapped[str] = mapped_column(sa.String(120), default="")
    test_method: Mapped[str] = mapped_column(sa.String(200), default="")
    test_conditions: Mapped[str] = mapped_column(sa.String(200), default="")
    measured_by: Mapped[str] = mapped_column(sa.String(80), default="")
    weight: Mapped[int] = mapped_column(default=0)
    is_must: Mapped[bool] = mapped_column(default=True)
    challenge: Mapped[Challenge] = relationship(back_populates="indicators")


class Target(db.Model):
    """其他考核目标: economic, intellectual property, application."""

    __tablename__ = "target"

    id: Mapped[int] = mapped_column(primary_key=True)
    challenge_id: Mapped[int] = mapped_column(sa.ForeignKey("challenge.id"), index=True)
    kind: Mapped[TargetKind] = enum_column(TargetKind, name="kind")
    text: Mapped[str] = mapped_column(sa.String(300), default="")


class Attachment(db.Model):
    """附件 of a challenge or of an opened bid: a blob by id, never by path.

    One that was published and removed keeps its bytes and `removed_at`: the former version can still be read.
    """

    __tablename__ = "attachment"

    id: Mapped[int] = mapped_column(primary_key=True)
    owner_type: Mapped[str] = mapped_column(sa.String(20))
    owner_id: Mapped[int]
    name: Mapped[str] = mapped_column(sa.String(120))
    mime: Mapped[str] = mapped_column(sa.String(100))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(sa.String(64))
    blob: Mapped[str] = mapped_column(sa.String(64), unique=True)
    is_encrypted: Mapped[bool] = mapped_column(default=False)
    uploaded_by_id: Mapped[int] = mapped_column(sa.ForeignKey("user_account.id"))
    uploaded_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    removed_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    replaces_id: Mapped[int | None] = mapped_column(sa.ForeignKey("attachment.id"))
    __table_args__ = (sa.Index("ix_attachment_owner", "owner_type", "owner_id"),)


class Opinion(db.Model):
    """论证意见: one appraiser's view of a demand by criteria."""

    __tablename__ = "opinion"
    __table_args__ = (sa.UniqueConstraint("challenge_id", "author_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    challenge_id: Mapped[int] = mapped_column(sa.ForeignKey("challenge.id"), index=True)
    author_id: Mapped[int] = mapped_column(sa.ForeignKey("user_account.id"))
    scores: Mapped[dict] = mapped_column(JsonColumn)
    text: Mapped[str] = mapped_column(sa.Text, default="")
    recommends: Mapped[bool] = mapped_column(default=True)
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    author: Mapped[User] = relationship()


class ChallengeVersion(db.Model):
    """变更公告: the public snapshot of a list at one content version, and what changed to reach it."""

    __tablename__ = "challenge_version"
    __table_args__ = (sa.UniqueConstraint("challenge_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    challenge_id: Mapped[int] = mapped_column(sa.ForeignKey("challenge.id"))
    number: Mapped[int]
    is_substance: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[str] = mapped_column(sa.Text, default="")
    changes: Mapped[list] = mapped_column(JsonColumn, default=list)
    snapshot: Mapped[dict] = mapped_column(JsonColumn)
    files: Mapped[list] = mapped_column(JsonColumn, default=list)
    author_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user_account.id"))
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime)


class Question(db.Model):
    """提问: the asker is stored only as ciphertext under the server key; answers are part of the list."""

    __tablename__ = "question"

    id: Mapped[int] = mapped_column(primary_key=True)
    challenge_id: Mapped[int] = mapped_column(sa.ForeignKey("challenge.id"), index=True)
    asker: Mapped[bytes]
    text: Mapped[str] = mapped_column(sa.Text)
    asked_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    answer: Mapped[str] = mapped_column(sa.Text, default="")
    answered_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    answered_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user_account.id"))
    state: Mapped[Q] = enum_column(Q, default=Q.ASKED)
    challenge: Mapped[Challenge] = relationship()

    def log_subject(self):
        """For the log; who asked is no business of the log."""
        return Subject("question", self.id, f"challenge:{self.challenge_id}")


class Follow(db.Model):
    """关注."""

    __tablename__ = "follow"
    __table_args__ = (sa.UniqueConstraint("user_id", "challenge_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user_account.id"))
    challenge_id: Mapped[int] = mapped_column(sa.ForeignKey("challenge.id"), index=True)
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime)


class SecrecyPledge(db.Model):
    """保密承诺: who has pledged confidentiality for which list, and so reads its sections 签保密承诺后可见."""

    __tablename__ = "secrecy_pledge"
    __table_args__ = (sa.UniqueConstraint("challenge_id", "user_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    challenge_id: Mapped[int] = mapped_column(sa.ForeignKey("challenge.id"))
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user_account.id"))
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime)


class Invitee(db.Model):
    """定向机构: an organisation whose people may read the sections 定向可见 of a list."""

    __tablename__ = "invitee"
    __table_args__ = (sa.UniqueConstraint("challenge_id", "organisation_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    challenge_id: Mapped[int] = mapped_column(sa.ForeignKey("challenge.id"))
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisation.id"))
    added_by_id: Mapped[int] = mapped_column(sa.ForeignKey("user_account.id"))
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    organisation: Mapped[Organisation] = relationship()
