"""Hands that are gone and hands that slip: who stands in, how a wrong entry is put right, which voucher is asked about."""

import pytest

from accounts.states import UserState
from challenge.bidding.models import BidMember
from challenge.delivery.ledger import actions
from challenge.delivery.ledger.verifying import faults
from challenge.delivery.models import Project
from challenge.delivery.queries import acts_for
from challenge.delivery.rules import acts_for_team
from challenge.delivery.states import Y
from core import clock
from core.database import db, transaction
from core.workflow import Refused, available
from reports.desk import payments
from tests import world
from tests.challenge.delivery import scene as projects
from tests.challenge.delivery.ledger import scene


def test_money_does_not_wait_for_a_leader_who_is_gone(app):
    _officer, project, people = scene.ledger()
    head = world.user("researcher", organisation_id=project.organisation_id, is_first_account=True)
    other = world.user("researcher", organisation_id=project.organisation_id)
    scene.passes(project, 1)
    row = scene.approved(people, scene.payment(project, "demander"))
    with transaction():
        actions.register(people.poster, row, clock.today(), "1")
    projects.ends(project)
    assert "confirm" not in [one.action for one in available(head, row)]
    with transaction():
        project.leader.state = UserState.STOPPED
    assert next(one.what for one in payments.side_duties(head)) == "确认到账：里程碑 1，4.50 万元"
    assert (list(payments.side_duties(other)), available(other, row)) == ([], [])
    with transaction():
        actions.confirm(head, row)
    assert (row.state, faults(project)) == (Y.CONFIRMED, [])


def test_who_stands_in_is_the_same_for_a_question_and_for_a_list(app):
    _officer, project, people = scene.ledger()
    unit = {"organisation_id": project.organisation_id}
    friends = {
        "head": world.user("researcher", is_first_account=True, **unit),
        "member": world.user("researcher", **unit),
        "other": world.user("researcher", **unit),
        "away": world.user("researcher"),
        "leader": people.team,
        "poster": people.poster,
    }
    with transaction():
        for one in (friends["member"], friends["away"]):
            at = clock.now()
            row = BidMember(user_id=one.id, name=one.display_name, invited_at=at, confirmed_at=at)
            project.bid.members.append(row)

    def found():
        rows = db.select(Project.id)
        by_list = {
            name for name, one in friends.items() if db.session.scalars(rows.where(acts_for(one))).all()
        }
        assert by_list == {name for name, one in friends.items() if acts_for_team(one, project)}
        return by_list

    assert found() == {"leader"}
    with transaction():
        project.leader.state = UserState.STOPPED
    del friends["leader"]  # A stopped account asks nothing.
    assert found() == {"head", "member"}


def test_a_slip_is_taken_back_and_registered_anew(client_of, app):
    _officer, project, people = scene.ledger()
    scene.passes(project, 1)
    scene.paid(people, scene.payment(project, "demander"))
    scene.passes(project, 2)
    scene.paid(people, scene.payment(project, "demander", 2))
    row = scene.approved(people, scene.payment(project, "public"))
    with transaction():
        actions.register(people.finance, row, clock.today(), "财 21")
    at = f"/desk/projects/{project.code}/payments/{row.number}"
    finance = client_of(people.finance)
    page = finance.get(f"{at}/steps/correct").get_data(as_text=True)
    assert ('value="财 21"' in page, "同一张凭证" in page) == (True, False)
    typed = {"paid_on": clock.today().isoformat(), "voucher": "财 12"}
    assert finance.post(f"{at}/steps/correct", data=typed | {"reason": ""}).status_code == 422
    assert client_of(world.user("finance")).get(f"{at}/steps/correct").status_code == 403
    assert finance.post(f"{at}/steps/correct", data=typed | {"reason": "凭证号写反。"}).status_code == 302
    assert (row.state, row.voucher, faults(project)) == (Y.REGISTERED, "财 12", [])
    page = finance.get(at).get_data(as_text=True)
    for said in ("凭证号 财 21", "凭证号 财 12", "更正付款登记", "凭证号写反。"):
        assert said in page
    with transaction():
        actions.confirm(people.team, row)
    with pytest.raises(Refused), transaction():
        actions.correct(people.finance, row, clock.today(), "财 13", "再改。")


def test_a_voucher_that_stands_already_is_asked_about(client_of):
    _officer, project, people = scene.ledger()
    for number in (1, 2):
        scene.passes(project, number)
    first = scene.paid(people, scene.payment(project, "demander"))
    row = scene.approved(people, scene.payment(project, "demander", 2))
    at = f"/desk/projects/{project.code}/payments/{row.number}/steps/register"
    poster = client_of(people.poster)
    assert "同一张凭证" not in poster.get(at).get_data(as_text=True)
    typed = {"paid_on": clock.today().isoformat(), "voucher": first.voucher}
    asked = poster.post(at, data=typed)
    assert (asked.status_code, f"已用于 {first.code}（4.50 万元）" in asked.get_data(as_text=True)) == (
        422,
        True,
    )
    assert poster.post(at, data=typed | {"again": "y"}).status_code == 302
    with transaction():
        actions.confirm(people.team, row)
    team, new = client_of(people.team), f"/desk/projects/{project.code}/expenses/new"
    spent = {
        "payer": "demander",
        "amount_fen": "1",
        "spent_on": clock.today().isoformat(),
        "text": "材料",
        "voucher": "记 3",
    }
    assert team.post(new, data=spent).status_code == 302
    asked = team.post(new, data=spent)
    assert (asked.status_code, "“材料”1.00 元。" in asked.get_data(as_text=True)) == (422, True)
    assert team.post(new, data=spent | {"again": "y"}).status_code == 302
    assert len(project.expenses) == 2
