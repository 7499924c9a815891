"""A team that does not submit in time is called on; leaders hear of the second time."""

import datetime as dt

import pytest
import sqlalchemy as sa

from accounts.models import Message
from challenge.delivery.milestones import actions
from core import clock
from core.database import db, transaction
from core.workflow import Refused
from reports.desk.duties import duties
from tests import world
from tests.challenge.delivery.milestones import scene
from tests.challenge.delivery.race.scene import still_here


def told(person):
    """What stands on the desk of a person about milestones."""
    db.session.commit()
    return [duty.what for duty in duties(person) if duty.what.startswith("里程碑")]


def test_a_team_that_is_late_is_called_on_and_a_leader_hears_of_the_second_time(client_of, now):
    officer, project, one = scene.signed()
    leader = world.user("leader")
    with pytest.raises(Refused, match="还没有到期"), transaction():
        actions.dun(officer, one)
    now.instant = clock.beijing_instant(dt.date(2027, 4, 3))
    still_here(now)
    with pytest.raises(Refused, match="权限"), transaction():
        actions.dun(project.challenge.author, one)
    at = f"/desk/projects/{project.code}/milestones/1"
    assert client_of(project.leader).post(f"{at}/dun").status_code == 403
    assert client_of(officer).post(f"{at}/dun").status_code == 302
    found = sa.select(Message.subject).where(Message.user_id == project.leader_id)
    assert f"请尽快提交里程碑证据：{project.code} 里程碑 1“样机”" in db.session.scalars(found).all()
    assert "已催促 1 次" in client_of(project.leader).get(at).get_data(as_text=True)
    with pytest.raises(Refused, match="再催促"), transaction():
        actions.dun(officer, one)
    assert [(duty.what, duty.runs) for duty in duties(officer)] == [("里程碑逾期未提交，已催促 1 次", True)]
    assert told(leader) == []
    now.forward(days=7)
    assert told(officer) == ["里程碑逾期未提交，请催促"]
    with transaction():
        actions.dun(officer, one)
    assert told(leader) == ["里程碑逾期 9 天，催促 2 次仍未提交"]
    scene.give(one)
    assert (told(leader), one.dunned_times) == ([], 0)
