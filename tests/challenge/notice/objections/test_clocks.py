"""Clocks of objections: one extension, suspension of the list, years the calendar does not know."""

import datetime as dt

import pytest

from challenge.notice import actions as notices
from challenge.notice.objections import queries, rules
from core import clock, workdays, workflow
from core.database import transaction
from core.workflow import Refused, apply
from tests import world
from tests.challenge.notice.objections import scene


@pytest.fixture
def staff(app):
    """Two supervisors and a leader, with the calendar of the year."""
    scene.calendar()
    return [world.user("supervisor"), world.user("supervisor"), world.user("leader")]


def test_one_extension_with_a_reason(staff, now):
    _, _, notice = scene.noticed()
    row = scene.submitted(world.user("researcher"), notice)
    scene.make(staff[0], row, "accept")
    accepted = now()
    now.forward(days=3)
    scene.make(staff[0], row, "extend", text="须调取材料。")
    assert row.due_at == workdays.period_end(accepted, 20)
    with pytest.raises(Refused, match="答复期限只能延长一次"):
        scene.make(staff[0], row, "extend", text="再延长。")
    other = scene.submitted(world.user("researcher"), notice)
    scene.make(other.handler, other, "accept")
    now.instant = other.due_at
    with pytest.raises(Refused, match="答复期限已过"):
        scene.make(other.handler, other, "extend", text="晚了。")
    assert rules.is_overdue(other)
    assert queries.rest_of(other).startswith("已逾期")


def test_clocks_stand_still_with_the_list(staff, now):
    _officer, challenge, notice = scene.noticed()
    row = scene.submitted(world.user("researcher"), notice)
    drafted = scene.drafted(world.user("researcher"), notice)
    before = row.due_at, notice.ends_at
    for action, wait in (("suspend", {"minutes": 1}), ("resume", {})):
        with transaction():
            apply(staff[2], challenge, action, reason="核查")
        now.forward(**wait)
    assert (row.due_at, notice.ends_at) == before
    with transaction():
        apply(staff[2], challenge, "suspend", reason="核查")
    assert "榜单已暂停" in workflow.refusal(staff[0], row, "accept").sentence
    assert "榜单已暂停" in rules.takes_objections(notice)
    assert not rules.is_overdue(row)
    now.forward(days=20)
    assert not rules.is_overdue(row)
    with transaction():
        apply(staff[2], challenge, "resume", reason="继续")
    assert row.due_at == workdays.period_end(now(), 6)  # the day of the suspension is given back
    assert rules.takes_objections(drafted.notice) is None


def test_a_clock_into_an_unknown_year_says_so_and_is_counted_anew(staff, now):
    now.instant = clock.beijing_instant(dt.date(2026, 12, 28), dt.time(9))
    officer, _, notice = scene.noticed()
    row = scene.submitted(world.user("researcher"), notice)
    assert (row.calendar_known, "该年节假日安排公布后核定" in queries.rest_of(row)) == (False, True)
    ends = row.due_at
    with transaction():
        notices.set_holiday(officer, dt.date(2027, 1, 1), "rest", "元旦", "通知")
    assert row.due_at == ends + dt.timedelta(days=1)  # the Friday is a holiday now
    now.instant = row.due_at
    assert not rules.is_overdue(row)
