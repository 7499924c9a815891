"""Tables of envoys (科技特派员、科技专员) and of what enterprises ask for."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accounts.models import Organisation, User
from challenge.envoys.states import E, Kind, R, Standing
from core import clock
from core.audit import Subject
from core.database import JsonColumn, UtcDateTime, db, enum_column
from talent.models import Profile

_LIVING = sa.text("state IN ('offered', 'serving', 'renewing')")


class Envoy(db.Model):
    """One appointment of one person for one county; `next_*` is a renewal that was offered and not answered yet."""

    __tablename__ = "envoy"
    __table_args__ = (
        sa.Index("uq_envoy_living", "user_id", unique=True, sqlite_where=_LIVING, postgresql_where=_LIVING),
        sa.CheckConstraint("ends_on > starts_on", name="term"),
        sa.CheckConstraint("capacity BETWEEN 1 AND 50", name="capacity"),
        sa.CheckConstraint("kind = 'officer' OR profile_id IS NOT NULL", name="expert_has_profile"),
        sa.CheckConstraint("state <> 'renewing' OR next_ends_on IS NOT NULL", name="renewal_has_term"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(sa.String(20), unique=True)
    kind: Mapped[Kind] = enum_column(Kind, name="kind")
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user_account.id"), index=True)
    profile_id: Mapped[int | None] = mapped_column(sa.ForeignKey("profile.id"), index=True)
    county: Mapped[str] = mapped_column(sa.String(40), index=True)
    industries: Mapped[list] = mapped_column(JsonColumn, default=list)
    starts_on: Mapped[dt.date]
    ends_on: Mapped[dt.date]
    capacity: Mapped[int]
    basis: Mapped[str] = mapped_column(sa.String(200), default="")
    state: Mapped[E] = enum_column(E, default=E.OFFERED)
    state_since: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    next_ends_on: Mapped[dt.date | None]
    next_capacity: Mapped[int | None]
    agreed_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    is_named: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[str] = mapped_column(sa.Text, default="")
    appointed_by_id: Mapped[int] = mapped_column(sa.ForeignKey("user_account.id"))
    is_demo: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)
    user: Mapped[User] = relationship(foreign_keys=user_id, lazy="joined")
    profile: Mapped[Profile | None] = relationship()
    appointed_by: Mapped[User] = relationship(foreign_keys=appointed_by_id)
    __mapper_args__ = {"version_id_col": version}

    @property
    def name(self):
        """The person's name."""
        return self.user.display_name

    @property
    def unit(self):
        """Where the person works."""
        if self.profile is not None and self.profile.unit:
            return self.profile.unit
        return self.user.organisation.name if self.user.organisation else ""

    @property
    def is_in_term(self):
        """Today is a day of the term."""
        return self.starts_on <= clock.today() <= self.ends_on

    @property
    def shown_state(self):
        """The state as people read it: an appointment outside of its term says so."""
        if self.state is not E.SERVING or self.is_in_term:
            return self.state
        return Standing.OVER if clock.today() > self.ends_on else Standing.COMING

    def log_subject(self):
        """For the log."""
        return Subject("envoy", self.id)


class EnvoyRequest(db.Model):
    """特派员请求: what an enterprise wants help with, and from whom if it has somebody in mind."""

    __tablename__ = "envoy_request"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(sa.String(20), unique=True)
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisation.id"), index=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user_account.id"))
    wanted_id: Mapped[int | None] = mapped_column(sa.ForeignKey("envoy.id"))
    topic: Mapped[str] = mapped_column(sa.String(80))
    text: Mapped[str] = mapped_column(sa.Text)
    industry: Mapped[str] = mapped_column(sa.String(40), default="")
    state: Mapped[R] = enum_column(R, default=R.ASKED)
    state_since: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    reason: Mapped[str] = mapped_column(sa.Text, default="")
    is_demo: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)
    organisation: Mapped[Organisation] = relationship(lazy="joined")
    user: Mapped[User] = relationship()
    wanted: Mapped[Envoy | None] = relationship()
    __mapper_args__ = {"version_id_col": version}

    def log_subject(self):
        """For the log."""
        return Subject("envoy_request", self.id)
