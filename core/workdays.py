"""Working days by the calendar of the State Council: the table of exceptions, periods, and what is not yet known."""

import datetime as dt
from dataclasses import dataclass

import chinese_calendar
import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from core import clock
from core.database import db

REST, WORK = "rest", "work"
SOURCE = "国务院办公厅节假日安排（chinesecalendar 1.11）"
STATUTORY = {
    "元旦": ("元旦",),
    "春节": ("春节",),
    "清明节": ("清明",),
    "劳动节": ("劳动", "五一"),
    "端午节": ("端午",),
    "中秋节": ("中秋",),
    "国庆节": ("国庆",),
}
LONGEST = 2000  # working days; any period of a regulation is far shorter

BRIEF = dt.timedelta(hours=1)  # a standstill shorter than this costs nobody a working day

_DAY = dt.timedelta(days=1)
_NAMES = {holiday.value: holiday.chinese for holiday in chinese_calendar.Holiday}


class Holiday(db.Model):
    """A day that departs from the rule of the weekend: a rest day from Monday to Friday, or a make-up day."""

    __tablename__ = "holiday"
    __table_args__ = (sa.CheckConstraint("kind in ('rest', 'work')", name="kind"),)

    day: Mapped[dt.date] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(sa.String(4))
    name: Mapped[str] = mapped_column(sa.String(40))
    source: Mapped[str] = mapped_column(sa.String(200))


@dataclass(frozen=True)
class Period:
    """A period of working days: its last day, the instant at which it ends, the years it touches unannounced."""

    last_day: dt.date
    ends_at: dt.datetime
    unknown_years: tuple[int, ...]

    @property
    def warning(self) -> str:
        """The sentence to show beside the end, or '' when the end is certain."""
        if not self.unknown_years:
            return ""
        years = "、".join(f"{year}年" for year in self.unknown_years)
        return f"{years}的节假日安排尚未录入，截止时间按周末推算，录入后如须顺延将自动顺延。"


def seed(year_from: int, year_to: int) -> list[int]:
    """Add the announced exceptions of these years, leaving rows that exist; return the years that are announced."""
    announced = [year for year in range(year_from, year_to + 1) if year in _announced_years()]
    wanted = {day: row for year in announced for day, row in _exceptions(year)}
    kept = set(db.session.scalars(sa.select(Holiday.day).where(Holiday.day.in_(wanted))))
    db.session.add_all(row for day, row in wanted.items() if day not in kept)
    db.session.flush()
    return announced


def is_workday(day: dt.date) -> bool:
    """Tell whether people work on this day."""
    return _Calendar(day, day).is_workday(day)


def days_between(first: dt.date, last: dt.date) -> list[dt.date]:
    """Return the working days after `first` up to and with `last`."""
    calendar = _Calendar(first, last)
    days = (first + _DAY * ahead for ahead in range(1, (last - first).days + 1))
    return [day for day in days if calendar.is_workday(day)]


def add_workdays(start: dt.date, n: int) -> dt.date:
    """Return the nth working day after `start`; the day of `start` itself never counts."""
    return _Calendar(start).nth_after(start, n)


def workdays_left(now: dt.datetime, end: dt.datetime) -> int:
    """Return how many working days remain after today until a period ends at `end`; on its last day 0."""
    today, last = clock.beijing(now).date(), last_day(end)
    calendar = _Calendar(today, last)
    return sum(calendar.is_workday(today + _DAY * ahead) for ahead in range(1, (last - today).days + 1))


def period(start: dt.datetime, n: int) -> Period:
    """Return the period of n working days that begins on the day after the instant `start`."""
    first = clock.beijing(start).date()
    calendar = _Calendar(first)
    last = calendar.nth_after(first, n)
    unknown = tuple(year for year in range(first.year, last.year + 1) if not calendar.knows(year))
    return Period(last, clock.beijing_instant(last + _DAY), unknown)


def period_end(start: dt.datetime, n: int) -> dt.datetime:
    """Return the instant at which n working days after `start` are over: 24:00 in Beijing on the last one."""
    return period(start, n).ends_at


def costs_a_day(end: dt.datetime, since: dt.datetime, until: dt.datetime) -> bool:
    """Tell whether a period that ends at `end` must be lengthened because it stood still between two instants.

    A brief standstill costs nothing, unless it took of the last day.
    """
    is_on_last_day = clock.beijing(since).date() >= last_day(end)
    return until - since >= BRIEF or is_on_last_day


def left_from(day: dt.date, end: dt.datetime) -> int:
    """Return how many working days there are from `day` on, itself included, until a period ends at `end`."""
    return len(days_between(day - _DAY, last_day(end)))


def knows(year: int) -> bool:
    """Tell whether the exceptions of this year are in the table."""
    return _Calendar(dt.date(year, 1, 1), dt.date(year, 12, 31)).knows(year)


def missing(year: int) -> list[str]:
    """Return the statutory holidays of this year that the table does not name yet."""
    return _Calendar(dt.date(year, 1, 1), dt.date(year, 12, 31)).missing(year)


class _Calendar:
    """The exceptions of the years that a call touches, read with one query."""

    def __init__(self, first: dt.date, last: dt.date | None = None):
        rows = sa.select(Holiday.day, Holiday.kind, Holiday.name).where(
            Holiday.day >= dt.date(first.year, 1, 1)
        )
        if last:
            rows = rows.where(Holiday.day <= dt.date(last.year, 12, 31))
        found = db.session.execute(rows).all()
        self._kinds = {day: kind for day, kind, _name in found}
        self._names = found

    def is_workday(self, day: dt.date) -> bool:
        kind = self._kinds.get(day)
        return day.weekday() < 5 if kind is None else kind == WORK

    def nth_after(self, start: dt.date, n: int) -> dt.date:
        if not 1 <= n <= LONGEST:
            raise ValueError(f"a period has 1 to {LONGEST} working days, not {n}")
        day = start
        while n:
            day += _DAY
            n -= self.is_workday(day)
        return day

    def knows(self, year: int) -> bool:
        return not self.missing(year)

    def missing(self, year: int) -> list[str]:
        # All seven are announced together and each takes a working day; only the Mid-Autumn Festival may fall into
        # another one or on a Sunday, and then stands in the name of a day beside it.
        mine = [(kind, name) for day, kind, name in self._names if day.year == year]
        return [
            label
            for label, words in STATUTORY.items()
            if not any(
                (kind == REST or label == "中秋节") and any(one in name for one in words)
                for kind, name in mine
            )
        ]


def last_day(end: dt.datetime) -> dt.date:
    """Return the day at whose 24:00 (or within which) a period ends."""
    return clock.beijing(end - dt.timedelta(microseconds=1)).date()


def _announced_years() -> set[int]:
    return {day.year for day, name in chinese_calendar.holidays.items() if name == "National Day"}


def _exceptions(year: int):
    day = dt.date(year, 1, 1)
    while day.year == year:
        works, name = chinese_calendar.is_workday(day), _name(day)
        if works != (day.weekday() < 5):
            yield day, Holiday(day=day, kind=WORK if works else REST, name=name, source=SOURCE)
        day += _DAY


def _name(day: dt.date) -> str:
    name = chinese_calendar.holidays.get(day) or chinese_calendar.workdays.get(day)
    return _NAMES.get(name, "")
