"""Tables of races: gates (关口) with their common test, results, objections, and the money that was moved."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, backref, mapped_column, relationship

from accounts.models import User
from challenge.delivery.models import Project
from challenge.delivery.race.states import RG, RO, Share, Tie
from challenge.delivery.states import Payer, Support, Verdict
from challenge.posting.models import Challenge
from core.audit import Subject
from core.database import JsonColumn, UtcDateTime, db, enum_column

MOST = 6


class RaceGate(db.Model):
    """关口: on `held_on`, or `month` months after the common start, every lane takes the test of `tests`.

    `tests`: [{"indicator": id, "threshold": text}], '' where the list's own threshold counts. `floor` and `gap` are
    points of the figure computed by `delivery.race.scoring`. `ranking` is frozen when the result is proposed.
    """

    __tablename__ = "race_gate"
    __table_args__ = (
        sa.UniqueConstraint("challenge_id", "number"),
        sa.CheckConstraint("number BETWEEN 1 AND 6", name="number"),
        sa.CheckConstraint("month IS NOT NULL OR held_on IS NOT NULL", name="has_day"),
        sa.CheckConstraint("month IS NULL OR month BETWEEN 1 AND 60", name="month"),
        sa.CheckConstraint("stay BETWEEN 1 AND 9", name="stay"),
        sa.CheckConstraint("floor IS NULL OR floor BETWEEN 1 AND 150", name="floor"),
        sa.CheckConstraint("gap IS NULL OR gap BETWEEN 1 AND 150", name="gap"),
        sa.CheckConstraint("approved_by_id IS NULL OR approved_by_id <> proposed_by_id", name="two_people"),
        sa.CheckConstraint("state <> 'published' OR objections_until IS NOT NULL", name="has_term"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    challenge_id: Mapped[int] = mapped_column(sa.ForeignKey("challenge.id"), index=True)
    number: Mapped[int]
    name: Mapped[str] = mapped_column(sa.String(80))
    month: Mapped[int | None]
    held_on: Mapped[dt.date | None]
    tests: Mapped[list] = mapped_column(JsonColumn)
    conditions: Mapped[str] = mapped_column(sa.Text, default="")
    tester: Mapped[str] = mapped_column(sa.String(80), default="")
    stay: Mapped[int]
    floor: Mapped[int | None]
    gap: Mapped[int | None]
    must_meet: Mapped[bool] = mapped_column(default=False)
    tie: Mapped[Tie] = enum_column(Tie, name="tie", default=Tie.ORDER)
    share: Mapped[Share] = enum_column(Share, name="share", default=Share.EQUAL)
    state: Mapped[RG] = enum_column(RG, default=RG.PLANNED)
    state_since: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    institution: Mapped[str] = mapped_column(sa.String(80), default="")
    note: Mapped[str] = mapped_column(sa.Text, default="")
    file_name: Mapped[str] = mapped_column(sa.String(120), default="")
    file_mime: Mapped[str] = mapped_column(sa.String(100), default="")
    file_sha256: Mapped[str] = mapped_column(sa.String(64), default="")
    blob: Mapped[str | None] = mapped_column(sa.String(64), unique=True)
    ranking: Mapped[list] = mapped_column(JsonColumn, default=list)
    reason: Mapped[str] = mapped_column(sa.Text, default="")
    proposed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user_account.id"))
    approved_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user_account.id"))
    objections_until: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)
    challenge: Mapped[Challenge] = relationship(backref=backref("gates", order_by="RaceGate.number"))
    proposed_by: Mapped[User | None] = relationship(foreign_keys=[proposed_by_id])
    approved_by: Mapped[User | None] = relationship(foreign_keys=[approved_by_id])
    __mapper_args__ = {"version_id_col": version}

    @property
    def title(self):
        """Number and name, as people call it."""
        return f"关口 {self.number}：{self.name}"

    def log_subject(self):
        """For the log."""
        return Subject("race_gate", self.id, f"challenge:{self.challenge_id}")


class RaceResult(db.Model):
    """What one lane reached at one gate: a value, or the verdict of the tester where no number decides."""

    __tablename__ = "race_result"
    __table_args__ = (sa.UniqueConstraint("gate_id", "project_id", "indicator_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    gate_id: Mapped[int] = mapped_column(sa.ForeignKey("race_gate.id"))
    project_id: Mapped[int] = mapped_column(sa.ForeignKey("project.id"), index=True)
    indicator_id: Mapped[int]
    value: Mapped[str] = mapped_column(sa.String(120), default="")
    verdict: Mapped[Verdict] = enum_column(Verdict, name="verdict")
    gate: Mapped[RaceGate] = relationship(backref=backref("results", cascade="all, delete-orphan"))
    project: Mapped[Project] = relationship()


class RaceObjection(db.Model):
    """What a lane objects to in a published result; while it is open nobody is eliminated."""

    __tablename__ = "race_objection"
    __table_args__ = (
        sa.Index(
            "uq_race_objection_open",
            "gate_id",
            "project_id",
            unique=True,
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    gate_id: Mapped[int] = mapped_column(sa.ForeignKey("race_gate.id"))
    project_id: Mapped[int] = mapped_column(sa.ForeignKey("project.id"), index=True)
    state: Mapped[RO] = enum_column(RO, default=RO.OPEN)
    state_since: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    text: Mapped[str] = mapped_column(sa.Text)
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("user_account.id"))
    answer: Mapped[str] = mapped_column(sa.Text, default="")
    answered_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user_account.id"))
    gate: Mapped[RaceGate] = relationship(backref=backref("objections", order_by="RaceObjection.id"))
    project: Mapped[Project] = relationship()
    answered_by: Mapped[User | None] = relationship(foreign_keys=[answered_by_id])

    def log_subject(self):
        """For the log."""
        return Subject("race_objection", self.id, f"challenge:{self.gate.challenge_id}")


class Reallocation(db.Model):
    """调剂: what a lane gave away (below 0) or got at a gate, of one payer; without a lane what went back to the payer.

    Only grows; of one gate, payer and kind the sums are 0.
    """

    __tablename__ = "reallocation"
    __table_args__ = (sa.CheckConstraint("amount_fen <> 0", name="amount"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    gate_id: Mapped[int] = mapped_column(sa.ForeignKey("race_gate.id"), index=True)
    project_id: Mapped[int | None] = mapped_column(sa.ForeignKey("project.id"), index=True)
    payer: Mapped[Payer] = enum_column(Payer, name="payer")
    kind: Mapped[Support] = enum_column(Support, name="kind")
    amount_fen: Mapped[int] = mapped_column(sa.BigInteger)
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    gate: Mapped[RaceGate] = relationship(backref=backref("moved", order_by="Reallocation.id"))
    project: Mapped[Project | None] = relationship()
