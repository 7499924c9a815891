"""The script: days, hours, order, and the clock while it plays."""

import datetime as dt

import pytest

from core import clock, workdays
from core.database import transaction
from demo.world.script import Script


@pytest.fixture
def script(app):
    """A script of the test clock's Wednesday, with the calendar of the year."""
    with transaction():
        workdays.seed(2026, 2026)
    return Script(clock.now())


def test_a_day_off_becomes_the_working_day_before(script):
    assert script.day(-1) == dt.date(2026, 9, 15)
    assert script.day(-4) == dt.date(2026, 9, 11)
    assert script.day(-3) == dt.date(2026, 9, 11)


def test_in_a_long_holiday_the_day_stays(script):
    assert script.day(20) == dt.date(2026, 10, 6)


def test_a_deadline_is_the_close_of_business(script):
    assert clock.beijing(script.deadline(12)) == dt.datetime(2026, 9, 28, 17, 0, tzinfo=clock.BEIJING)


def test_scenes_play_in_the_order_of_time_at_their_instants(script, now):
    seen = []

    def note(name):
        return lambda: seen.append((name, clock.beijing(clock.now()).date()))

    script.affair("later").then(-1, note("b"))
    script.affair("earlier").then(-7, note("a")).then(-1, note("c"))
    script.play()
    assert sorted(seen) == [
        ("a", dt.date(2026, 9, 9)),
        ("b", dt.date(2026, 9, 15)),
        ("c", dt.date(2026, 9, 15)),
    ]
    assert seen[0][0] == "a"
    assert clock.now() == now.instant


def test_an_affair_goes_forward_even_on_one_day(script):
    affair, seen = script.affair("x"), []
    for _ in range(8):
        affair.then(-5, lambda: seen.append(clock.now()))
    script.play()
    assert seen == sorted(set(seen))
    assert len(seen) == 8


def test_a_scene_waits_for_what_it_follows(script):
    after = clock.beijing_instant(dt.date(2026, 9, 14), dt.time(18, 0))
    assert script.affair("x").then(-6, lambda: None, after=after).last > after


def test_people_act_at_home_on_any_day(script):
    at = script.affair("x").then(-4, lambda: None, any_day=True).last
    assert clock.beijing(at).date() == dt.date(2026, 9, 12)


def test_what_lies_ahead_cannot_be_played(script):
    with pytest.raises(ValueError, match="future"):
        script.affair("x").then(1, lambda: None)


def test_play_stops_where_it_is_told_and_goes_on(script):
    seen = []
    first = script.affair("x").then(-9, lambda: seen.append(1)).last
    script.affair("y").then(-2, lambda: seen.append(2))
    script.play(until=first)
    assert seen == [1]
    script.play()
    assert seen == [1, 2]


def test_the_clock_comes_back_when_a_scene_fails(script, now):
    script.affair("x").then(-1, lambda: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        script.play()
    assert clock.now() == now.instant
