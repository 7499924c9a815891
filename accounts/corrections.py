"""更正申请: what an organisation says is wrong in its registered data, until an officer has compared and decided."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from accounts.conflict import LABELS, shown, stored
from accounts.models import Organisation, User
from accounts.states import CorrectionState
from core.audit import Subject
from core.database import JsonColumn, UtcDateTime, db, enum_column


class Correction(db.Model):
    """One request: `wanted` are those fields of `conflict.stored` that should read otherwise, `reason` why."""

    __tablename__ = "organisation_correction"
    __table_args__ = (
        sa.Index(
            "uq_organisation_correction_one_waiting",
            "organisation_id",
            unique=True,
            sqlite_where=sa.text("state = 'waiting'"),
            postgresql_where=sa.text("state = 'waiting'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisation.id"), index=True)
    author_id: Mapped[int] = mapped_column(sa.ForeignKey("user_account.id"))
    state: Mapped[CorrectionState] = enum_column(CorrectionState, default=CorrectionState.WAITING)
    state_since: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    wanted: Mapped[dict] = mapped_column(JsonColumn, info={"personal": True})
    reason: Mapped[str] = mapped_column(sa.Text)
    answer: Mapped[str] = mapped_column(sa.Text, default="")
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    organisation: Mapped[Organisation] = relationship()
    author: Mapped[User] = relationship()

    def log_subject(self):
        """For the log: it stands in the history of the organisation."""
        return Subject("correction", self.id, f"organisation:{self.organisation_id}")

    @property
    def lines(self):
        """[(label, as it is registered now, as it should be)]."""
        now = stored(self.organisation)
        return [
            (label, shown(name, now[name]), shown(name, self.wanted[name]))
            for name, label in LABELS.items()
            if name in self.wanted
        ]


def waiting_of(organisation):
    """The request that waits for an officer, or None."""
    return db.session.scalar(
        sa.select(Correction).filter_by(organisation_id=organisation.id, state=CorrectionState.WAITING)
    )


def requests_of(organisation):
    """All requests of an organisation, newest first."""
    mine = (
        sa.select(Correction)
        .filter_by(organisation_id=organisation.id)
        .options(joinedload(Correction.author))
    )
    return db.session.scalars(mine.order_by(Correction.id.desc())).all()
