"""A running project ends by a closure alone: nobody takes its place before its money is settled, and no closure stays open."""

import pytest
import sqlalchemy as sa

from accounts.models import Message
from challenge.delivery.closing import actions
from challenge.delivery.closing.states import E
from challenge.delivery.panels.states import Vote
from challenge.delivery.states import P, Party, Payer
from challenge.delivery.tolerance import actions as tolerance
from challenge.delivery.tolerance.states import After, T
from challenge.review.models import Proposal
from challenge.states import B, C
from core import audit, audit_walk, clock
from core.database import db, transaction
from core.workflow import Refused, apply, available
from tests import world
from tests.challenge.delivery import scene as projects
from tests.challenge.delivery.closing import scene
from tests.challenge.delivery.race import scene as races
from tests.challenge.delivery.tolerance import scene as diligence

DENIED = (Vote.NOT_DILIGENT,) * 5


def _with_reserve():
    """(officer, project under contract, reserve bid of its list)."""
    officer, project, _people = scene.under_contract()
    reserve = world.bid(project.challenge, B.RESERVE, rank=2)
    with transaction():
        facts = {"proposed_by_id": officer.id, "proposed_at": clock.now(), "decision": "award"}
        db.session.add(Proposal(challenge=project.challenge, ranking=[], **facts))
    return officer, project, reserve


def _told(user):
    return list(db.session.scalars(sa.select(Message.subject).filter_by(user_id=user.id)))


def _why_not(user, challenge, action):
    return next(one.refusal for one in available(user, challenge) if one.action == action)


@pytest.mark.parametrize(("reason", "state"), [("abandoned", P.ABANDONED), ("no_need", P.TERMINATED)])
def test_the_next_in_rank_follows_only_when_the_project_is_settled(app, reason, state):
    officer, project, reserve = _with_reserve()
    challenge = project.challenge
    assert "先在“终止办理”中结束项目" in _why_not(officer, challenge, "give_up")
    with pytest.raises(Refused, match="任务书已生效"), transaction():
        apply(officer, challenge, "give_up", reason="团队来函。")
    assert (project.state, project.bid.state) == (P.ACTIVE, B.WON)
    closure = scene.ended(project, officer, reason)
    assert (project.state, "结算尚未确认" in _why_not(officer, challenge, "give_up")) == (state, True)
    scene.agreed(closure)
    with transaction():
        apply(officer, challenge, "give_up", reason="终止已结算。")
    assert (challenge.state, project.bid.state, reserve.state) == (C.PROPOSED, B.GIVEN_UP, B.NOMINATED)
    assert (project.state, closure.state, audit_walk.first_broken()) == (state, E.AGREED, None)


def test_nobody_takes_the_place_of_who_has_finished(app):
    officer, project, _reserve = _with_reserve()
    project.state = P.PASSED
    db.session.commit()
    assert "不再变更" in _why_not(officer, project.challenge, "give_up")


def test_a_lane_under_contract_gives_up_by_its_closure(app):
    officer, challenge, _people = races.running()
    first, second, _third = (one.bid for one in challenge.projects)
    assert "任务书已生效" in _why_not(officer, challenge, "go_on_without")
    with pytest.raises(Refused, match="任务书已生效"), transaction():
        apply(officer, challenge, "go_on_without", reason="停产。", bid=second.id)
    closure = scene.ended(second.project, officer, "abandoned")
    with pytest.raises(Refused), transaction():
        apply(officer, challenge, "go_on_without", reason="停产。", bid=second.id)
    scene.agreed(closure)
    assert _why_not(officer, challenge, "go_on_without") is None
    with pytest.raises(Refused, match="任务书已生效"), transaction():
        apply(officer, challenge, "go_on_without", reason="停产。", bid=first.id)
    with transaction():
        apply(officer, challenge, "go_on_without", reason="停产。", bid=second.id)
    assert (second.state, first.state, challenge.state) == (B.GIVEN_UP, B.WON, C.CONTRACTED)
    scene.agreed(scene.ended(first.project, officer, "no_need"))
    assert "由主管部门终止" in _why_not(officer, challenge, "go_on_without")


@pytest.mark.parametrize("state", [E.ASKED, E.HEARING])
def test_a_closure_falls_with_a_project_that_ends_otherwise(app, state):
    officer, project, people = scene.under_contract()
    closure = scene.asked(project, people.team)
    if state is E.HEARING:
        with transaction():
            actions.make(officer, closure, "accept")
    projects.ends(project, "eliminate", reason="关口未晋级。")
    assert (project.state, closure.state) == (P.ELIMINATED, E.DROPPED)
    assert closure.decision == "项目赛马淘汰，终止申请不再办理。"
    assert [one.action for one in available(people.leader, closure)] == []
    assert f"终止办理 {project.code}：项目已结束，不再办理" in _told(people.poster)


def test_a_refusal_of_tolerance_is_settled_by_a_closure(app, now):
    leader, project, case = diligence.deciding(now, DENIED)
    officer = project.challenge.handler
    pending = scene.asked(project, project.challenge.author, "ip_dispute")
    with transaction():
        tolerance.decide(leader, case, "refuse", "记录不足。", After.TERMINATE)
    closure = project.closures[-1]
    assert (pending.state, closure.state, project.state) == (E.DROPPED, E.SETTLING, P.TERMINATED)
    assert (closure.decided_by_id, closure.asked_for, case.state) == (leader.id, Party.BUREAU, T.REFUSED)
    assert project.reason_code == "tolerance_refused"
    scene.drawn(closure, {2: 10})
    assert {one["payer"] for one in closure.settlement["work"]} == {Payer.DEMANDER}
    for person in (project.leader, project.challenge.author, leader):
        with transaction():
            actions.confirm(person, closure, closure.settlement_digest)
    assert (closure.state, officer.id, audit_walk.first_broken()) == (E.AGREED, closure.asked_by_id, None)


def test_diligence_is_decided_before_a_failed_milestone_ends_the_project(app, now):
    officer, project, case = diligence.begun(now)
    leader = world.user("leader")
    closure = scene.heard(scene.asked(project, project.challenge.author, "milestone"), officer)
    with pytest.raises(Refused, match=f"容错评议 {case.code} 正在进行"), transaction():
        actions.make(leader, closure, "end", "未通过。")
    with transaction():
        actions.make(leader, closure, "go_on", "先评议。")
    other = scene.heard(scene.asked(project, officer, "breach"), officer)
    with transaction():
        actions.make(leader, other, "end", "转包。")
    assert (case.state, project.state) == (T.WITHDRAWN, P.TERMINATED)
    entry = db.session.scalar(sa.select(audit.AuditEntry).filter_by(action="tolerance.drop"))
    assert entry.after["reason"] == "项目已终止，容错评议终止。"
    assert f"{project.code} 容错评议：评议终止" in _told(officer)
