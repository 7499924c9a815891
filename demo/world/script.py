"""The script: what happens in the demonstration world, when, in the order of one log."""

import datetime as dt
import itertools
import random

from core import clock, workdays

MORNING, NOON = dt.time(9, 0), dt.time(11, 40)
AFTERNOON, EVENING = dt.time(14, 0), dt.time(17, 20)
LONGEST_STEP_BACK = 3
CLOSE_OF_BUSINESS = dt.time(17, 0)


class Script:
    """Scenes at instants; `play` performs them in the order of time, whatever affair they belong to.

    The log is one chain over all affairs, so the world cannot be told one challenge after the other.
    """

    def __init__(self, now):
        self.now = now
        self.today = clock.beijing(now).date()
        self._scenes = []
        self._numbers = itertools.count()
        self._workdays = {}

    def day(self, offset):
        """The working day `offset` days from today (negative: past), or the nearest one before it.

        In the middle of a long holiday it is the day itself: clocks of a few days must not run out in it.
        """
        day = self.today + dt.timedelta(days=offset)
        before = (day - dt.timedelta(days=back) for back in range(LONGEST_STEP_BACK + 1))
        return next(filter(self._works, before), day)

    def _works(self, day):
        if day not in self._workdays:
            self._workdays[day] = workdays.is_workday(day)
        return self._workdays[day]

    def deadline(self, offset):
        """Close of business on the working day `offset` days from today."""
        return clock.beijing_instant(self.day(offset), CLOSE_OF_BUSINESS)

    def at(self, instant, scene):
        """Perform `scene()` at `instant`."""
        if instant >= self.now:
            raise ValueError("a scene cannot be set in the future")
        self._scenes.append((instant, next(self._numbers), scene))

    def affair(self, name):
        """A thread of scenes that follow one another."""
        return Affair(self, random.Random(name))

    def play(self, tell=lambda line: None, *, until=None):
        """Perform the scenes (those up to `until`), the clock standing at the instant of each.

        `tell` hears of each past month.
        """
        standing, month, end = [self.now], None, until or self.now
        previous = clock.use(lambda: standing[0])
        waiting = sorted(self._scenes, key=lambda row: row[:2])
        self._scenes = [row for row in waiting if row[0] > end]
        try:
            for instant, _, scene in waiting[: len(waiting) - len(self._scenes)]:
                standing[0] = instant
                if f"{clock.beijing(instant):%Y-%m}" != month:
                    month = f"{clock.beijing(instant):%Y-%m}"
                    tell(f"演示世界：{month} ……")
                scene()
        finally:
            clock.use(previous)


class Affair:
    """Scenes in their order, each on its day within office hours and after the one before."""

    def __init__(self, script, dice):
        self.script, self._dice = script, dice
        self.last = dt.datetime.min.replace(tzinfo=dt.UTC)

    def _office_time(self, day):
        start, end = self._dice.choice(((MORNING, NOON), (AFTERNOON, EVENING)))
        start, end = clock.beijing_instant(day, start), clock.beijing_instant(day, end)
        return start + self._dice.random() * (end - start)

    def then(self, offset, scene, *, after=None, any_day=False):
        """`scene()` on the working day `offset` days from today, later than the last one (and than `after`).

        What people do at home may fall on `any_day`.
        """
        earliest = max(self.last, after or self.last)
        exact = self.script.today + dt.timedelta(days=offset)
        instant = self._office_time(exact if any_day else self.script.day(offset))
        if instant <= earliest:
            instant = earliest + dt.timedelta(minutes=self._dice.uniform(6, 35))
        self.last = instant.replace(microsecond=0)
        self.script.at(self.last, scene)
        return self
