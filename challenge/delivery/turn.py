"""One thing that a project waits for, and the names of those it waits for."""

import datetime as dt
from dataclasses import dataclass

from core import clock

TEAM, POSTER, OFFICER, LEADER, FINANCE = "揭榜方", "发榜方", "经办人", "局领导", "财务"
# Between the names of those for whom the same waits.
AND = "、"


@dataclass(frozen=True)
class Turn:
    """`what` waits for `who` until `due` (a day of Beijing, the last on which it is in time; None: no clock); `path` below the project's address, or from /desk on."""

    what: str
    who: str
    due: dt.date | None = None
    path: str = ""

    def waits_for(self, mine):
        """Whether one of these sides is asked."""
        return not mine.isdisjoint(self.who.split(AND))

    @property
    def days_late(self):
        """Whole days since the day it was due."""
        return max((clock.today() - self.due).days, 0) if self.due else 0

    @property
    def days_left(self):
        """Whole days until the day it is due."""
        return max((self.due - clock.today()).days, 0) if self.due else 0


def last_day(instant):
    """The last day on which something is in time that must be done before `instant`: its clock ends at midnight."""
    return clock.beijing(instant - dt.timedelta(seconds=1)).date() if instant else None
