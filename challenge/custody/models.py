"""Tables of custody: key pairs of custodians, the key pair of each list, its private half wrapped for each pair of them."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, backref, mapped_column, relationship

from accounts.models import User
from challenge.posting.models import Challenge
from core import envelopes
from core.audit import Subject
from core.database import UtcDateTime, db


class Custodian(db.Model):
    """保管人: an X25519 key pair of one person, the private half under the own passphrase.

    Who retires loses the private half for good; who enrols again gets a row and a pair of its own.
    """

    __tablename__ = "custodian"
    __table_args__ = (
        sa.Index(
            "uq_custodian_one_active",
            "user_id",
            unique=True,
            sqlite_where=sa.text("retired_at IS NULL"),
            postgresql_where=sa.text("retired_at IS NULL"),
        ),
        sa.CheckConstraint("(retired_at IS NULL) = (secret IS NOT NULL)", name="retired_has_no_secret"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user_account.id"))
    public: Mapped[bytes]
    secret: Mapped[bytes | None]
    enrolled_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    changed_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    retired_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)
    user: Mapped[User] = relationship(lazy="joined")
    __mapper_args__ = {"version_id_col": version}

    @property
    def bound(self):
        """What the envelope of the private half is bound to."""
        return {"purpose": "custodian", "public": self.public.hex()}

    def log_subject(self):
        """For the log."""
        return Subject("custodian", self.id)


class ChallengeKey(db.Model):
    """密封密钥 of one publication of a list: the public half; none where the server's own key seals."""

    __tablename__ = "challenge_key"

    id: Mapped[int] = mapped_column(primary_key=True)
    challenge_id: Mapped[int] = mapped_column(sa.ForeignKey("challenge.id"), index=True)
    public: Mapped[bytes | None]
    made_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    challenge: Mapped[Challenge] = relationship(backref=backref("seal_keys", order_by="ChallengeKey.id"))
    shares: Mapped[list["KeyShare"]] = relationship(
        back_populates="key", cascade="all, delete-orphan", order_by="KeyShare.id"
    )

    @property
    def fingerprint(self):
        """SHA-256 of the public half as hex, '' without one."""
        return envelopes.fingerprint(self.public) if self.public else ""

    @property
    def bound(self):
        """What the wraps of the private half are bound to."""
        return {"purpose": "list key", "challenge": self.challenge.code, "key": self.fingerprint}


class KeyShare(db.Model):
    """The private half of a list's key, wrapped for two custodians together."""

    __tablename__ = "key_share"
    __table_args__ = (
        sa.UniqueConstraint("key_id", "first_id", "second_id"),
        sa.CheckConstraint("first_id < second_id", name="two_custodians"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key_id: Mapped[int] = mapped_column(sa.ForeignKey("challenge_key.id"), index=True)
    first_id: Mapped[int] = mapped_column(sa.ForeignKey("custodian.id"), index=True)
    second_id: Mapped[int] = mapped_column(sa.ForeignKey("custodian.id"), index=True)
    wrap: Mapped[bytes]
    added_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    key: Mapped[ChallengeKey] = relationship(back_populates="shares")
    first: Mapped[Custodian] = relationship(foreign_keys=[first_id])
    second: Mapped[Custodian] = relationship(foreign_keys=[second_id])

    @property
    def custodians(self):
        """The two of them."""
        return self.first, self.second
