"""The head of a project asks the same people by the same day as their desks."""

import datetime as dt

from challenge.delivery import whose_turn
from challenge.delivery.contracts import actions as contracts
from challenge.delivery.ledger import actions
from challenge.delivery.race import actions as gates
from challenge.delivery.states import P
from core import clock
from core.database import db, transaction
from core.workflow import Move, apply, available
from reports.desk import acceptance, payments, projects, races
from tests import world
from tests.challenge.delivery import scene
from tests.challenge.delivery.acceptance import scene as accepting
from tests.challenge.delivery.ledger import scene as money
from tests.challenge.delivery.race import scene as racing
from tests.challenge.review.scene import calendar


def asked(project, word):
    """(who, until when) of the one turn that speaks of this."""
    (found,) = [one for one in whose_turn.turns(project) if word in one.what]
    return found.who, found.due


def day(duties, word):
    """The last day of the one duty that speaks of this."""
    (found,) = [one for one in duties if word in one.what]
    return clock.beijing(found.due - dt.timedelta(seconds=1)).date()


def is_asked(user, project, word):
    mine = whose_turn.sides_of(user, project)
    return any(one.waits_for(mine) for one in whose_turn.turns(project) if word in one.what)


def test_a_contract_waits_for_each_side_and_last_for_the_bureau(app):
    officer, project, contract = scene.drafted()
    assert asked(project, "任务书") == ("经办人", day(projects.officer_duties(officer), "任务书"))
    with transaction():
        contracts.offer(officer, contract, contract.version, scene.WHY)
    team, poster, leader = scene.sides(project)
    assert [is_asked(one, project, "确认任务书") for one in (team, poster, leader)] == [True, True, False]
    for one in (team, poster):
        with transaction():
            contracts.confirm(one, contract, contract.digest)
    assert asked(project, "确认任务书") == ("主管部门", day(projects.signer_duties(leader), "确认任务书"))
    assert is_asked(leader, project, "确认任务书")


def test_a_project_at_rest_waits_for_who_may_resume_it(app):
    _officer, project = scene.signed()
    leader = world.user("leader")
    with transaction():
        apply(leader, project, "suspend", reason="场地检修。")
    assert asked(project, "恢复项目") == ("局领导", None)
    assert "resume" in [one.action for one in available(leader, project)]
    assert [one.what for one in projects.leader_duties(leader)] == ["决定是否恢复项目"]
    assert list(projects.leader_duties(world.user("officer"))) == []


def test_public_money_that_the_officer_asks_for_waits_for_a_leader(app):
    officer, project, people = money.ledger()
    for number in (1, 2):
        money.passes(project, number)
        money.paid(people, money.payment(project, "demander", number))
    money.requested(people, money.payment(project, "public", 1))
    assert asked(project, "审批拨付")[0] == "经办人"
    with transaction():
        actions.make(people.team, money.payment(project, "public", 1), "withdraw")
        actions.request(officer, money.payment(project, "public", 1))
    assert asked(project, "审批拨付") == ("局领导", day(payments.leader_duties(people.leader), "审批拨付"))


def test_what_has_to_come_back_stands_at_the_head_until_it_is_there(client_of, app):
    _officer, project, people = money.ledger()
    for number in (1, 2):
        money.passes(project, number)
        money.paid(people, money.payment(project, "demander", number))
    row = money.paid(people, money.payment(project, "public"))
    with transaction():
        Move(None, people.leader, {}, None, clock.now()).carry(project, "end_diligent", reason="评议认定。")
    what = "退回款项并登记：财政资金，3.00 万元"
    assert asked(project, what) == ("揭榜方、财务", day(payments.refund_duties(people.team), "退回款项"))
    readers = (people.team, people.finance, people.poster)
    assert [is_asked(one, project, what) for one in readers] == [True, True, False]
    page = client_of(people.finance).get(f"/desk/projects/{project.code}").get_data(as_text=True)
    assert (what in page, "轮到<strong>您</strong>（揭榜方、财务）" in page) == (True, True)
    with transaction():
        actions.refund(people.finance, row, row.amount_fen, clock.today(), "退 1")
    assert [one.what for one in whose_turn.turns(project) if "退回" in one.what] == []


def test_an_acceptance_waits_for_the_certificate_first(app):
    officer, project = accepting.worked()
    team, poster = project.leader, project.challenge.author
    assert asked(project, "申请验收") == ("揭榜方", day(acceptance.team_duties(team), "申请验收"))
    row = accepting.write(project)
    assert asked(project, "申请验收") == ("揭榜方", day(acceptance.team_duties(team), "申请验收"))
    with transaction():
        accepting.actions.submit(team, row)
    assert asked(project, "用户证明") == ("发榜方", day(acceptance.poster_duties(poster), "用户证明"))
    accepting.certify(row)
    found = day(acceptance.officer_duties(officer), "验收形式审查")
    assert asked(project, "验收形式审查") == ("经办人", found)


def test_a_gate_is_late_by_the_days_of_the_office_alone(app, now):
    calendar()
    officer, challenge, people = racing.running()
    gate, lane = challenge.gates[0], challenge.projects[2]
    with transaction():
        for project in challenge.projects:
            for one in project.milestones:
                if one.gate is None and one.due_on <= gate.held_on:
                    Move(None, officer, {}, None, clock.now()).carry(one, "cancel", reason="试。")
    assert asked(lane, "共同测试") == ("经办人", gate.held_on)
    now.instant = dt.datetime.combine(gate.held_on + dt.timedelta(days=1), dt.time(2), dt.UTC)
    due = day(races.officer_duties(officer), "登记赛马关口的测试结果")
    assert asked(lane, "登记赛马关口的测试结果") == ("经办人", due)
    assert not any(one.days_late for one in whose_turn.turns(lane))
    racing.entered(people, gate, now, ("33", "1.8"), ("30", "2"), ("24", "2.5"))
    with transaction():
        gates.make(officer, gate, "propose")
    due = day(races.leader_duties(people.leader), "批准并公布")
    assert asked(lane, "批准并公布") == ("局领导", due)
    with transaction():
        gates.make(people.leader, gate, "publish", reason=racing.OPINION)
    now.instant = gate.objections_until
    with transaction():
        gates.make(officer, gate, "take_effect")
    db.session.expire_all()
    assert lane.state is P.ELIMINATED
    assert [one.what for one in whose_turn.turns(lane) if "办结榜单" in one.what] == []
