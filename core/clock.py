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
_shown: contextvars.ContextVar[dt.datetime | None] = contextvars.ContextVar("shown", default=None)
_LONG_AGO = dt.datetime.min.replace(tzinfo=dt.UTC)


def now():
    """The present instant, aware UTC; never before the newest entry of the log (see `keep_above`)."""
    instant, floor, shown = _source() + _shift, _floor.get(), _shown.get()
    if floor is not None and instant < floor:
        instant = floor
    if shown is not None:
        instant = max(instant, shown)
        _shown.set(instant)
    return instant


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


def months_later(day, months):
    """The same day of the month so many months later, or the month's last day."""
    years, month = divmod(day.month - 1 + months, 12)
    first = day.replace(year=day.year + years, month=month + 1, day=1)
    after = (first + dt.timedelta(days=31)).replace(day=1)
    return min(first + dt.timedelta(days=day.day - 1), after - dt.timedelta(days=1))


def keep_above(instant):
    """High-water mark: within this context the clock does not show less than `instant` (or None).

    With the host clock set back a naive application accepts late bids; the log's newest instant prevents it.
    """
    _floor.set(instant)


def run_forward(is_so):
    """While it is so, no look at the clock in this context shows less than the look before it.

    A step that looks twice, to ask whether it may be made and to note when it was, must not be told two opposite things
    because the host's clock was set back in between.
    """
    _shown.set(_LONG_AGO if is_so else None)


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
    if _shown.get() is not None:
        run_forward(True)  # another clock begins anew
    return former
