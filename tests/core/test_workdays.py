"""Working days by the real calendar of 2025 and 2026, and honest about 2027."""

import datetime as dt

import pytest
import sqlalchemy as sa
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event

from core import clock, workdays
from core.database import db
from core.workdays import Holiday

D = dt.date


def beijing(text):
    return dt.datetime.fromisoformat(text + "+08:00")


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    app = Flask(__name__)
    app.config["SQLALCHEMY_DATABASE_URI"] = f"sqlite:///{tmp_path_factory.mktemp('days')}/test.db"
    db.init_app(app)
    with app.app_context():
        Holiday.__table__.create(db.engine)
        assert workdays.seed(2025, 2027) == [2025, 2026]
        db.session.commit()
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture(autouse=True)
def _clean(app):
    yield
    db.session.rollback()


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (D(2026, 11, 20), True),
        (D(2026, 11, 21), False),
        (D(2026, 10, 1), False),
        (D(2026, 10, 10), True),
        (D(2026, 9, 20), True),
        (D(2026, 1, 1), False),
        (D(2025, 10, 8), False),
    ],
)
def test_is_workday(day, works):
    assert workdays.is_workday(day) is works


def test_rows_are_exceptions_only_with_chinese_names():
    rows = db.session.scalars(
        sa.select(Holiday).where(Holiday.day >= D(2026, 10, 1)).order_by(Holiday.day)
    ).all()
    assert [(row.day, row.kind, row.name) for row in rows] == [
        (D(2026, 10, 1), "rest", "国庆节"),
        (D(2026, 10, 2), "rest", "国庆节"),
        (D(2026, 10, 5), "rest", "国庆节"),
        (D(2026, 10, 6), "rest", "国庆节"),
        (D(2026, 10, 7), "rest", "国庆节"),
        (D(2026, 10, 10), "work", "国庆节"),
    ]
    assert {(row.kind == "work") == (row.day.weekday() > 4) for row in rows} == {True}


def test_seeding_again_keeps_what_an_officer_has_changed():
    row = db.session.get(Holiday, D(2026, 10, 10))
    row.kind, row.source = "rest", "市政府通知"
    before = db.session.scalar(sa.select(sa.func.count()).select_from(Holiday))
    assert workdays.seed(2026, 2026) == [2026]
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Holiday)) == before
    assert workdays.is_workday(D(2026, 10, 10)) is False


@pytest.mark.parametrize(
    ("start", "n", "end"),
    [
        (D(2026, 11, 22), 1, D(2026, 11, 23)),
        (D(2026, 11, 20), 1, D(2026, 11, 23)),
        (D(2026, 11, 20), 7, D(2026, 12, 1)),
        (D(2026, 9, 30), 3, D(2026, 10, 10)),
        (D(2026, 9, 18), 1, D(2026, 9, 20)),
    ],
)
def test_add_workdays(start, n, end):
    assert workdays.add_workdays(start, n) == end


@pytest.mark.parametrize("n", [0, -1, 2001])
def test_impossible_lengths_are_refused(n):
    with pytest.raises(ValueError, match="1 to 2000"):
        workdays.add_workdays(D(2026, 1, 1), n)


def test_a_period_ends_at_midnight_in_beijing_after_its_last_day():
    # 23:30 on Friday in Beijing is still Friday, although UTC and Beijing agree on that day only until 16:00 UTC.
    found = workdays.period(beijing("2026-11-20T23:30"), 7)
    assert found == workdays.Period(D(2026, 12, 1), beijing("2026-12-02T00:00").astimezone(dt.UTC), ())
    assert found.warning == ""
    assert workdays.period_end(beijing("2026-11-21T00:30"), 7) == beijing("2026-12-02T00:00")


def test_a_period_into_an_unannounced_year_says_so():
    found = workdays.period(beijing("2026-12-29T09:00"), 7)
    assert (found.last_day, found.unknown_years) == (D(2027, 1, 7), (2027,))
    assert found.warning == "2027年的节假日安排尚未录入，截止时间按周末推算，录入后如须顺延将自动顺延。"
    assert (workdays.knows(2026), workdays.knows(2027)) == (True, False)


def test_an_entered_year_is_known_and_moves_the_end():
    names = ("元旦", "春节", "清明节", "劳动节", "端午节", "中秋节")
    for month, name in enumerate(names, 1):
        db.session.add(Holiday(day=D(2027, month, 1), kind="rest", name=name, source="市政府通知"))
    db.session.add(Holiday(day=D(2027, 10, 1), kind="rest", name="临时放假", source="市政府通知"))
    db.session.flush()
    assert (workdays.missing(2027), workdays.knows(2027)) == (["国庆节"], False)
    db.session.get(Holiday, D(2027, 10, 1)).name = "国庆节"
    db.session.flush()
    found = workdays.period(beijing("2026-12-29T09:00"), 7)
    assert (found.last_day, found.unknown_years) == (D(2027, 1, 8), ())


def test_a_make_up_day_in_october_does_not_make_a_year_known():
    db.session.add(Holiday(day=D(2027, 10, 3), kind="work", name="国庆节", source="手工"))
    db.session.flush()
    assert workdays.knows(2027) is False


def test_workdays_left_counts_down_to_nothing_on_the_last_day():
    start = beijing("2026-11-20T10:00")
    end = workdays.period_end(start, 7)
    assert workdays.workdays_left(start, end) == 7
    assert workdays.workdays_left(beijing("2026-11-23T00:00"), end) == 6
    assert workdays.workdays_left(beijing("2026-12-01T23:59"), end) == 0
    assert workdays.workdays_left(end, end) == 0
    assert workdays.workdays_left(beijing("2027-03-01T00:00"), end) == 0


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(st.datetimes(dt.datetime(2025, 1, 1), dt.datetime(2026, 9, 1)), st.integers(1, 60))  # noqa: DTZ001
def test_after_a_period_has_begun_its_whole_length_is_left(app, start, n):
    instant = start.replace(tzinfo=dt.UTC)
    assert workdays.workdays_left(instant, workdays.period_end(instant, n)) == n


def test_each_call_asks_once(app):
    asked = []

    def count(_connection, _cursor, statement, *_rest):
        asked.append(statement.split()[0])

    event.listen(db.engine, "before_cursor_execute", count)
    workdays.period(beijing("2025-01-01T09:00"), 250)
    workdays.workdays_left(beijing("2025-01-01T09:00"), beijing("2026-01-01T09:00"))
    event.remove(db.engine, "before_cursor_execute", count)
    assert [word for word in asked if word != "BEGIN"] == ["SELECT", "SELECT"]


def test_the_database_refuses_another_kind():
    db.session.add(Holiday(day=D(2027, 5, 1), kind="half", name="", source=""))
    with pytest.raises(sa.exc.IntegrityError, match="ck_holiday_kind"):
        db.session.flush()


def test_a_brief_standstill_costs_a_day_only_when_it_takes_of_the_last_one(app):
    at = clock.beijing_instant
    end, day = at(dt.date(2026, 9, 24)), dt.date(2026, 9, 21)
    noon = at(day, dt.time(12))
    minute, hour = dt.timedelta(minutes=1), dt.timedelta(hours=1)
    assert not workdays.costs_a_day(end, noon, noon + minute)
    assert not workdays.costs_a_day(end, noon, noon + hour - minute)
    assert workdays.costs_a_day(end, noon, noon + hour)
    midnight = at(day + dt.timedelta(days=1)) - minute
    assert not workdays.costs_a_day(end, midnight, midnight + 2 * minute)
    last = end - 2 * minute
    assert workdays.costs_a_day(end, last, last + minute)


def test_working_days_from_a_day_on_count_it(app):
    end = clock.beijing_instant(dt.date(2026, 9, 24))  # 24:00 of Wednesday the 23rd
    assert workdays.last_day(end) == dt.date(2026, 9, 23)
    assert workdays.left_from(dt.date(2026, 9, 21), end) == 3
    assert workdays.left_from(dt.date(2026, 9, 23), end) == 1
    assert workdays.left_from(dt.date(2026, 9, 24), end) == 0
