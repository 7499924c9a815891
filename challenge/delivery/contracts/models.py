"""Tables of contracts (任务书): versions as they were confirmed, and who confirmed them."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, backref, mapped_column, relationship

from accounts.models import User
from challenge.delivery.models import Project
from challenge.delivery.states import K, Manner, Party, Version
from core.audit import Subject
from core.database import JsonColumn, UtcDateTime, db, enum_column

_OPEN = sa.text("state IN ('draft', 'requested', 'offered')")
_IN_FORCE = sa.text("state = 'in_force'")
_EXTENDED = sa.text("kind = 'extension' AND state IN ('in_force', 'superseded')")


class Contract(db.Model):
    """任务书: `content` (see `terms.py`) does not change once it is offered; `digest` is the SHA-256 of its canonical JSON.

    Of a later version: for which side it was asked, why, and what the public is told where less than the list is due;
    `months` of an extension; `successor` and `why_code` where another person is to lead.
    """

    __tablename__ = "contract"
    __table_args__ = (
        sa.UniqueConstraint("project_id", "number"),
        sa.Index("uq_contract_open", "project_id", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
        sa.Index(
            "uq_contract_in_force",
            "project_id",
            unique=True,
            sqlite_where=_IN_FORCE,
            postgresql_where=_IN_FORCE,
        ),
        sa.Index(
            "uq_contract_extended",
            "project_id",
            unique=True,
            sqlite_where=_EXTENDED,
            postgresql_where=_EXTENDED,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(sa.ForeignKey("project.id"), index=True)
    number: Mapped[int]
    kind: Mapped[Version] = enum_column(Version, name="kind", default=Version.FIRST)
    state: Mapped[K] = enum_column(K, default=K.DRAFT)
    state_since: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    content: Mapped[dict] = mapped_column(JsonColumn)
    digest: Mapped[str] = mapped_column(sa.String(64))
    reason: Mapped[str] = mapped_column(sa.Text, default="")
    drafted_by_id: Mapped[int] = mapped_column(sa.ForeignKey("user_account.id"))
    drafted_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    in_force_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    asked_for: Mapped[Party | None] = enum_column(Party, name="asked_for", nullable=True)
    why: Mapped[str] = mapped_column(sa.Text, default="")
    why_code: Mapped[str] = mapped_column(sa.String(40), default="")
    note: Mapped[str] = mapped_column(sa.Text, default="")
    # Why the officer sends it out although its money does not keep to a rule of the pack.
    check_reason: Mapped[str] = mapped_column(sa.Text, default="")
    months: Mapped[int] = mapped_column(default=0)
    successor_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user_account.id"))
    version: Mapped[int] = mapped_column(default=1)
    project: Mapped[Project] = relationship(backref=backref("contracts", order_by="Contract.number"))
    drafted_by: Mapped[User] = relationship(foreign_keys=drafted_by_id)
    successor: Mapped[User | None] = relationship(foreign_keys=successor_id)
    signatures: Mapped[list["Signature"]] = relationship(back_populates="contract", order_by="Signature.id")
    __mapper_args__ = {"version_id_col": version}

    def log_subject(self):
        """For the log."""
        return Subject("contract", self.id, f"challenge:{self.project.challenge_id}")


class Signature(db.Model):
    """确认: one side has confirmed the content of this digest, by a click after step-up or by a signed copy."""

    __tablename__ = "contract_signature"
    __table_args__ = (
        sa.UniqueConstraint("contract_id", "party"),
        sa.UniqueConstraint("contract_id", "user_id"),
        sa.CheckConstraint("manner <> 'uploaded' OR blob IS NOT NULL", name="uploaded_has_file"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    contract_id: Mapped[int] = mapped_column(sa.ForeignKey("contract.id"), index=True)
    party: Mapped[Party] = enum_column(Party, name="party")
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user_account.id"))
    manner: Mapped[Manner] = enum_column(Manner, name="manner")
    digest: Mapped[str] = mapped_column(sa.String(64))
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    file_name: Mapped[str] = mapped_column(sa.String(120), default="")
    file_mime: Mapped[str] = mapped_column(sa.String(100), default="")
    file_sha256: Mapped[str] = mapped_column(sa.String(64), default="")
    blob: Mapped[str | None] = mapped_column(sa.String(64), unique=True)
    contract: Mapped[Contract] = relationship(back_populates="signatures")
    user: Mapped[User] = relationship()
