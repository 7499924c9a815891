"""Tables of closures: why a project is to end, what the sides say, the settlement and who has confirmed it."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, backref, mapped_column, relationship

from accounts.models import User
from challenge.delivery.closing.states import E
from challenge.delivery.models import Project
from challenge.delivery.states import Party
from core.audit import Subject
from core.database import JsonColumn, UtcDateTime, db, enum_column

_OPEN = sa.text("state IN ('asked', 'hearing', 'settling', 'confirming', 'agreed')")


class Closure(db.Model):
    """终止办理 of a project for a reason (key of `endings` in the rule pack).

    `has_suspended`: it has put the project to rest while it is dealt with. `settlement` (see `settlement.py`) with its
    digest is what the sides confirm; `round` counts the statements that were drawn up.
    """

    __tablename__ = "closure"
    __table_args__ = (
        sa.UniqueConstraint("project_id", "number"),
        sa.Index("uq_closure_open", "project_id", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
        sa.CheckConstraint(
            "state NOT IN ('confirming', 'agreed', 'closed') OR settlement IS NOT NULL", name="is_settled"
        ),
        sa.CheckConstraint(
            "state NOT IN ('settling', 'confirming', 'agreed', 'closed') OR decided_by_id <> asked_by_id",
            name="two_people",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(sa.ForeignKey("project.id"), index=True)
    number: Mapped[int]
    reason_code: Mapped[str] = mapped_column(sa.String(40))
    asked_for: Mapped[Party] = enum_column(Party, name="asked_for")
    asked_by_id: Mapped[int] = mapped_column(sa.ForeignKey("user_account.id"))
    asked_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    facts: Mapped[str] = mapped_column(sa.Text)
    state: Mapped[E] = enum_column(E, default=E.ASKED, index=True)
    state_since: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    has_suspended: Mapped[bool] = mapped_column(default=False)
    hearing_until: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    decided_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user_account.id"))
    decided_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    decision: Mapped[str] = mapped_column(sa.Text, default="")
    round: Mapped[int] = mapped_column(default=0)
    settlement: Mapped[dict | None] = mapped_column(JsonColumn)
    settlement_digest: Mapped[str] = mapped_column(sa.String(64), default="")
    drawn_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user_account.id"))
    settle_until: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    objection: Mapped[str] = mapped_column(sa.Text, default="")
    determined: Mapped[str] = mapped_column(sa.Text, default="")
    version: Mapped[int] = mapped_column(default=1)
    project: Mapped[Project] = relationship(backref=backref("closures", order_by="Closure.number"))
    asked_by: Mapped[User] = relationship(foreign_keys=asked_by_id)
    decided_by: Mapped[User | None] = relationship(foreign_keys=decided_by_id)
    statements: Mapped[list["ClosureStatement"]] = relationship(
        back_populates="closure", order_by="ClosureStatement.id"
    )
    files: Mapped[list["ClosureFile"]] = relationship(back_populates="closure", order_by="ClosureFile.id")
    signatures: Mapped[list["ClosureSignature"]] = relationship(
        back_populates="closure", order_by="ClosureSignature.id"
    )
    __mapper_args__ = {"version_id_col": version}

    @property
    def challenge(self):
        """The list, whose rule pack is in force."""
        return self.project.challenge

    def log_subject(self):
        """For the log."""
        return Subject("closure", self.id, f"challenge:{self.project.challenge_id}")


class ClosureStatement(db.Model):
    """陈述 of one side, and whether it agrees that the project ends."""

    __tablename__ = "closure_statement"
    __table_args__ = (sa.UniqueConstraint("closure_id", "party"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    closure_id: Mapped[int] = mapped_column(sa.ForeignKey("closure.id"))
    party: Mapped[Party] = enum_column(Party, name="party")
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user_account.id"))
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    agrees: Mapped[bool]
    text: Mapped[str] = mapped_column(sa.Text)
    closure: Mapped[Closure] = relationship(back_populates="statements")
    user: Mapped[User] = relationship()


class ClosureFile(db.Model):
    """证明材料 of one side, kept encrypted."""

    __tablename__ = "closure_file"
    __table_args__ = (sa.UniqueConstraint("blob"), sa.UniqueConstraint("closure_id", "sha256"))

    id: Mapped[int] = mapped_column(primary_key=True)
    closure_id: Mapped[int] = mapped_column(sa.ForeignKey("closure.id"))
    party: Mapped[Party] = enum_column(Party, name="party")
    name: Mapped[str] = mapped_column(sa.String(120))
    mime: Mapped[str] = mapped_column(sa.String(100))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(sa.String(64))
    blob: Mapped[str] = mapped_column(sa.String(64))
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    closure: Mapped[Closure] = relationship(back_populates="files")


class ClosureSignature(db.Model):
    """确认: one side has confirmed the settlement of this digest."""

    __tablename__ = "closure_signature"
    __table_args__ = (
        sa.UniqueConstraint("closure_id", "round", "party"),
        sa.UniqueConstraint("closure_id", "round", "user_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    closure_id: Mapped[int] = mapped_column(sa.ForeignKey("closure.id"))
    round: Mapped[int]
    party: Mapped[Party] = enum_column(Party, name="party")
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user_account.id"))
    digest: Mapped[str] = mapped_column(sa.String(64))
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    closure: Mapped[Closure] = relationship(back_populates="signatures")
    user: Mapped[User] = relationship()
