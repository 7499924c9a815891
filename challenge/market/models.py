"""Tables of the market: offers (供给成果), the consent of their owners, and inquiries (对接意向)."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, backref, mapped_column, relationship

from accounts.models import Organisation, User
from challenge.delivery.outcomes.registering.models import Achievement
from challenge.market.states import Right, S, Transfer, W
from core.audit import Subject
from core.database import UtcDateTime, db, enum_column

_ALIVE = sa.text("state IN ('sent', 'accepted')")


class Offer(db.Model):
    """供给成果 of one organisation; `price_fen` None is open to talks. From an achievement, or posted directly."""

    __tablename__ = "offer"
    __table_args__ = (
        sa.CheckConstraint("state <> 'listed' OR published_at IS NOT NULL", name="listed_since"),
        sa.CheckConstraint("price_fen > 0", name="price"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(sa.String(20), unique=True)
    achievement_id: Mapped[int | None] = mapped_column(sa.ForeignKey("achievement.id"), unique=True)
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisation.id"), index=True)
    author_id: Mapped[int] = mapped_column(sa.ForeignKey("user_account.id"), index=True)
    state: Mapped[S] = enum_column(S, default=S.DRAFT)
    state_since: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    title: Mapped[str] = mapped_column(sa.String(80), default="")
    industry: Mapped[str] = mapped_column(sa.String(40), default="", index=True)
    maturity: Mapped[str] = mapped_column(sa.String(40), default="")
    rights: Mapped[Right | None] = enum_column(Right, name="rights", nullable=True)
    rights_text: Mapped[str] = mapped_column(sa.String(300), default="")
    transfer: Mapped[Transfer | None] = enum_column(Transfer, name="transfer", nullable=True)
    price_fen: Mapped[int | None] = mapped_column(sa.BigInteger)
    summary: Mapped[str] = mapped_column(sa.Text, default="")
    advantages: Mapped[str] = mapped_column(sa.Text, default="")
    scenes: Mapped[str] = mapped_column(sa.Text, default="")
    conditions: Mapped[str] = mapped_column(sa.Text, default="")
    contact_name: Mapped[str] = mapped_column(sa.String(40), default="", info={"personal": True})
    contact_phone: Mapped[str] = mapped_column(sa.String(30), default="", info={"personal": True})
    contact_email: Mapped[str] = mapped_column(sa.String(120), default="", info={"personal": True})
    published_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime, index=True)
    reason: Mapped[str] = mapped_column(sa.Text, default="")
    is_demo: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)
    achievement: Mapped[Achievement | None] = relationship(backref=backref("offer", uselist=False))
    organisation: Mapped[Organisation] = relationship(lazy="joined")
    author: Mapped[User] = relationship()
    consents: Mapped[list["OfferConsent"]] = relationship(back_populates="offer", order_by="OfferConsent.id")
    __mapper_args__ = {"version_id_col": version}

    def log_subject(self):
        """For the log."""
        return Subject("offer", self.id, f"offer:{self.id}")


class OfferConsent(db.Model):
    """同意上架 of one of the owners of a result, given by one of its people."""

    __tablename__ = "offer_consent"
    __table_args__ = (sa.UniqueConstraint("offer_id", "organisation_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    offer_id: Mapped[int] = mapped_column(sa.ForeignKey("offer.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisation.id"))
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user_account.id"))
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    offer: Mapped[Offer] = relationship(back_populates="consents")
    organisation: Mapped[Organisation] = relationship()


class Inquiry(db.Model):
    """对接意向 of an organisation about an offer; contact data of either side is shown once the owner has accepted."""

    __tablename__ = "inquiry"
    __table_args__ = (
        sa.Index(
            "uq_inquiry_alive",
            "offer_id",
            "organisation_id",
            unique=True,
            sqlite_where=_ALIVE,
            postgresql_where=_ALIVE,
        ),
        sa.CheckConstraint("state NOT IN ('accepted', 'signed') OR accepted_at IS NOT NULL", name="accepted"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(sa.String(20), unique=True)
    offer_id: Mapped[int] = mapped_column(sa.ForeignKey("offer.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisation.id"), index=True)
    author_id: Mapped[int] = mapped_column(sa.ForeignKey("user_account.id"), index=True)
    state: Mapped[W] = enum_column(W, default=W.SENT)
    state_since: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    message: Mapped[str] = mapped_column(sa.Text)
    contact_name: Mapped[str] = mapped_column(sa.String(40), info={"personal": True})
    contact_phone: Mapped[str] = mapped_column(sa.String(30), default="", info={"personal": True})
    contact_email: Mapped[str] = mapped_column(sa.String(120), default="", info={"personal": True})
    accepted_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    reason: Mapped[str] = mapped_column(sa.Text, default="")
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)
    offer: Mapped[Offer] = relationship(backref=backref("inquiries", order_by="Inquiry.id"))
    organisation: Mapped[Organisation] = relationship(lazy="joined")
    author: Mapped[User] = relationship()
    __mapper_args__ = {"version_id_col": version}

    def log_subject(self):
        """For the log."""
        return Subject("inquiry", self.id, f"offer:{self.offer_id}")
