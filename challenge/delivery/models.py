"""Tables of projects (攻关项目) and of the indicators that are paid for and accepted."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, backref, column_property, mapped_column, relationship

from accounts.models import Organisation, User
from challenge.bidding.models import Bid
from challenge.delivery.states import ENDED, P
from challenge.posting.models import Challenge
from challenge.states import Comparator
from core.audit import Subject
from core.database import UtcDateTime, db, enum_column


class Project(db.Model):
    """攻关项目 of one winning bid; in a race several of one list run in `lane` 1, 2, …"""

    __tablename__ = "project"
    __table_args__ = (
        sa.CheckConstraint("starts_on IS NULL OR ends_on > starts_on", name="period"),
        sa.CheckConstraint("extended_months BETWEEN 0 AND 24", name="extended_months"),
        sa.CheckConstraint(
            "state IN ('signing', 'abandoned', 'terminated') OR ends_on IS NOT NULL", name="has_period"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(sa.String(20), unique=True)
    challenge_id: Mapped[int] = mapped_column(sa.ForeignKey("challenge.id"), index=True)
    bid_id: Mapped[int] = mapped_column(sa.ForeignKey("bid.id"), unique=True)
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisation.id"), index=True)
    leader_id: Mapped[int] = mapped_column(sa.ForeignKey("user_account.id"), index=True)
    lane: Mapped[int] = mapped_column(default=1)
    state: Mapped[P] = enum_column(P, default=P.SIGNING)
    state_since: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    suspended_from: Mapped[P | None] = enum_column(P, name="suspended_from", nullable=True)
    suspended_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    starts_on: Mapped[dt.date | None]
    ends_on: Mapped[dt.date | None]
    extended_months: Mapped[int] = mapped_column(default=0)
    # Since when nothing is entered as spent any more: a settlement is being agreed on, or the project ended with its accounts.
    accounts_closed_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    reason: Mapped[str] = mapped_column(sa.Text, default="")
    reason_code: Mapped[str] = mapped_column(sa.String(40), default="")
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)
    challenge: Mapped[Challenge] = relationship(backref=backref("projects", order_by="Project.id"))
    bid: Mapped[Bid] = relationship(backref=backref("project", uselist=False))
    organisation: Mapped[Organisation] = relationship(lazy="joined")
    leader: Mapped[User] = relationship()
    indicators: Mapped[list["ProjectIndicator"]] = relationship(
        back_populates="project", order_by="ProjectIndicator.position"
    )
    __mapper_args__ = {"version_id_col": version}

    def log_subject(self):
        """For the log."""
        return Subject("project", self.id, f"challenge:{self.challenge_id}")


class ProjectIndicator(db.Model):
    """合同指标: what was asked and promised, and what the contract in force demands; measured against until the end."""

    __tablename__ = "project_indicator"
    __table_args__ = (sa.UniqueConstraint("project_id", "indicator_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(sa.ForeignKey("project.id"), index=True)
    indicator_id: Mapped[int]
    position: Mapped[int]
    name: Mapped[str] = mapped_column(sa.String(80))
    asked: Mapped[str] = mapped_column(sa.String(300))
    promised: Mapped[str] = mapped_column(sa.String(120))
    comparator: Mapped[Comparator] = enum_column(Comparator, name="comparator")
    threshold: Mapped[str] = mapped_column(sa.String(200))
    threshold_high: Mapped[str] = mapped_column(sa.String(40), default="")
    unit: Mapped[str] = mapped_column(sa.String(40), default="")
    test_method: Mapped[str] = mapped_column(sa.String(200), default="")
    test_conditions: Mapped[str] = mapped_column(sa.String(200), default="")
    measured_by: Mapped[str] = mapped_column(sa.String(80), default="")
    weight: Mapped[int] = mapped_column(default=0)
    is_must: Mapped[bool] = mapped_column(default=True)
    project: Mapped[Project] = relationship(back_populates="indicators")


def _projects(*conditions):
    of = sa.select(_PROJECT.c.id).where(_PROJECT.c.challenge_id == _LIST.c.id, *conditions)
    return of.correlate(_LIST).exists()


# In tables, not classes: those of later rooms are not there yet. Read with the board and the public page of a list.
_PROJECT, _LIST = Project.__table__, Challenge.__table__
Challenge.is_work_over = column_property(
    sa.and_(_projects(), sa.not_(_projects(_PROJECT.c.state.not_in(ENDED)))), deferred=True, group="work"
)
