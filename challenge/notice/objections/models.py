"""Tables of objections. Who objects, what was written and what was sent stand in them as ciphertext only."""

import datetime as dt
import secrets

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, backref, mapped_column, relationship

from accounts.models import User
from challenge.notice.models import Notice
from challenge.states import O, Outcome
from core.audit import Subject
from core.database import UtcDateTime, db, enum_column


class Objection(db.Model):
    """异议 to a notice.

    `owner_mark` finds the own objections of a person and tells nothing without the server's key; `identity`,
    `content`, `record` (of the investigation) and `appeal` are sealed (see `sealed`). One clock runs at a time:
    `due_days` working days from the day after `due_from`, until `due_at`.
    """

    __tablename__ = "objection"
    __table_args__ = (
        sa.Index(
            "uq_objection_draft",
            "owner_mark",
            "notice_id",
            unique=True,
            sqlite_where=sa.text("state = 'draft'"),
            postgresql_where=sa.text("state = 'draft'"),
        ),
        sa.CheckConstraint("handler_id <> second_id", name="other_people"),
        sa.CheckConstraint(
            "state = 'draft' OR (code IS NOT NULL AND identity IS NOT NULL)", name="real_name"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    # Addresses use this: a number that counts up would tell how many drafts there are.
    key: Mapped[str] = mapped_column(sa.String(16), unique=True, default=lambda: secrets.token_hex(8))
    code: Mapped[str | None] = mapped_column(sa.String(24), unique=True)
    notice_id: Mapped[int] = mapped_column(sa.ForeignKey("notice.id"), index=True)
    owner_mark: Mapped[str] = mapped_column(sa.String(64), index=True)
    state: Mapped[O] = enum_column(O, default=O.DRAFT)
    state_since: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    identity: Mapped[bytes | None]
    content: Mapped[bytes]
    about: Mapped[str] = mapped_column(sa.String(20), default="")
    ground: Mapped[str] = mapped_column(sa.String(20), default="")
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    submitted_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    handler_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user_account.id"), index=True)
    second_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user_account.id"), index=True)
    due_from: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    due_days: Mapped[int | None]
    due_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    calendar_known: Mapped[bool] = mapped_column(default=True)
    inadmissible: Mapped[str] = mapped_column(sa.String(20), default="")
    refusal: Mapped[str] = mapped_column(sa.Text, default="")
    extension: Mapped[str] = mapped_column(sa.Text, default="")
    record: Mapped[bytes | None]
    outcome: Mapped[Outcome | None] = enum_column(Outcome, name="outcome", nullable=True)
    answer: Mapped[str] = mapped_column(sa.Text, default="")
    measures: Mapped[str] = mapped_column(sa.Text, default="")
    answered_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    appeal: Mapped[bytes | None]
    second_outcome: Mapped[Outcome | None] = enum_column(Outcome, name="second_outcome", nullable=True)
    second_answer: Mapped[str] = mapped_column(sa.Text, default="")
    second_measures: Mapped[str] = mapped_column(sa.Text, default="")
    second_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)
    notice: Mapped[Notice] = relationship(backref=backref("objections", order_by="Objection.id"))
    handler: Mapped[User | None] = relationship(foreign_keys=[handler_id])
    second: Mapped[User | None] = relationship(foreign_keys=[second_id])
    files: Mapped[list["ObjectionFile"]] = relationship(
        cascade="all, delete-orphan", order_by="ObjectionFile.id"
    )
    __mapper_args__ = {"version_id_col": version}

    @property
    def challenge(self):
        """The list that the notice is about."""
        return self.notice.challenge

    def log_subject(self):
        """For the log; who objects is no business of the log."""
        return Subject("objection", self.id, f"challenge:{self.notice.challenge_id}")


class ObjectionFile(db.Model):
    """证据材料: encrypted bytes by blob; its name is sealed too, names of files tell of people."""

    __tablename__ = "objection_file"

    id: Mapped[int] = mapped_column(primary_key=True)
    objection_id: Mapped[int] = mapped_column(sa.ForeignKey("objection.id"), index=True)
    label: Mapped[bytes]
    blob: Mapped[str] = mapped_column(sa.String(64), unique=True)
    mime: Mapped[str] = mapped_column(sa.String(100))
    size: Mapped[int]
