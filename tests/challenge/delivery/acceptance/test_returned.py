"""An acceptance that went back to the team has its day; a team that does not answer is concluded without it."""

import datetime as dt

import pytest

from challenge.delivery.acceptance import actions, reminders, rules
from challenge.delivery.acceptance.states import Conclusion, V
from challenge.delivery.states import P
from core import clock
from core.database import transaction
from core.workflow import Refused
from reports.desk.duties import duties
from tests import world
from tests.challenge.delivery.acceptance import scene


def returned():
    """(officer, project, acceptance that the team is to mend within thirty days of today, which is past its end)."""
    officer, project, row = scene.submitted()
    with transaction():
        row.due_on = clock.today() - dt.timedelta(days=1)
    with transaction():
        actions.return_(officer, row, "缺少第三方检测报告原件。")
    return officer, project, row


def test_what_goes_back_has_a_day_and_is_reminded_of(app, now):
    _officer, project, row = returned()
    assert row.due_on == clock.today() + dt.timedelta(days=30)
    assert [one.due is not None for one in duties(project.leader) if one.what == "补充验收材料"] == [True]
    now.forward(days=23)
    assert [reminders.remind_of_acceptance() for _ in range(2)] == [1, 0]
    with transaction():
        actions.submit(project.leader, row)
    assert (row.state, row.remind_on) == (V.SUBMITTED, None)


def test_a_team_that_does_not_answer_is_concluded(app, now):
    officer, project, row = returned()
    with pytest.raises(Refused, match="补充期限为"), transaction():
        actions.propose(officer, row, Conclusion.FAIL, "没有补充。")
    now.forward(days=31)
    assert "补充逾期，提出验收结论" in [one.what for one in duties(officer)]
    assert rules.conclusions(row) == (Conclusion.FAIL,)
    leader = world.user("leader")
    with transaction():
        actions.propose(officer, row, Conclusion.FAIL, "退回后逾期没有补充。")
    assert (row.state, row.overrides) == (V.PROPOSED, [])
    with transaction():
        actions.send_back(leader, row, "send_back", "再催一次。")
    assert row.state is V.RETURNED
    with transaction():
        actions.propose(officer, row, Conclusion.FAIL, "催促后仍没有补充。")
    with transaction():
        actions.approve(leader, row, "同意。")
    scene.publish(officer, row)
    now.forward(days=20)
    with transaction():
        actions.conclude(officer, row)
    assert (row.state, project.state) == (V.CONCLUDED, P.FAILED)
