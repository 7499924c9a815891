"""A final account does not wait for a leader who is gone: who stands in reads, hands in, is told and gives back."""

import pytest
import sqlalchemy as sa

from accounts.models import Message
from accounts.states import UserState
from challenge.bidding.models import BidMember
from challenge.delivery.final_accounts.states import F
from challenge.delivery.ledger.verifying import faults
from core import clock
from core.database import db, transaction
from core.workflow import Refused
from reports.desk import final_accounts as desk
from reports.desk import payments
from tests import world
from tests.challenge.delivery.final_accounts import scene
from tests.challenge.delivery.ledger.test_plan import ruled


def _told(user):
    return list(db.session.scalars(sa.select(Message.subject).filter_by(user_id=user.id)))


@pytest.fixture
def town(app):
    """(project that has passed, people, first account of the lead unit, member of the team, somebody else of the unit)."""
    _officer, project, people = scene.passed()
    ruled(project, surplus_public="退回")
    scene.settled(project, people)
    unit = {"organisation_id": project.organisation_id}
    head = world.user("researcher", is_first_account=True, **unit)
    member, other = (world.user("researcher", **unit) for _ in range(2))
    at = clock.now()
    with transaction():
        facts = {"invited_at": at, "confirmed_at": at, "name": member.display_name}
        project.bid.members.append(BidMember(user_id=member.id, **facts))
    return project, people, head, member, other


def test_nobody_stands_in_while_the_leader_is_there(town):
    project, _people, *others = town
    for one in others:
        assert list(desk.team_duties(one)) == []
        with pytest.raises(Refused, match="没有“提交决算”的权限"):
            scene.hand_in(project, one)


def test_who_stands_in_hands_in_and_is_told(town, client_of):
    project, people, head, member, other = town
    with transaction():
        project.leader.state = UserState.STOPPED
    at = f"/desk/projects/{project.code}/final-account"
    for one in (head, member):
        assert [duty.what for duty in desk.team_duties(one)] == ["提交决算"]
        page = client_of(one).get(at).get_data(as_text=True)
        assert "我已核对" in page
    assert "提交决算" in client_of(head).get("/desk").get_data(as_text=True)
    assert (list(desk.team_duties(other)), client_of(other).get(at).status_code) == ([], 404)
    digest = page.split('name="digest"')[1].split('value="')[1].split('"')[0]
    assert client_of(member).post(at, data={"digest": digest, "agreed": "y"}).status_code == 302
    assert project.final_account.handed_in_by_id == member.id
    scene.check(project, people.finance, "return", "漏记测试费。")
    assert [one for one in _told(head) if "退回决算" in one] != []
    scene.hand_in(project, head)
    scene.check(project, people.finance)
    assert (project.final_account.state, faults(project)) == (F.CONFIRMED, [])
    # What has to come back waits for the same hands.
    for one in (head, member):
        assert [duty.what.split("：")[0] for duty in payments.refund_duties(one)] == ["退回款项"]
    assert [one for one in _told(head) if "应退回款项" in one] != []
