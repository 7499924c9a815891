"""The table of missions (服务任务)."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, backref, mapped_column, relationship

from accounts.models import Organisation, User
from challenge.envoys.models import Envoy, EnvoyRequest
from challenge.envoys.states import Result, S
from challenge.posting.models import Challenge
from core.audit import Subject
from core.database import UtcDateTime, db, enum_column
from talent.models import Profile

_OPEN = sa.text("state IN ('offered', 'serving', 'finished') AND challenge_id IS NOT NULL")


class Mission(db.Model):
    """One envoy helps one enterprise, perhaps about one demand or list; `former` is the mission it replaces."""

    __tablename__ = "mission"
    __table_args__ = (
        sa.Index(
            "uq_mission_challenge", "challenge_id", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN
        ),
        sa.CheckConstraint("due_on >= starts_on", name="period"),
        sa.CheckConstraint("rating BETWEEN 1 AND 5", name="rating"),
        sa.CheckConstraint(
            "state NOT IN ('finished', 'closed') OR result IS NOT NULL", name="ended_with_result"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(sa.String(20), unique=True)
    envoy_id: Mapped[int] = mapped_column(sa.ForeignKey("envoy.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisation.id"), index=True)
    contact_id: Mapped[int] = mapped_column(sa.ForeignKey("user_account.id"))
    challenge_id: Mapped[int | None] = mapped_column(sa.ForeignKey("challenge.id"), index=True)
    request_id: Mapped[int | None] = mapped_column(sa.ForeignKey("envoy_request.id"), index=True)
    former_id: Mapped[int | None] = mapped_column(sa.ForeignKey("mission.id"))
    aim: Mapped[str] = mapped_column(sa.Text)
    starts_on: Mapped[dt.date]
    due_on: Mapped[dt.date]
    state: Mapped[S] = enum_column(S, default=S.OFFERED)
    state_since: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    answer_due_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    answered_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    reason: Mapped[str] = mapped_column(sa.Text, default="")
    result: Mapped[Result | None] = enum_column(Result, name="result", nullable=True)
    result_text: Mapped[str] = mapped_column(sa.Text, default="")
    matched_id: Mapped[int | None] = mapped_column(sa.ForeignKey("profile.id"))
    finished_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    rate_due_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    rating: Mapped[int | None]
    rating_text: Mapped[str] = mapped_column(sa.Text, default="")
    rated_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    rated_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user_account.id"))
    assigned_by_id: Mapped[int] = mapped_column(sa.ForeignKey("user_account.id"))
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)
    envoy: Mapped[Envoy] = relationship(backref=backref("missions", order_by="Mission.id"))
    organisation: Mapped[Organisation] = relationship(lazy="joined")
    contact: Mapped[User] = relationship(foreign_keys=contact_id)
    # Under another name than `challenge`: missions follow the rules of the house, not those of a programme.
    about: Mapped[Challenge | None] = relationship(backref=backref("missions", order_by="Mission.id"))
    request: Mapped[EnvoyRequest | None] = relationship(backref=backref("missions", order_by="Mission.id"))
    former: Mapped["Mission | None"] = relationship(remote_side=[id], backref=backref("successors"))
    matched: Mapped[Profile | None] = relationship()
    rated_by: Mapped[User | None] = relationship(foreign_keys=rated_by_id)
    assigned_by: Mapped[User] = relationship(foreign_keys=assigned_by_id)
    __mapper_args__ = {"version_id_col": version}

    @property
    def is_demo(self):
        """Its envoy is one of the demonstration."""
        return self.envoy.is_demo

    def log_subject(self):
        """For the log."""
        return Subject("mission", self.id)
