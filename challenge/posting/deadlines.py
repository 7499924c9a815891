"""The deadline of an open list in a 变更公告: which one may be typed, and to where a change of substance moves it."""

import datetime as dt

from challenge import rulepack
from core import clock
from core.errors import Conflict
from core.formats import moment


class DeadlineRefused(Conflict):
    """The rules do not allow the deadline that was typed."""


def is_new(challenge, typed):
    """A deadline was typed that is not the present one; pages show and take whole minutes."""
    return typed is not None and _minute(typed) != _minute(challenge.deadline)


def check(challenge, typed, is_substance):
    """Raise DeadlineRefused, with the clause and the earliest instant allowed, for a typed deadline before it."""
    bounds = list(_bounds(challenge, is_substance))
    earliest, reason = max(bounds, key=lambda one: one[0])
    if typed < earliest:
        moved = after_substance(challenge) if is_substance and only_later(challenge) else None
        by_itself = f"；不改此项，则自动顺延至 {moment(moved)}" if moved else ""
        raise DeadlineRefused(f"{reason}：最早可填 {moment(earliest)}{by_itself}。")


def after_substance(challenge):
    """To which instant a change of substance made now moves the present deadline by itself, or None."""
    least = _least_after_substance(challenge)
    return _at_the_same_hour(challenge.deadline, least) if challenge.deadline < least else None


def only_later(challenge):
    """How a page says that the deadline is never brought forward, with the clause; '' where the rules allow it."""
    if not rulepack.value(challenge, "deadline_only_later"):
        return ""
    return f"揭榜截止只能推迟，不能提前{rulepack.cite(challenge, 'deadline_only_later')}"


def _bounds(challenge, is_substance):
    """(earliest instant, the rule that says so) of each rule in force."""
    shortest = rulepack.value(challenge, "bid_days_min")
    yield (
        clock.whole_minute(challenge.published_at + dt.timedelta(days=shortest)),
        f"揭榜期不得少于 {shortest} 天{rulepack.cite(challenge, 'bid_days_min')}",
    )
    if only_later(challenge):
        yield _minute(challenge.deadline), only_later(challenge)
    if is_substance:
        days = rulepack.value(challenge, "change_extension_days")
        clause = rulepack.cite(challenge, "change_extension_days")
        told = f"实质性变更后，距揭榜截止不得少于 {days} 天{clause}"
        yield clock.whole_minute(_least_after_substance(challenge)), told


def _least_after_substance(challenge):
    return clock.now() + dt.timedelta(days=rulepack.value(challenge, "change_extension_days"))


def _at_the_same_hour(deadline, earliest):
    """The first instant from `earliest` on at which the clock shows the hour of the former deadline."""
    hour = clock.beijing(_minute(deadline)).time()
    moved = clock.beijing_instant(clock.beijing(earliest).date(), hour)
    return moved if moved >= earliest else moved + dt.timedelta(days=1)


def _minute(instant):
    return instant.replace(second=0, microsecond=0)
