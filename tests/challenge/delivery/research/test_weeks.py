"""The weeks of a log: covered, written late, empty, paused; gaps run over pauses and end at entries."""

import datetime as dt

from challenge.delivery.research import weeks
from challenge.delivery.research.weeks import COVERED, EMPTY, PAUSED, RUNNING, WRITTEN_LATE

START = dt.date(2026, 10, 7)  # a Wednesday


def day(number):
    return START + dt.timedelta(days=number)


def states(end, written=(), breaks=(), today=None):
    rows = weeks.weeks_of(START, day(end), written, breaks, today or day(end))
    return rows, [one.state for one in rows]


def test_each_week_says_how_it_stands():
    written = [(day(0), False), (day(1), True), (day(6), True)]
    rows, found = states(30, written)
    assert found == [COVERED, WRITTEN_LATE, EMPTY, EMPTY, RUNNING]
    assert [one.number for one in rows] == [2, 1, 0, 0, 0]
    assert (rows[0].first, rows[0].last, rows[-1].last) == (START, day(4), day(30))
    assert weeks.coverage(rows) == (2, 4)
    assert weeks.gaps(rows) == [(day(12), day(25), 2)]


def test_a_pause_does_not_count_and_does_not_end_a_gap():
    rows, found = states(32, [(day(28), False)], [(day(12), day(18))])
    assert found == [EMPTY, EMPTY, PAUSED, EMPTY, COVERED]
    assert weeks.coverage(rows) == (1, 4)
    assert weeks.gaps(rows) == [(START, day(25), 3)]


def test_a_week_of_which_a_day_was_worked_is_no_pause():
    _rows, found = states(11, breaks=[(day(6), day(11))], today=day(40))
    assert found == [EMPTY, EMPTY]


def test_before_the_first_week_there_is_nothing():
    rows, found = states(-1)
    assert (found, weeks.gaps(rows), weeks.coverage(rows)) == ([], [], (0, 0))
    rows, found = states(2)
    assert (found, weeks.coverage(rows)) == ([RUNNING], (0, 0))
