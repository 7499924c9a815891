"""An acceptance from the application to each of its conclusions, and what each does to project, list and money."""

import datetime as dt

import pytest

from challenge.delivery.acceptance import actions, rules, tables
from challenge.delivery.acceptance.states import Conclusion, Satisfaction, V
from challenge.delivery.ledger import verifying
from challenge.delivery.panels import rules as panel_rules
from challenge.delivery.panels.states import Purpose, S, Vote
from challenge.delivery.states import P, Payer, Y
from challenge.delivery.tolerance import actions as tolerance
from challenge.delivery.tolerance.states import Cause, Occasion, T
from challenge.notice.rules import current_notice
from challenge.states import C, N
from core import audit_walk, canonical, clock
from core.database import db, transaction
from core.workflow import Refused, apply
from reports.desk.duties import duties
from talent.integrity.models import IntegrityCase
from tests import world
from tests.challenge.delivery import scene as contracts
from tests.challenge.delivery.acceptance import scene
from tests.challenge.delivery.closing import scene as closing
from tests.challenge.delivery.panels import scene as panels


def test_what_was_promised_is_there_and_passes(app, now):
    officer, project, acceptance = scene.noticed()
    assert (project.state, project.challenge.state) == (P.ACCEPTING, C.ACCEPTING)
    assert current_notice(project.challenge) is None  # no notice of a result
    text = "".join(acceptance.notice.facts["said"])
    assert ("拟定验收结论为“通过”" in text, "评议组 5 人表决：通过 5 票。" in text) == (True, True)
    assert len(acceptance.notice.facts["reviewers"]) == 5
    with pytest.raises(Refused, match="公示期未满"), transaction():
        actions.conclude(officer, acceptance)
    now.forward(days=20)
    with transaction():
        actions.conclude(officer, acceptance)
    assert (acceptance.state, project.state, acceptance.notice.state) == (V.CONCLUDED, P.PASSED, N.CLOSED)
    assert {one.state for one in project.payments} <= {Y.UNLOCKED, Y.LOCKED, Y.CONFIRMED}
    with pytest.raises(Refused, match="决算待提交"), transaction():
        apply(officer, project.challenge, "finish", reason="验收通过。")
    assert project.challenge.state is C.ACCEPTING
    assert (audit_walk.first_broken(), verifying.every_fault()[1]) == (None, [])


def test_an_application_is_whole_or_is_refused(app, now):
    officer, project = contracts.signed()
    with transaction():
        acceptance = actions.begin(project.leader, project)
    with pytest.raises(Refused, match="尚未判定，项目也未到期"), transaction():
        actions.submit(project.leader, acceptance)
    now.forward(days=800)
    with pytest.raises(Refused, match="总体自评"), transaction():
        actions.submit(project.leader, acceptance)
    with transaction():
        actions.save(project.leader, acceptance, "完成。", {project.indicators[0].id: "42 Wh/L"}, {})
    with pytest.raises(Refused, match="还没有自评：漏电流"), transaction():
        actions.submit(project.leader, acceptance)
    scene.write(project)
    first = project.indicators[0]
    typed = {one.indicator_id: one.value for one in acceptance.measurements}
    with transaction():
        actions.save(project.leader, acceptance, "完成。", typed | {first.id: "四十二"}, {})
    with pytest.raises(Refused, match=f"{first.name}：没有读到数值"), transaction():
        actions.submit(project.leader, acceptance)
    with transaction():
        actions.save(project.leader, acceptance, "完成。", typed, {})
    with pytest.raises(Refused, match="由项目负责人填写"), transaction():
        actions.save(project.challenge.author, acceptance, "改写。", {}, {})
    with transaction():
        actions.submit(project.leader, acceptance)
    with transaction():
        actions.submit(project.leader, acceptance)  # a second click
    assert (acceptance.state, project.state) == (V.SUBMITTED, P.ACCEPTING)
    assert [row["payer"] for row in acceptance.accounts["payers"]] == ["发榜方出资", "财政资金", "揭榜方自筹"]
    with pytest.raises(Refused, match="不能再修改"), transaction():
        actions.save(project.leader, acceptance, "改写。", {}, {})
    with pytest.raises(Refused, match="等待发榜方出具用户证明"), transaction():
        actions.admit(officer, acceptance)
    with transaction():
        actions.return_(officer, acceptance, "检测报告缺页。")
    assert acceptance.state is V.RETURNED
    with transaction():
        actions.submit(project.leader, acceptance)
    now.forward(days=11)
    with transaction():
        actions.admit(officer, acceptance)  # the poster has let its time pass
    assert actions.panel(acceptance).purpose is Purpose.ACCEPTANCE


def test_nothing_passes_against_the_numbers_without_two_officers_and_a_published_reason(app):
    officer, _project, acceptance = scene.voted(values=scene.BAD)
    assert tables.unmet(acceptance) == ["能量密度"]
    with pytest.raises(Refused, match="必达指标未判定达到：能量密度"), transaction():
        actions.propose(officer, acceptance, Conclusion.PASS, "基本达到。")
    with transaction():
        actions.propose(officer, acceptance, Conclusion.PASS, "基本达到。", "低温工况下测得，常温已达标。")
    leader, other = world.user("leader"), world.user("officer")
    with pytest.raises(Refused, match="须先由另一名经办人复核"), transaction():
        actions.approve(leader, acceptance, "同意。")
    with pytest.raises(Refused, match="没有“复核同意”的权限"), transaction():
        actions.second(officer, acceptance)
    with transaction():
        actions.second(other, acceptance)
    with pytest.raises(Refused, match="已由另一名经办人"), transaction():
        actions.second(world.user("officer"), acceptance)
    with transaction():
        actions.approve(leader, acceptance, "同意。")
    with transaction():
        actions.publish(officer, acceptance)
    text = "".join(acceptance.notice.facts["said"])
    assert "特别说明：必达指标未判定达到：能量密度。理由：低温工况下测得，常温已达标。" in text


def test_the_teams_own_word_alone_is_no_proof(app):
    _officer, _project, acceptance = scene.submitted()
    names = "、".join(one.name for one in acceptance.project.indicators if one.is_must)
    assert f"{rules.OWN_WORD}：{names}" in rules.departures(acceptance, Conclusion.PASS)


def test_a_conclusion_against_the_votes_is_a_departure_too(app):
    officer, _project, acceptance = scene.voted((Vote.PASS, Vote.PASS, Vote.RECTIFY, Vote.RECTIFY, Vote.FAIL))
    assert rules.departures(acceptance, Conclusion.PASS) == ["评议组表决没有形成多数"]
    with transaction():
        actions.propose(officer, acceptance, Conclusion.PASS, "按数值。", "两票之差，数值全部达到。")
    second = world.user("officer", display_name="苏复核")
    with transaction():
        actions.send_back(second, acceptance, "return_override", "应当复议。")
    said = "复核不同意，退回（苏复核）：应当复议。"
    assert (acceptance.state, acceptance.reason) == (V.REVIEWING, said)


def test_a_rectification_is_once_and_leads_to_a_second_round(app, now):
    officer, project, acceptance = scene.voted((Vote.RECTIFY,) * 5, scene.BAD)
    with pytest.raises(Refused, match="整改期限应在"), transaction():
        actions.propose(officer, acceptance, Conclusion.RECTIFY, "一项未达到。", until=dt.date(2030, 1, 1))
    until = clock.today() + dt.timedelta(days=60)
    with transaction():
        actions.propose(officer, acceptance, Conclusion.RECTIFY, "一项未达到。", until=until)
    with transaction():
        actions.approve(world.user("leader"), acceptance, "同意。")
    assert (acceptance.state, project.state, acceptance.notice) == (V.RECTIFYING, P.RECTIFYING, None)
    second = project.acceptances[-1]
    assert (second.round, second.state, second.due_on, second.remind_on) == (
        2,
        V.DRAFT,
        until,
        until - dt.timedelta(days=30),
    )
    scene.write(project)
    with transaction():
        actions.submit(project.leader, second)
    scene.certify(second)
    db.session.expire_all()
    # What was tested before the rectification proves nothing of the state after it.
    (leak,) = [one["name"] for one in tables.indicators(second) if one["verdict"] == "met"]
    assert f"{rules.UNPROVEN}：{leak}" in rules.departures(second, Conclusion.PASS)
    scene.measured(officer, second)
    assert rules.departures(second, Conclusion.PASS) == ["评议组表决没有形成多数"]
    with transaction():
        actions.admit(officer, second)
    panel = actions.panel(second)
    assert (panel.round, project.state) == (2, P.ACCEPTING)
    # Who sat in the first round reads no papers of the second, or only once declared anew.
    assert not any(
        panel_rules.sits(one.profile.user, project, Purpose.ACCEPTANCE) for one in project.panels[0].members
    )
    members = panels.voting(officer, panel)
    with pytest.raises(Refused, match="请选择一项结论"), transaction():
        actions.panels.vote(members[0].profile.user, members[0], Vote.RECTIFY, "再来。")
    for one in members:
        with transaction():
            actions.panels.vote(one.profile.user, one, Vote.PASS, "")
    with transaction():
        actions.panels.close(officer, panel)
    with transaction():
        actions.panels.write_opinion(members[0].profile.user, panel, "整改到位。")
    with pytest.raises(Refused, match="本轮不能作出"), transaction():
        actions.propose(officer, second, Conclusion.RECTIFY, "再整改。")
    with transaction():
        actions.propose(officer, second, Conclusion.PASS, "整改到位。")
    assert second.conclusion_label == "整改后通过"
    assert audit_walk.first_broken() is None


def test_a_rectification_that_never_came_ends_as_failed(app, now):
    until = clock.today() + dt.timedelta(days=60)
    votes = (Vote.RECTIFY,) * 5
    officer, project, _first = scene.approved(Conclusion.RECTIFY, votes, scene.BAD, until=until)
    second = project.acceptances[-1]
    with pytest.raises(Refused, match="尚未到期"), transaction():
        actions.propose(officer, second, Conclusion.FAIL, "逾期未整改。")
    now.forward(days=61)
    with transaction():
        actions.propose(officer, second, Conclusion.FAIL, "逾期未整改。")
    leader = world.user("leader")
    with transaction():
        actions.send_back(leader, second, "send_back", "再催一次。")
    assert second.state is V.DRAFT
    with transaction():
        actions.propose(officer, second, Conclusion.FAIL, "催告后仍未整改。")
    with transaction():
        actions.approve(leader, second, "同意。")
    scene.publish(officer, second)
    now.forward(days=20)
    with transaction():
        actions.conclude(officer, second)
    assert (second.state, project.state) == (V.CONCLUDED, P.FAILED)


@pytest.mark.parametrize(
    ("conclusion", "vote", "state"),
    [(Conclusion.DILIGENT, Vote.DILIGENT, P.DILIGENT), (Conclusion.FAIL, Vote.FAIL, P.FAILED)],
)
def test_what_was_not_earned_is_not_paid(app, now, conclusion, vote, state):
    officer, project, one = scene.concluded(now, conclusion, (vote,) * 5, scene.BAD)
    assert project.state is state
    assert not any(one.state is Y.LOCKED for one in project.payments)
    assert project.accounts_closed_at is not None
    assert verifying.every_fault()[1] == []
    if state is P.DILIGENT:
        is_recorded_as_diligent(officer, project, one)
    else:
        assert project.tolerances == []


def is_recorded_as_diligent(officer, project, acceptance):
    """The same record as after a case of its own: dossier, settlement, a precedent to write, nothing negative."""
    (case,) = project.tolerances
    assert (case.state, case.occasion, case.cause) == (T.GRANTED, Occasion.ACCEPTANCE, Cause.ROUTE)
    assert (case.reason, case.decided_by) == (acceptance.basis, acceptance.decided_by)
    assert (case.digest, case.panel) == (canonical.digest(case.dossier), actions.panel(acceptance))
    assert [one["text"] for one in case.dossier["statements"]] == [acceptance.certificate]
    assert case.dossier["silent"] == []
    assert {one["payer"] for one in case.settlement} == {one.value for one in Payer}
    assert "撰写容错案例摘要" in {duty.what for duty in duties(officer)}
    assert db.session.query(IntegrityCase).count() == 0
    with transaction():
        row = tolerance.publish(officer, case, "某路线未达标", "按约定测试。", "过程记录完整。")
    assert (row.is_granted, row.occasion) == (True, Occasion.ACCEPTANCE)
    assert audit_walk.first_broken() is None


def test_a_notice_is_taken_back_and_the_panel_made_up_anew(app):
    officer, project, acceptance = scene.noticed()
    former, notice, leader = actions.panel(acceptance), acceptance.notice, world.user("leader")
    with transaction():
        actions.send_back(leader, acceptance, "revoke", "异议成立。")
    assert (acceptance.state, notice.state, former.state) == (V.REVIEWING, N.REVOKED, S.DISSOLVED)
    with pytest.raises(Refused, match="尚未组建评议组"), transaction():
        actions.propose(officer, acceptance, Conclusion.PASS, "按测试。", "无。")
    with transaction():
        panel = actions.form_panel(officer, acceptance)
    assert (panel.id != former.id, project.state) == (True, P.ACCEPTING)


def test_a_project_that_ends_otherwise_ends_its_acceptance(app):
    officer, project, acceptance = scene.noticed()
    closing.ended(project, officer)
    assert (acceptance.state, acceptance.notice.state, project.state) == (V.ENDED, N.REVOKED, P.TERMINATED)


def test_a_suspension_gives_its_days_back(app, now):
    officer, project, acceptance = scene.submitted()
    due, leader = acceptance.certificate_due_at, world.user("leader")
    with transaction():
        apply(leader, project, "suspend", reason="疫情。")
    with pytest.raises(Refused, match="项目已暂停"), transaction():
        actions.return_(officer, acceptance, "缺页。")
    with pytest.raises(Refused, match="项目已暂停"), transaction():
        actions.certify(project.challenge.author, acceptance, Satisfaction.GOOD, "好。")
    now.forward(days=5)
    with transaction():
        apply(leader, project, "resume", reason="恢复。")
    assert (project.state, acceptance.certificate_due_at) == (P.ACCEPTING, due + dt.timedelta(days=5))


def test_nobody_of_a_side_or_of_the_panel_decides(app):
    officer, project, acceptance = scene.voted()
    with pytest.raises(Refused, match="由发榜方出具"), transaction():
        actions.certify(project.leader, acceptance, Satisfaction.GOOD, "好。")
    with pytest.raises(Refused, match="权限"), transaction():
        actions.propose(world.user("officer"), acceptance, Conclusion.PASS, "按测试。")
    with transaction():
        actions.propose(officer, acceptance, Conclusion.PASS, "按测试。")
    near = world.user("leader", organisation_id=project.organisation_id)
    with pytest.raises(Refused, match="权限"), transaction():
        actions.approve(near, acceptance, "同意。")
    with pytest.raises(Refused, match="权限"), transaction():
        actions.approve(officer, acceptance, "同意。")
