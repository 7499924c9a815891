"""How the log covers the time of a project: week by week, with its gaps; pauses of the project do not count."""

import datetime as dt
from types import SimpleNamespace

WEEK = dt.timedelta(days=7)
DAY = dt.timedelta(days=1)
COVERED, WRITTEN_LATE, EMPTY, PAUSED, RUNNING = "covered", "late", "empty", "paused", "running"
LABELS = {
    COVERED: "有记录",
    WRITTEN_LATE: "只有补记",
    EMPTY: "没有记录",
    PAUSED: "项目暂停",
    RUNNING: "本周尚无记录",
}
TONES = {COVERED: "good", WRITTEN_LATE: "wait", EMPTY: "bad", PAUSED: "quiet", RUNNING: "quiet"}


def monday(day):
    """The first day of the week of this day."""
    return day - DAY * day.weekday()


def weeks_of(start, end, written, breaks, today):
    """A row for each week from `start` to `end` (dates, both count): .first .last .is (see LABELS) .number of entries.

    `written` are (day of the work, is late) of the entries, `breaks` (first, last) days of suspensions.
    """
    found, first = [], monday(start)
    by_week = {}
    for day, is_late in written:
        by_week.setdefault(monday(day), []).append(is_late)
    while first <= end and start <= end:
        last = first + WEEK - DAY
        found.append(
            SimpleNamespace(
                first=max(first, start),
                last=min(last, end),
                number=len(by_week.get(first, ())),
                state=_state(first, last, by_week.get(first), breaks, (start, end, today)),
            )
        )
        first += WEEK
    return found


def _state(first, last, entries, breaks, frame):
    start, end, today = frame
    if entries:
        return WRITTEN_LATE if all(entries) else COVERED
    days = [first + DAY * number for number in range(7)]
    working = [one for one in days if start <= one <= end]
    if all(any(since <= one <= until for since, until in breaks) for one in working):
        return PAUSED
    return RUNNING if last >= today else EMPTY


def gaps(weeks):
    """(first day, last day, number of weeks) of every run of weeks without an entry; a pause neither ends nor counts."""
    found, run = [], []
    for one in weeks:
        if one.state == EMPTY:
            run.append(one)
        elif run and one.state != PAUSED:
            found.append((run[0].first, run[-1].last, len(run)))
            run = []
    if run:
        found.append((run[0].first, run[-1].last, len(run)))
    return found


def coverage(weeks):
    """(weeks with an entry, weeks that count): pauses and the week that runs without an entry do not count."""
    counted = [one for one in weeks if one.state not in (PAUSED, RUNNING)]
    return sum(one.state != EMPTY for one in counted), len(counted)
