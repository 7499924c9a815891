"""Duties about objections: each asks the one who has the next move, and nobody reads who objects."""

import pytest

from challenge.notice.objections.queries import lists_in_dispute
from challenge.notice.objections.rules import open_of
from reports.desk.duties import duties
from tests import world
from tests.challenge.notice.objections import scene


@pytest.fixture
def noticed(app):
    """A running notice, a supervisor, a leader and an objector."""
    scene.calendar()
    people = [world.user("supervisor"), world.user("leader"), world.user("researcher")]
    return (*people, scene.noticed()[2])


def _told(user):
    return [duty.what for duty in duties(user) if "异议" in duty.what]


def test_the_next_move_stands_on_its_desk(noticed, now):
    supervisor, leader, objector, notice = noticed
    row = scene.drafted(objector, notice)
    assert _told(objector) == ["完成并提交异议"]
    now.instant = notice.ends_at
    assert _told(objector) == []
    now.instant = notice.published_at
    row = scene.submitted(objector, notice)
    assert (_told(supervisor), _told(leader), _told(objector)) == (["审查异议是否受理"], [], [])
    now.instant = row.due_at
    assert _told(leader) == ["异议办理已逾期，请督促或另行指定"]
    (late,) = [one for one in duties(supervisor) if "异议" in one.what]
    assert (late.rest, late.due) == ("", row.due_at)
    scene.answered(row, "upheld")
    assert _told(leader) == ["异议成立，决定重新评审"]
    (running,) = [one for one in duties(objector) if "异议" in one.what]
    assert (running.what, running.runs) == ("异议已答复，可以申请复核", True)
    scene.make(objector, row, "ask_review", text="请复核。")
    assert row.second is leader
    assert sorted(_told(leader)) == ["复核异议", "异议成立，决定重新评审"]
    now.instant = notice.published_at


def test_what_nobody_handles_asks_for_somebody(noticed, now):
    supervisor, leader, objector, notice = noticed
    world.opening(notice.challenge, supervisor, "officer")
    row = scene.submitted(objector, notice)
    assert row.handler is None
    assert (_told(leader), _told(supervisor)) == (["指定异议承办人"], ["指定异议承办人"])


def test_an_answer_whose_time_has_passed_asks_nothing(noticed, now):
    _, _, objector, notice = noticed
    row = scene.answered(scene.submitted(objector, notice))
    now.instant = row.due_at
    assert _told(objector) == []


def test_the_officer_waits_for_it_and_then_announces(noticed, now):
    _, _, objector, notice = noticed
    officer = notice.challenge.handler
    row = scene.submitted(objector, notice)
    now.instant = notice.ends_at
    for what, runs in (("公示期满，等待异议办结", True), ("公示期满，公布结果", False)):
        (duty,) = [one for one in duties(officer) if "公示" in one.what]
        assert (duty.what, duty.runs) == (what, runs)
        assert (notice.challenge_id in lists_in_dispute()) == bool(open_of(notice.challenge)) == runs
        if runs:
            scene.answered(row)
            assert notice.challenge_id in lists_in_dispute()
            now.instant = row.due_at
