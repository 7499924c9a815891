"""A contract is drafted, offered, confirmed by three sides, refused; a project starts with it and ends with a reason."""

import pytest

from challenge.delivery.contracts import actions
from challenge.delivery.contracts.models import Contract, Signature
from challenge.delivery.states import K, Manner, P, Party
from challenge.review.actions import deciding
from challenge.states import B, C
from core import audit_walk
from core.database import db, transaction
from core.errors import Conflict
from core.workflow import Refused, apply
from tests import world
from tests.challenge.delivery import scene
from tests.challenge.notice.objections import scene as objections
from tests.challenge.review import scene as review


def test_three_sides_put_a_contract_into_force(app):
    officer, project, contract = scene.offered()
    team, poster, leader = scene.sides(project)
    with pytest.raises(Refused, match="揭榜方、发榜方确认后"), transaction():
        actions.confirm(leader, contract, contract.digest)
    for person in (poster, team):
        with transaction():
            actions.confirm(person, contract, contract.digest)
    assert (contract.state, project.state, project.challenge.state) == (K.OFFERED, P.SIGNING, C.ANNOUNCED)
    with transaction():
        actions.confirm(leader, contract, contract.digest)
    with transaction():
        actions.confirm(leader, contract, contract.digest)  # a second click
    assert (contract.state, project.state, project.challenge.state) == (K.IN_FORCE, P.ACTIVE, C.CONTRACTED)
    assert [(one.party, one.user_id, one.manner) for one in contract.signatures] == [
        (Party.POSTER, poster.id, Manner.CONFIRMED),
        (Party.BIDDER, team.id, Manner.CONFIRMED),
        (Party.BUREAU, leader.id, Manner.CONFIRMED),
    ]
    assert {one.digest for one in contract.signatures} == {contract.digest}
    assert (project.starts_on, project.ends_on) == (scene.STARTS, scene.STARTS.replace(2028, 4))
    assert [(one.name, one.threshold, one.promised) for one in project.indicators] == [
        ("能量密度", "41", "41 Wh/L"),
        ("漏电流", "1.5", "1.5 %"),
    ]
    assert audit_walk.first_broken() is None
    with pytest.raises(Refused, match="不能重新生成"), transaction():
        actions.draft(officer, project, scene.STARTS)


def test_nobody_confirms_what_is_not_theirs_or_has_changed(app):
    _officer, project, contract = scene.offered()
    for stranger in (world.user("researcher"), world.user("enterprise"), world.user("officer")):
        with pytest.raises(Refused), transaction():
            actions.confirm(stranger, contract, contract.digest)
    with pytest.raises(Conflict, match="任务书已有变化"), transaction():
        actions.confirm(project.leader, contract, "0" * 64)
    related = world.user("leader", organisation_id=project.organisation_id)
    with pytest.raises(Refused), transaction():
        actions.confirm(related, contract, contract.digest)
    assert db.session.query(Signature).count() == 0


def test_a_refused_version_stays_and_a_new_one_is_drafted(app):
    officer, project, contract = scene.offered()
    with transaction():
        actions.confirm(project.leader, contract, contract.digest)
    with transaction():
        actions.refuse(project.challenge.author, contract, "第二个里程碑的交付物应写明数量。")
    assert (contract.state, contract.reason) == (K.REFUSED, "第二个里程碑的交付物应写明数量。")
    with transaction():
        second = actions.draft(officer, project, scene.STARTS, "中试报告须附样品 10 件。")
    assert (second.number, second.state, second.content["extra"]) == (2, K.DRAFT, "中试报告须附样品 10 件。")
    assert contract.content["extra"] == ""
    with transaction():
        again = actions.draft(officer, project, scene.STARTS)
    assert (again.id, db.session.query(Contract).count()) == (second.id, 2)


def test_only_the_text_that_was_read_is_offered(app):
    officer, project, contract = scene.drafted()
    read = contract.version
    with transaction():
        actions.draft(officer, project, scene.STARTS, "补充一条。")
    with pytest.raises(Conflict), transaction():
        actions.offer(officer, contract, read)
    assert contract.state is K.DRAFT


def test_nothing_is_signed_while_the_list_is_not_announced(app):
    officer, project, contract = scene.drafted()
    project.challenge.state = C.NOTICED
    db.session.commit()
    with pytest.raises(Refused, match="公布结果后才能签约"), transaction():
        actions.offer(officer, contract, contract.version)


def test_nothing_is_signed_while_an_objection_is_open(app, now):
    objections.calendar()
    officer, challenge, notice = objections.noticed()
    objections.submitted(world.user("researcher"), notice)
    challenge.state = C.ANNOUNCED
    db.session.commit()
    with transaction():
        scene._fill(challenge.bids[0], challenge, scene.PROMISES)
        apply(officer, challenge, "begin_project")
    with transaction():
        contract = actions.draft(officer, challenge.projects[0], scene.STARTS)
    with pytest.raises(Refused, match="1 件异议未办结"), transaction():
        actions.offer(officer, contract, contract.version)
    assert contract.state is K.DRAFT


@pytest.mark.parametrize("action", ["abandon", "terminate"])
def test_a_project_ends_with_a_reason_and_the_list_is_finished(app, action):
    officer, project = scene.signed()
    with pytest.raises(Refused, match="尚未结束"), transaction():
        apply(officer, project.challenge, "finish", reason="项目结束。")
    with pytest.raises(Refused, match="权限"), transaction():
        apply(world.user("leader"), project, action, reason="主要设备供应中断。", reason_code="no_need")
    scene.ends(project, action, reason="主要设备供应中断。")
    with transaction():
        apply(officer, project.challenge, "finish", reason="项目结束。")
    assert (project.reason, project.challenge.state) == ("主要设备供应中断。", C.DONE)
    assert audit_walk.first_broken() is None


def test_an_open_version_falls_with_its_project(app):
    _officer, project, contract = scene.offered()
    with transaction():
        apply(project.leader, project, "abandon", reason="团队解散。")
    assert (project.state, contract.state, contract.reason) == (P.ABANDONED, K.REFUSED, "团队解散。")


def test_the_next_in_rank_follows_a_winner_who_gives_up_after_the_result(app, now):
    review.calendar()
    officer, challenge = review.awarded()
    won, reserve = (next(one for one in challenge.bids if one.state is state) for state in (B.WON, B.RESERVE))
    challenge.state = C.ANNOUNCED
    db.session.commit()
    with transaction():
        apply(officer, challenge, "begin_project")
    (project,) = challenge.projects
    with transaction():
        apply(officer, challenge, "give_up", reason="揭榜方书面放弃。")
    assert (challenge.state, won.state, reserve.state) == (C.PROPOSED, B.GIVEN_UP, B.NOMINATED)
    assert (project.state, project.reason) == (P.ABANDONED, "揭榜方书面放弃。")
    with transaction():
        deciding.award(world.user("leader"), challenge, challenge.proposals[-1].id, "同意递补。")
    challenge.state = C.ANNOUNCED
    db.session.commit()
    with transaction():
        apply(officer, challenge, "begin_project") if not challenge.projects else None
    assert reserve.state is B.WON


def test_days_of_a_suspension_are_given_back(app, now):
    _officer, project = scene.signed()
    leader, end = world.user("leader"), project.ends_on
    with transaction():
        apply(leader, project, "suspend", reason="知识产权争议。")
    now.forward(days=10)
    with transaction():
        apply(leader, project, "resume", reason="争议解决。")
    assert (project.state, (project.ends_on - end).days, project.suspended_at) == (P.ACTIVE, 10, None)
