"""A duty: one line of somebody's work list."""

import dataclasses
import datetime as dt


@dataclasses.dataclass(frozen=True)
class Duty:
    """One thing to do: what, about which row, where, until when (None: no clock), and since when it waits.

    `runs`: nothing is asked today, but the clock of something own is running. `rest`: what is left in words,
    where the clock counts working days.
    """

    what: str
    title: str
    path: str
    due: dt.datetime | None = None
    since: dt.datetime | None = None
    code: str = ""
    runs: bool = False
    rest: str = ""

    @property
    def order(self):
        """Nearest clock first, then the longest waiting."""
        last = dt.datetime.max.replace(tzinfo=dt.UTC)
        return (self.due or last, self.since or last, self.code)
