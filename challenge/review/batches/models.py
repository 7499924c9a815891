"""Tables of batches: the batch, its lists, and the versions of its proposal, which the database never changes."""

import datetime as dt
import json

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, backref, mapped_column, relationship

from accounts.models import User
from challenge.posting.models import Challenge
from challenge.review.batches.states import Edit, F
from challenge.review.models import Assignment
from core.audit import Subject
from core.database import JsonColumn, UtcDateTime, db, enum_column


class Batch(db.Model):
    """集中分派. Everywhere but in `people` an expert is a number: the place in `people` (profile ids), from 1.

    `wanted` {"kinds": {kind: least seats}, "most", "least": lists an expert takes, "floor": per cent, "per_seat"};
    `people` only ever grows, so a number keeps its meaning; `reasons` {"code:number": why this expert fits}.
    `current` is the number of the newest version, `consented` that of the one a supervisor has agreed to.
    """

    __tablename__ = "batch"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(sa.String(120))
    state: Mapped[F] = enum_column(F, default=F.COMPUTING)
    state_since: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    wanted: Mapped[dict] = mapped_column(JsonColumn)
    people: Mapped[list] = mapped_column(JsonColumn, default=list, deferred=True)
    reasons: Mapped[dict] = mapped_column(JsonColumn, default=dict, info={"personal": True}, deferred=True)
    obstacles: Mapped[list] = mapped_column(JsonColumn, default=list)
    current: Mapped[int] = mapped_column(default=0)
    edits: Mapped[int] = mapped_column(default=0)
    consented: Mapped[int | None]
    created_by_id: Mapped[int] = mapped_column(sa.ForeignKey("user_account.id"))
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)
    created_by: Mapped[User] = relationship()
    lists: Mapped[list["BatchList"]] = relationship(back_populates="batch", order_by="BatchList.id")
    versions: Mapped[list["BatchVersion"]] = relationship(
        back_populates="batch", order_by="BatchVersion.number"
    )
    assignments: Mapped[list[Assignment]] = relationship(order_by=Assignment.id, backref="batch")
    __mapper_args__ = {"version_id_col": version}

    def log_subject(self):
        """For the log."""
        return Subject("batch", self.id)


class BatchList(db.Model):
    """A list of a batch: how many reviewers it needs; what the computation has found so far.

    `found` [profile ids of its own candidates]; `scores` {number: expertise in millionths} of everybody who may review it.
    """

    __tablename__ = "batch_list"
    __table_args__ = (
        sa.UniqueConstraint("batch_id", "challenge_id"),
        sa.Index(
            "uq_batch_list_one_live",
            "challenge_id",
            unique=True,
            sqlite_where=sa.text("is_live"),
            postgresql_where=sa.text("is_live"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    batch_id: Mapped[int] = mapped_column(sa.ForeignKey("batch.id"), index=True)
    challenge_id: Mapped[int] = mapped_column(sa.ForeignKey("challenge.id"), index=True)
    seats: Mapped[int]
    is_live: Mapped[bool] = mapped_column(default=True)
    found: Mapped[list | None] = mapped_column(JsonColumn, deferred=True)
    scores: Mapped[dict | None] = mapped_column(JsonColumn, deferred=True)
    batch: Mapped[Batch] = relationship(back_populates="lists")
    challenge: Mapped[Challenge] = relationship(backref=backref("batch_lists", order_by="BatchList.id"))


class BatchVersion(db.Model):
    """One version of the proposal: `facts` it was computed from (None: those of an earlier version), `body` what came out.

    Both are canonical JSON with numbers instead of names; `solving` says what they hold.
    """

    __tablename__ = "batch_version"

    batch_id: Mapped[int] = mapped_column(sa.ForeignKey("batch.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    edit: Mapped[Edit] = enum_column(Edit, name="edit")
    what: Mapped[str] = mapped_column(sa.String(200), default="")
    reason: Mapped[str] = mapped_column(sa.Text, default="")
    user_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user_account.id"))
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    facts: Mapped[str | None] = mapped_column(sa.Text, deferred=True)
    body: Mapped[str] = mapped_column(sa.Text, deferred=True)
    digest: Mapped[str] = mapped_column(sa.String(64))
    batch: Mapped[Batch] = relationship(back_populates="versions")
    user: Mapped[User | None] = relationship()

    @property
    def told(self):
        """The body, read."""
        return json.loads(self.body)
