"""The one clock of the house: UTC inside, 北京时间 outside."""

import contextvars
import datetime as dt
from zoneinfo import ZoneInfo

BEIJING = ZoneInfo("Asia/Shanghai")


def _system():
    return dt.datetime.now(dt.UTC)


_source = _system
_shift = dt.timedelta()
_floor = contextvars.ContextVar("floor", default=None)


def now():
    """The present instant, aware UTC; never before the newest entry of the log (see `keep_above`)."""
    instant = _source() + _shift
    floor = _floor.get()
    return instant if floor is None or instant > floor else floor


def today():
    """The present date in Beijing."""
    return beijing(now()).date()


def beijing(instant):
    """The same instant on a clock in Beijing."""
    return instant.astimezone(BEIJING)


def beijing_instant(day, time=dt.time(0, 0)):
    """The instant at which a clock in Beijing shows `day` and `time`."""
    return dt.datetime.combine(day, time, BEIJING).astimezone(dt.UTC)


def whole_minute(instant):
    """The first full minute from `instant` on: what people are shown is never earlier than what counts."""
    minute = instant.replace(second=0, microsecond=0)
    return minute if minute == instant else minute + dt.timedelta(minutes=1)


def after_days(instant, days):
    """The same time of day so many days later."""
    return instant + dt.timedelta(days=days)


def keep_above(instant):
    """High-water mark: within this context the clock does not show less than `instant` (or None).

    With the host clock set back a naive application accepts late bids; the log's newest instant prevents it.
    """
    _floor.set(instant)


def shift_by(delta):
    """Show a time `delta` later than the source: the demonstration world's clock."""
    global _shift
    _shift = delta


def use(source=None):
    """Take the time from `source() -> aware datetime` (tests, seeding); without argument from the system.

    Returns the former source, so that it can be put back.
    """
    global _source
    former, _source = _source, source or _system
    return former
