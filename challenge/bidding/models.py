"""Tables of bids: team, ciphertext and receipts before opening; normalised rows only after it."""

import datetime as dt
import secrets
from types import SimpleNamespace

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, backref, mapped_column, relationship

from accounts.models import Organisation, User
from challenge.bidding import shown
from challenge.posting.models import Challenge
from challenge.states import B, Comparator, Confidence
from core.audit import Subject
from core.database import JsonColumn, UtcDateTime, db, enum_column
from core.sealed_text import SealedText

NOT_NEGATIVE = "total_fen >= 0 AND own_fen >= 0 AND public_fen >= 0 AND demander_fen >= 0"
DEAD = "('withdrawn','unopened','unreadable','unqualified','unselected','given_up')"


def _one(condition):
    return {"unique": True, "sqlite_where": sa.text(condition), "postgresql_where": sa.text(condition)}


class Bid(db.Model):
    """揭榜方案 of one lead organisation: `draft` under the server's key, `sealed` as `sealing.seal` has made it."""

    __tablename__ = "bid"
    __table_args__ = (
        sa.Index("uq_bid_one_live", "challenge_id", "organisation_id", **_one(f"state NOT IN {DEAD}")),
        # A race has a winner for each of its lanes; every other list has the one lane.
        sa.Index("uq_bid_one_winner", "challenge_id", "lane", **_one("state = 'won'")),
        sa.CheckConstraint("state <> 'sealed' OR sealed IS NOT NULL", name="sealed_has_content"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(sa.String(24), unique=True)
    challenge_id: Mapped[int] = mapped_column(sa.ForeignKey("challenge.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisation.id"))
    leader_id: Mapped[int] = mapped_column(sa.ForeignKey("user_account.id"), index=True)
    state: Mapped[B] = enum_column(B, default=B.DRAFT)
    state_since: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    draft: Mapped[bytes | None]
    draft_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    sealed: Mapped[bytes | None]
    digest: Mapped[str] = mapped_column(sa.String(64), default="")
    sealed_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    # Of the agreement that the sealed content names, read from the content again at the opening; see `liaison.linking`.
    agreement_digest: Mapped[str] = mapped_column(sa.String(64), default="")
    answers_version: Mapped[int] = mapped_column(default=1)
    opened_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    answers_outdated: Mapped[bool] = mapped_column(default=False)
    rank: Mapped[int | None]
    lane: Mapped[int] = mapped_column(default=1)
    reason: Mapped[str] = mapped_column(sa.Text, default="")
    correction_due: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    corrected_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    # Set at an opening that could not open the bid, and kept: until then the team may hand in its copy.
    copy_due: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)
    challenge: Mapped[Challenge] = relationship(backref=backref("bids", order_by="Bid.id"))
    organisation: Mapped[Organisation] = relationship(lazy="joined")
    leader: Mapped[User] = relationship()
    members: Mapped[list["BidMember"]] = relationship(
        back_populates="bid", cascade="all, delete-orphan", order_by="BidMember.id"
    )
    files: Mapped[list["SealedFile"]] = relationship(
        back_populates="bid", cascade="all, delete-orphan", order_by="SealedFile.id"
    )
    receipts: Mapped[list["Receipt"]] = relationship(back_populates="bid", order_by="Receipt.number")
    content: Mapped["BidContent | None"] = relationship(back_populates="bid")
    promises: Mapped[list["Promise"]] = relationship(back_populates="bid", order_by="Promise.id")
    milestones: Mapped[list["Milestone"]] = relationship(back_populates="bid", order_by="Milestone.month")
    partners: Mapped[list["Partner"]] = relationship(back_populates="bid", order_by="Partner.id")
    checks: Mapped[list["FormalCheck"]] = relationship(order_by="FormalCheck.id")
    __mapper_args__ = {"version_id_col": version}
    shown_state = property(shown.state_of)

    def log_subject(self):
        """For the log: sealed until the bid is opened."""
        hidden = self.opened_at is None
        thread = f"bid:{self.id}" if hidden else f"challenge:{self.challenge_id}"
        return Subject("bid", self.id, thread, hidden)


class BidMember(db.Model):
    """团队成员: confirms by account or by one-time link; what the team says of them is ciphertext."""

    __tablename__ = "bid_member"
    __table_args__ = (sa.UniqueConstraint("bid_id", "user_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    # Addresses use this: a number that counts up would tell a bidder how many others there are.
    key: Mapped[str] = mapped_column(sa.String(16), unique=True, default=lambda: secrets.token_hex(8))
    bid_id: Mapped[int] = mapped_column(sa.ForeignKey("bid.id"), index=True)
    user_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user_account.id"), index=True)
    name: Mapped[str] = mapped_column(SealedText("bid_member.name"), info={"personal": True})
    unit: Mapped[str] = mapped_column(SealedText("bid_member.unit"), default="")
    role: Mapped[str] = mapped_column(SealedText("bid_member.role"), default="")
    share_percent: Mapped[int] = mapped_column(default=0)
    email: Mapped[str] = mapped_column(SealedText("bid_member.email"), default="", info={"personal": True})
    invited_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    confirmed_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    declined_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    bid: Mapped[Bid] = relationship(back_populates="members")
    user: Mapped[User | None] = relationship()


class SealedFile(db.Model):
    """An attachment of a bid before opening: encrypted blob, digest, name and purpose as ciphertext.

    `is_sealed` marks what the sealed version holds; the draft lists its own files by blob.
    """

    __tablename__ = "sealed_file"

    id: Mapped[int] = mapped_column(primary_key=True)
    bid_id: Mapped[int] = mapped_column(sa.ForeignKey("bid.id"), index=True)
    name: Mapped[bytes]
    mime: Mapped[str] = mapped_column(sa.String(100))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(sa.String(64))
    blob: Mapped[str] = mapped_column(sa.String(64), unique=True)
    is_sealed: Mapped[bool] = mapped_column(default=False)
    uploaded_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    bid: Mapped[Bid] = relationship(back_populates="files")


class Receipt(db.Model):
    """回执 of a submission, replacement or withdrawal: what anybody can check later.

    `proof` shows that the entry `log_seq` is among the first `log_size` of the log, whose root was `log_root`; receipts
    older than the tree of the log have none.
    """

    __tablename__ = "receipt"
    __table_args__ = (sa.UniqueConstraint("bid_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(sa.String(30), unique=True)
    bid_id: Mapped[int] = mapped_column(sa.ForeignKey("bid.id"))
    number: Mapped[int]
    kind: Mapped[str] = mapped_column(sa.String(12))
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    digest: Mapped[str] = mapped_column(sa.String(64))
    log_seq: Mapped[int]
    log_hash: Mapped[str] = mapped_column(sa.String(64))
    log_size: Mapped[int | None]
    log_root: Mapped[str | None] = mapped_column(sa.String(64))
    proof: Mapped[list | None] = mapped_column(JsonColumn)
    signature: Mapped[str] = mapped_column(sa.String(128))
    bid: Mapped[Bid] = relationship(back_populates="receipts")


class SubmissionKey(db.Model):
    """Idempotency key of a POST: the same key with the same body gets the same answer."""

    __tablename__ = "submission_key"
    __table_args__ = (sa.UniqueConstraint("user_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user_account.id"))
    key: Mapped[str] = mapped_column(sa.String(64))
    body_digest: Mapped[str] = mapped_column(sa.String(64))
    answer: Mapped[str] = mapped_column(sa.String(200), default="")
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime)


class Opening(db.Model):
    """开标: started by one person, witnessed and completed by a second of another role; minutes as data."""

    __tablename__ = "opening"

    id: Mapped[int] = mapped_column(primary_key=True)
    challenge_id: Mapped[int] = mapped_column(sa.ForeignKey("challenge.id"), index=True)
    first_id: Mapped[int] = mapped_column(sa.ForeignKey("user_account.id"))
    first_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    first_role: Mapped[str] = mapped_column(sa.String(20))
    second_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user_account.id"))
    second_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    second_role: Mapped[str] = mapped_column(sa.String(20), default="")
    minutes: Mapped[dict | None] = mapped_column(JsonColumn)
    challenge: Mapped[Challenge] = relationship(backref=backref("openings", order_by="Opening.id"))
    first: Mapped[User] = relationship(foreign_keys=[first_id])
    second: Mapped[User | None] = relationship(foreign_keys=[second_id])
    __table_args__ = (sa.CheckConstraint("second_id IS NULL OR second_id <> first_id", name="two_people"),)


class BidContent(db.Model):
    """The opened text of a bid: sections of the form, team, works and prices as they were sealed."""

    __tablename__ = "bid_content"

    bid_id: Mapped[int] = mapped_column(sa.ForeignKey("bid.id"), primary_key=True)
    approach: Mapped[str] = mapped_column(sa.Text, default="")
    route: Mapped[str] = mapped_column(sa.Text, default="")
    innovation: Mapped[str] = mapped_column(sa.Text, default="")
    foundation: Mapped[str] = mapped_column(sa.Text, default="")
    conditions: Mapped[str] = mapped_column(sa.Text, default="")
    risks: Mapped[str] = mapped_column(sa.Text, default="")
    ip_accepts: Mapped[bool] = mapped_column(default=True)
    ip_note: Mapped[str] = mapped_column(sa.Text, default="")
    related_parties: Mapped[str] = mapped_column(sa.Text, default="")
    total_fen: Mapped[int] = mapped_column(sa.BigInteger, default=0)
    own_fen: Mapped[int] = mapped_column(sa.BigInteger, default=0)
    public_fen: Mapped[int] = mapped_column(sa.BigInteger, default=0)
    demander_fen: Mapped[int] = mapped_column(sa.BigInteger, default=0)
    is_lump_sum: Mapped[bool] = mapped_column(default=False)
    lead: Mapped[dict] = mapped_column(JsonColumn, default=dict)
    corrections: Mapped[list] = mapped_column(JsonColumn, default=list)
    price_lines: Mapped[list] = mapped_column(JsonColumn, default=list)
    team: Mapped[list] = mapped_column(JsonColumn, default=list)
    works: Mapped[list] = mapped_column(JsonColumn, default=list)
    asked: Mapped[list] = mapped_column(JsonColumn, default=list)
    bid: Mapped[Bid] = relationship(back_populates="content")
    __table_args__ = (sa.CheckConstraint(NOT_NEGATIVE, name="money"),)

    @property
    def indicators(self):
        """What was asked at the opening, whatever the list has become since; see `unsealing`."""
        return [SimpleNamespace(**one | {"comparator": Comparator(one["comparator"])}) for one in self.asked]


class Promise(db.Model):
    """承诺 per indicator; what was asked stands in `BidContent.asked`, the list may drop the indicator later."""

    __tablename__ = "promise"
    __table_args__ = (sa.UniqueConstraint("bid_id", "indicator_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    bid_id: Mapped[int] = mapped_column(sa.ForeignKey("bid.id"), index=True)
    indicator_id: Mapped[int]
    value: Mapped[str] = mapped_column(sa.String(120))
    basis: Mapped[str] = mapped_column(sa.Text, default="")
    confidence: Mapped[Confidence] = enum_column(Confidence, name="confidence", default=Confidence.MEDIUM)
    test_plan: Mapped[str] = mapped_column(sa.Text, default="")
    deviation: Mapped[str] = mapped_column(sa.Text, default="")
    bid: Mapped[Bid] = relationship(back_populates="promises")

    @property
    def indicator(self):
        """The indicator as it was asked at the opening."""
        return next(one for one in self.bid.content.indicators if one.id == self.indicator_id)


class Milestone(db.Model):
    """里程碑 promised in a bid."""

    __tablename__ = "milestone"
    __table_args__ = (sa.CheckConstraint("percent BETWEEN 0 AND 100", name="percent"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    bid_id: Mapped[int] = mapped_column(sa.ForeignKey("bid.id"), index=True)
    name: Mapped[str] = mapped_column(sa.String(80))
    month: Mapped[int]
    deliverable: Mapped[str] = mapped_column(sa.Text, default="")
    indicator: Mapped[str] = mapped_column(sa.String(200), default="")
    percent: Mapped[int]
    judge: Mapped[str] = mapped_column(sa.String(80), default="")
    bid: Mapped[Bid] = relationship(back_populates="milestones")


class Partner(db.Model):
    """合作单位 of a bid with its shares."""

    __tablename__ = "partner"

    id: Mapped[int] = mapped_column(primary_key=True)
    bid_id: Mapped[int] = mapped_column(sa.ForeignKey("bid.id"), index=True)
    name: Mapped[str] = mapped_column(sa.String(120))
    credit_code: Mapped[str] = mapped_column(sa.String(18), default="")
    role: Mapped[str] = mapped_column(sa.String(120), default="")
    work_percent: Mapped[int] = mapped_column(default=0)
    money_percent: Mapped[int] = mapped_column(default=0)
    ip_note: Mapped[str] = mapped_column(sa.String(200), default="")
    bid: Mapped[Bid] = relationship(back_populates="partners")


class FormalCheck(db.Model):
    """形式审查: the answer to each item, and the conclusion with its reason."""

    __tablename__ = "formal_check"

    id: Mapped[int] = mapped_column(primary_key=True)
    bid_id: Mapped[int] = mapped_column(sa.ForeignKey("bid.id"), index=True)
    checker_id: Mapped[int] = mapped_column(sa.ForeignKey("user_account.id"))
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    items: Mapped[list] = mapped_column(JsonColumn)
    conclusion: Mapped[str] = mapped_column(sa.String(20))
    reason: Mapped[str] = mapped_column(sa.Text, default="")
    checker: Mapped[User] = relationship()
