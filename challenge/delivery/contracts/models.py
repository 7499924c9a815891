"""Tables of contracts (任务书): versions as they were confirmed, and who confirmed them."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, backref, mapped_column, relationship

from accounts.models import User
from challenge.delivery.models import Project
from challenge.delivery.states import K, Manner, Party, Version
from core.audit import Subject
from core.database import JsonColumn, UtcDateTime, db, enum_column

_OPEN = sa.text("state IN ('draft', 'offered')")
_IN_FORCE = sa.text("state = 'in_force'")


class Contract(db.Model):
    """任务书: `content` (see `terms.py`) does not change once it is offered; `digest` is the SHA-256 of its canonical JSON."""

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
    version: Mapped[int] = mapped_column(default=1)
    project: Mapped[Project] = relationship(backref=backref("contracts", order_by="Contract.number"))
    drafted_by: Mapped[User] = relationship()
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
