"""Tables of contacts (对接) and agreements (合作协议): what is said in them stands encrypted, codes tell no number."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, backref, mapped_column, relationship

from accounts.models import Organisation, User
from challenge.bidding.liaison.states import AG, L
from challenge.bidding.models import Bid
from challenge.posting.models import Challenge
from core.audit import Subject
from core.database import UtcDateTime, db, enum_column
from core.sealed import SealedJson

_LIVE = sa.text("state IN ('asked', 'connected')")
_STANDING = sa.text("state IN ('offered', 'in_force')")


class Liaison(db.Model):
    """对接 of one organisation's team with the demander of one list.

    `asked` holds name, phone, email and note of the team, `answered` those of the demander; both are ciphertext.
    """

    __tablename__ = "liaison"
    __table_args__ = (
        sa.Index(
            "uq_liaison_live",
            "challenge_id",
            "organisation_id",
            unique=True,
            sqlite_where=_LIVE,
            postgresql_where=_LIVE,
        ),
        sa.CheckConstraint("state <> 'connected' OR answered_sealed IS NOT NULL", name="both_told"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(sa.String(20), unique=True)
    challenge_id: Mapped[int] = mapped_column(sa.ForeignKey("challenge.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisation.id"))
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("user_account.id"), index=True)
    state: Mapped[L] = enum_column(L, default=L.ASKED)
    state_since: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    asked_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    asked_sealed: Mapped[bytes]
    answered_sealed: Mapped[bytes | None]
    version: Mapped[int] = mapped_column(default=1)
    challenge: Mapped[Challenge] = relationship()
    organisation: Mapped[Organisation] = relationship(lazy="joined")
    person: Mapped[User] = relationship()
    asked = SealedJson("asked_sealed", "liaison asked")
    answered = SealedJson("answered_sealed", "liaison answered")
    __mapper_args__ = {"version_id_col": version}

    def log_subject(self):
        """For the log: sealed until a joint bid that came of it is opened."""
        return Subject("liaison", self.id, f"liaison:{self.id}", sealed=True)


class Agreement(db.Model):
    """合作协议: `content` (see `terms.py`) is ciphertext, `digest` the SHA-256 of its canonical JSON; each side confirms it."""

    __tablename__ = "agreement"
    __table_args__ = (
        sa.Index(
            "uq_agreement_standing",
            "liaison_id",
            unique=True,
            sqlite_where=_STANDING,
            postgresql_where=_STANDING,
        ),
        sa.CheckConstraint(
            "state <> 'in_force' OR (team_by_id IS NOT NULL AND poster_by_id IS NOT NULL)",
            name="both_confirmed",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(sa.String(20), unique=True)
    liaison_id: Mapped[int] = mapped_column(sa.ForeignKey("liaison.id"))
    bid_id: Mapped[int | None] = mapped_column(sa.ForeignKey("bid.id"), index=True)
    state: Mapped[AG] = enum_column(AG, default=AG.OFFERED)
    state_since: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    content_sealed: Mapped[bytes]
    digest: Mapped[str] = mapped_column(sa.String(64))
    blob: Mapped[str | None] = mapped_column(sa.String(64), unique=True)
    drafted_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    drafted_by_id: Mapped[int] = mapped_column(sa.ForeignKey("user_account.id"))
    team_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user_account.id"))
    team_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    poster_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user_account.id"))
    poster_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)
    liaison: Mapped[Liaison] = relationship(backref=backref("agreements", order_by="Agreement.id"))
    bid: Mapped[Bid | None] = relationship(backref=backref("agreements", order_by="Agreement.id"))
    drafted_by: Mapped[User] = relationship(foreign_keys=[drafted_by_id])
    team_by: Mapped[User | None] = relationship(foreign_keys=[team_by_id])
    poster_by: Mapped[User | None] = relationship(foreign_keys=[poster_by_id])
    content = SealedJson("content_sealed", "agreement")
    __mapper_args__ = {"version_id_col": version}

    def log_subject(self):
        """For the log: as hidden as the contact that it comes of."""
        return Subject("agreement", self.id, f"liaison:{self.liaison_id}", sealed=True)
