"""Tables of visits (服务记录), of the problems they found and of their files."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, backref, mapped_column, relationship

from accounts.models import User
from challenge.envoys.missions.models import Mission
from challenge.envoys.states import Manner, V
from challenge.posting.models import Challenge
from core.audit import Subject
from core.database import UtcDateTime, db, enum_column
from core.stored import StoredFile

_STANDING = sa.text("state <> 'superseded'")


class Visit(db.Model):
    """One version of the record of one visit; a correction is a new version, which the enterprise confirms anew."""

    __tablename__ = "visit"
    __table_args__ = (
        sa.UniqueConstraint("mission_id", "number", "revision"),
        sa.Index(
            "uq_visit_standing",
            "mission_id",
            "number",
            unique=True,
            sqlite_where=_STANDING,
            postgresql_where=_STANDING,
        ),
        sa.CheckConstraint("revision >= 1", name="revision"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    mission_id: Mapped[int] = mapped_column(sa.ForeignKey("mission.id"), index=True)
    number: Mapped[int]
    revision: Mapped[int] = mapped_column(default=1)
    state: Mapped[V] = enum_column(V, default=V.RECORDED)
    state_since: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    visited_on: Mapped[dt.date] = mapped_column(index=True)
    manner: Mapped[Manner] = enum_column(Manner, name="manner")
    place: Mapped[str] = mapped_column(sa.String(80), default="")
    people_met: Mapped[str] = mapped_column(sa.String(200), info={"personal": True})
    advice: Mapped[str] = mapped_column(sa.Text)
    next_step: Mapped[str] = mapped_column(sa.Text, default="")
    why: Mapped[str] = mapped_column(sa.Text, default="")
    recorded_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    recorded_by_id: Mapped[int] = mapped_column(sa.ForeignKey("user_account.id"))
    confirm_due_at: Mapped[dt.datetime] = mapped_column(UtcDateTime, index=True)
    answered_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    answered_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user_account.id"))
    reason: Mapped[str] = mapped_column(sa.Text, default="")
    version: Mapped[int] = mapped_column(default=1)
    mission: Mapped[Mission] = relationship(
        backref=backref("visits", order_by="Visit.number, Visit.revision")
    )
    recorded_by: Mapped[User] = relationship(foreign_keys=recorded_by_id)
    answered_by: Mapped[User | None] = relationship(foreign_keys=answered_by_id)
    problems: Mapped[list["Problem"]] = relationship(
        back_populates="visit", order_by="Problem.position", cascade="all, delete-orphan"
    )
    files: Mapped[list["VisitFile"]] = relationship(
        back_populates="visit", order_by="VisitFile.id", cascade="all, delete-orphan"
    )
    __mapper_args__ = {"version_id_col": version}

    def log_subject(self):
        """For the log: it stands with its mission."""
        return Subject("visit", self.id, f"mission:{self.mission_id}")


class Problem(db.Model):
    """A problem found on a visit; `demand` is the draft that was made of it."""

    __tablename__ = "visit_problem"
    __table_args__ = (sa.UniqueConstraint("visit_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    visit_id: Mapped[int] = mapped_column(sa.ForeignKey("visit.id"), index=True)
    position: Mapped[int]
    text: Mapped[str] = mapped_column(sa.String(500))
    challenge_id: Mapped[int | None] = mapped_column(sa.ForeignKey("challenge.id"), index=True)
    visit: Mapped[Visit] = relationship(back_populates="problems")
    demand: Mapped[Challenge | None] = relationship(backref=backref("found_as", order_by="Problem.id"))


class VisitFile(StoredFile, db.Model):
    """An attachment of a visit, kept encrypted."""

    __tablename__ = "visit_file"
    __table_args__ = (sa.UniqueConstraint("blob"), sa.UniqueConstraint("visit_id", "sha256"))

    id: Mapped[int] = mapped_column(primary_key=True)
    visit_id: Mapped[int] = mapped_column(sa.ForeignKey("visit.id"), index=True)
    visit: Mapped[Visit] = relationship(back_populates="files")
