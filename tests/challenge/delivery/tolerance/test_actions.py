"""A case from the request to the decision: who, when, what it does to the project, the money and the record."""

import pytest
import sqlalchemy as sa

from accounts.models import Message
from challenge.delivery.ledger import actions as ledger
from challenge.delivery.panels.states import S, Vote
from challenge.delivery.states import P, Party, Payer, Y
from challenge.delivery.tolerance import actions, rules
from challenge.delivery.tolerance.models import Tolerance
from challenge.delivery.tolerance.states import After, Cause, Occasion, T
from core import audit, canonical, clock
from core.database import db, transaction
from core.workflow import Refused
from talent.integrity import gate
from talent.integrity.models import IntegrityCase
from talent.integrity.states import Purpose
from tests import world
from tests.challenge.delivery import scene as projects
from tests.challenge.delivery.ledger import scene as money
from tests.challenge.delivery.tolerance import scene

DENIED = (Vote.NOT_DILIGENT,) * 5


def subjects_of(user):
    return set(db.session.scalars(sa.select(Message.subject).filter_by(user_id=user.id)))


def test_a_diligent_failure_ends_without_a_negative_record(app, now):
    officer, project, people = money.ledger()
    for number in (1, 2):
        money.passes(project, number)
        money.paid(people, money.payment(project, "demander", number))
    money.paid(people, money.payment(project, "public", 1))
    case = scene.ask(project, project.leader, Occasion.EXHAUSTED)
    with transaction():
        actions.state(project.challenge.author, case, "如实。")
    with transaction():
        actions.submit(officer, case)
    scene.vote(officer, case)
    with transaction():
        actions.make(officer, case, "hear")
    with transaction():
        actions.answer(project.leader, case, "感谢。")
    leader = world.user("leader")
    for _ in range(2):
        with transaction():
            actions.decide(leader, case, "grant", "记录完整，路线已穷尽。")
    assert (case.state, project.state) == (T.GRANTED, P.DILIGENT)
    assert db.session.scalar(sa.select(sa.func.count(IntegrityCase.id))) == 0
    who = {"users": [project.leader_id], "organisations": [project.organisation_id]}
    assert [gate.findings(one, **who, years=3) for one in Purpose] == [[]] * len(Purpose)
    states = {(one.payer, one.milestone): one.state for one in project.payments}
    assert states[Payer.PUBLIC, 2] is Y.UNLOCKED  # what was unlocked stays payable
    assert {one for (_, number), one in states.items() if number == 3} == {Y.CANCELLED}
    public = next(one for one in case.settlement if one["payer"] == "public")
    found = [public[f"{name}_fen"] for name in ("received", "returns", "payable", "cancelled")]
    assert found == [3_000_000, 3_000_000, 3_000_000, 4_000_000]
    demander = next(one for one in case.settlement if one["payer"] == "demander")
    assert (demander["left_fen"], demander["returns_fen"]) == (9_000_000, 0)
    assert f"应退回款项：{project.code}" in subjects_of(people.finance)
    with transaction():
        row = money.payment(project, "public", 1)
        ledger.refund(people.finance, row, public["returns_fen"], clock.today(), "退 1")
    entries = audit.entries_of(project.log_subject().thread)
    ended = next(one for one in entries if one.action == "project.end_diligent")
    assert (ended.public, case.code in (ended.after or {}).get("reason", "")) == (True, True)


def test_the_dossier_is_frozen_with_its_digest_in_the_log(app, now):
    officer, _project, case = scene.submitted(now)
    assert (case.state, case.panel.state, case.panel.round) == (T.REVIEWING, S.FORMING, 1)
    assert canonical.digest(case.dossier) == case.digest
    entries = audit.entries_of(case.log_subject().thread)
    assert [one.after for one in entries if one.action == "tolerance.freeze"] == [{"digest": case.digest}]
    assert [one["party"] for one in case.dossier["statements"]] == ["poster"]
    before = case.digest
    with transaction():
        actions.submit(officer, case)
    assert case.digest == before


def test_who_may_ask_and_when(app, now):
    officer, project, people = scene.failed(now)
    for person in (people.poster, people.leader, world.user("officer"), world.user("researcher")):
        with pytest.raises(Refused, match="由项目负责人申请"):
            scene.ask(project, person)
    with pytest.raises(Refused, match="还没有进入验收"):
        scene.ask(project, project.leader, Occasion.ACCEPTANCE)
    now.forward(days=31)
    with pytest.raises(Refused, match="30 天内可以申请，期限已过（规则包"):
        scene.ask(project, project.leader)
    case = scene.ask(project, officer)
    assert scene.ask(project, officer) is case
    with pytest.raises(Refused, match="正在进行"):
        scene.ask(project, project.leader, Occasion.EXHAUSTED)
    assert (rules.awaited(case), case.due_at.date().isoformat()) == (
        [Party.BIDDER, Party.POSTER],
        "2026-11-15",
    )
    with pytest.raises(sa.exc.IntegrityError), transaction():
        db.session.add(
            Tolerance(
                code="RC1", project_id=project.id, occasion=Occasion.MILESTONE, cause=Cause.ROUTE, request="x",
                requested_by_id=officer.id, requested_at=case.requested_at, state=T.STATING,
            )
        )  # fmt: skip


def test_without_a_failed_milestone_the_route_can_be_exhausted(app, now):
    _officer, project, _people = money.ledger()
    with pytest.raises(Refused, match="没有判定不通过的里程碑"):
        scene.ask(project, project.leader)
    assert rules.request_until(project) is None
    assert scene.ask(project, project.leader, Occasion.EXHAUSTED).state is T.STATING


def test_both_sides_are_heard_before_the_dossier_is_frozen(app, now):
    officer, project, case = scene.begun(now)
    poster = project.challenge.author
    assert rules.awaited(case) == [Party.POSTER]  # the request of the team is its statement
    with pytest.raises(Refused, match="等待发榜方陈述"), transaction():
        actions.submit(officer, case)
    with pytest.raises(Refused, match="揭榜方已经陈述"), transaction():
        actions.state(project.leader, case, "再说。")
    with pytest.raises(Refused, match="只有项目负责人和发榜方"), transaction():
        actions.state(officer, case, "我说。")
    with transaction():
        actions.state(poster, case, "属实。")
    with pytest.raises(Refused, match="发榜方已经陈述"), transaction():
        actions.state(poster, case, "再说。")
    with transaction():
        actions.submit(officer, case)
    assert f"发榜方已陈述：{project.code} 容错评议" in subjects_of(officer)


def test_a_silent_side_does_not_stop_it(app, now):
    officer, project, case = scene.begun(now)
    now.forward(days=10)
    with transaction():
        actions.submit(officer, case)
    assert case.dossier["silent"] == ["poster"]
    with pytest.raises(Refused, match="陈述期已经结束"), transaction():
        actions.state(project.challenge.author, case, "晚了。")


def test_the_team_is_heard_before_the_decision(app, now):
    officer, project, case = scene.submitted(now)
    with pytest.raises(Refused, match="组建中"), transaction():
        actions.make(officer, case, "hear")
    scene.vote(officer, case)
    assert rules.reads_opinion(project.leader, case) is False
    with transaction():
        actions.make(officer, case, "hear")
    assert rules.reads_opinion(project.leader, case) is True
    with pytest.raises(Refused, match="请等待"), transaction():
        actions.make(officer, case, "go_on")
    now.forward(days=5)
    with transaction():
        actions.make(officer, case, "go_on")
    assert (case.state, case.answer) == (T.DECIDING, "")


def test_nobody_decides_against_the_panel_but_sends_it_back_once(app, now):
    leader, project, case = scene.deciding(now, DENIED)
    officer = project.challenge.handler or db.session.get(type(leader), project.challenge.handler_id)
    with pytest.raises(Refused, match="多数意见是不认定尽责"), transaction():
        actions.decide(leader, case, "grant", "我认为尽责。")
    with transaction():
        actions.decide(leader, case, "return", "没有看研发记录。")
    assert (case.state, case.panel) == (T.REVIEWING, None)
    with pytest.raises(Refused, match="尚未组建评议组"), transaction():
        actions.make(officer, case, "hear")
    assert scene.panel_again(officer, case).round == 2
    with pytest.raises(Refused, match="不需要另组"):
        scene.panel_again(officer, case)
    scene.vote(officer, case, DENIED)
    with transaction():
        actions.make(officer, case, "hear")
    with transaction():
        actions.answer(project.leader, case, "不同意。")
    with pytest.raises(Refused, match="只有一次"), transaction():
        actions.decide(leader, case, "return", "再来。")
    with pytest.raises(Refused, match="请选择项目终止还是继续"), transaction():
        actions.decide(leader, case, "refuse", "记录不足。")
    with transaction():
        actions.decide(leader, case, "refuse", "记录不足。", After.TERMINATE)
    assert (case.state, project.state, project.reason_code) == (T.REFUSED, P.TERMINATED, "tolerance_refused")
    assert (case.settlement, project.closures[0].state) == (None, "settling")


def test_after_a_refusal_the_project_may_go_on_and_ask_again(app, now):
    leader, project, case = scene.deciding(now, DENIED)
    with transaction():
        actions.decide(leader, case, "refuse", "还有路线没有试。", After.GO_ON)
    assert (case.state, project.state, case.settlement) == (T.REFUSED, P.ACTIVE, None)
    again = scene.ask(project, project.leader, Occasion.EXHAUSTED)
    officer = db.session.get(type(leader), project.challenge.handler_id)
    now.forward(days=10)
    with transaction():
        actions.submit(officer, again)
    assert again.panel.round == 2


def test_a_majority_for_diligence_is_not_refused(app, now):
    leader, _project, case = scene.deciding(now)
    with pytest.raises(Refused, match="多数意见是认定尽责"), transaction():
        actions.decide(leader, case, "refuse", "不同意。", After.GO_ON)


def test_it_is_withdrawn_by_whoever_asked_and_dropped_with_the_project(app, now):
    officer, project, case = scene.submitted(now)
    with pytest.raises(Refused, match="没有“撤回申请”的权限"), transaction():
        actions.make(officer, case, "withdraw", "不办了。")
    with transaction():
        actions.make(project.leader, case, "withdraw", "改用新路线。")
    assert (case.state, case.panel.state, case.reason) == (T.WITHDRAWN, S.DISSOLVED, "改用新路线。")
    again = scene.ask(project, project.leader)
    projects.ends(project, "abandon", project.leader)
    assert (again.state, again.reason) == (T.WITHDRAWN, "项目已放弃，容错评议终止。")
    with pytest.raises(Refused, match="项目已放弃"):
        scene.ask(project, project.leader)


def test_before_the_contract_nothing_is_tolerated(app, now):
    _officer, project = projects.announced()
    with pytest.raises(Refused, match="任务书生效后"):
        scene.ask(project, project.leader, Occasion.EXHAUSTED)
    assert not rules.assembles_team(project.leader, project)
    assert not rules.assembles_office(world.user("leader"), project)


def test_whoever_asked_does_not_decide(app, now):
    both = world.user("officer", "leader")
    _officer, project, _people = money.ledger()
    with transaction():
        project.challenge.handler_id = both.id
    case = scene.ask(project, both, Occasion.EXHAUSTED)
    assert (rules.decides_case(both, case), rules.decides_case(world.user("leader"), case)) == (False, True)
