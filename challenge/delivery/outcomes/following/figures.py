"""What checked follow-ups add up to, by the year after the end, with how many stand behind each sum."""

import dataclasses

import sqlalchemy as sa

from challenge.delivery.outcomes.following.models import FIGURES, FollowUp
from challenge.delivery.outcomes.states import U
from core import clock
from core.database import db


@dataclasses.dataclass(frozen=True)
class Sums:
    """One year after the end: sums of the checked follow-ups, how many are checked, late, and asked for by now."""

    number: int
    values: dict
    checked: int
    late: int
    asked: int

    @property
    def basis(self):
        """On what the sums rest, in words."""
        late = f"，{self.late} 份逾期" if self.late else ""
        return f"已核对 {self.checked} 份，应填报 {self.asked} 份{late}"


def by_number(visible):
    """Sums for each year after the end over the follow-ups of `visible` (SELECT of FollowUp), in order."""
    is_checked = FollowUp.state == U.CHECKED
    opened = FollowUp.opens_on <= clock.today()
    late = sa.and_(FollowUp.state == U.PLANNED, FollowUp.due_on < clock.today())
    sums = [sa.func.coalesce(sa.func.sum(getattr(FollowUp, name)).filter(is_checked), 0) for name in FIGURES]
    counts = [sa.func.count().filter(one) for one in (is_checked, late, opened)]
    ids = visible.with_only_columns(FollowUp.id).order_by(None)
    rows = sa.select(FollowUp.number, *sums, *counts).where(FollowUp.id.in_(ids))
    rows = rows.group_by(FollowUp.number).order_by(FollowUp.number)
    found = []
    for number, *values in db.session.execute(rows):
        figures = dict(zip(FIGURES, map(int, values[: len(FIGURES)]), strict=True))
        found.append(Sums(number, figures, *values[len(FIGURES) :]))
    return found
