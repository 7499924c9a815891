"""A panel is made up, declares, votes sealed, is counted by code; who leaves is replaced."""

import pytest

from challenge.delivery.panels import actions, pages, rules
from challenge.delivery.panels.states import Origin, Purpose, S, Seat, Vote
from challenge.review.draw.algorithm import Infeasible
from core import audit, audit_walk, log_tree
from core.database import transaction
from core.workflow import Refused
from talent.states import ExpertKind
from tests import world
from tests.challenge.delivery.panels import scene

WANTED = {ExpertKind.TECHNICAL: 3, ExpertKind.INDUSTRY: 1, ExpertKind.FINANCE: 1}


def test_a_panel_votes_and_is_counted_by_code(app):
    officer, project, panel = scene.formed()
    members = scene.voting(officer, panel)
    votes = (Vote.PASS, Vote.PASS, Vote.PASS, Vote.RECTIFY, Vote.FAIL)
    with pytest.raises(Refused, match="5 位专家没有表决"), transaction():
        actions.close(officer, panel)
    with pytest.raises(Refused, match="请写明理由"), transaction():
        actions.vote(members[3].profile.user, members[3], Vote.RECTIFY, " ")
    for one, choice in zip(members, votes, strict=True):
        with transaction():
            actions.vote(one.profile.user, one, choice, "" if choice is Vote.PASS else "密封件有渗漏。")
    # Nobody reads another's vote before the end, not even the officer.
    for reader in (officer, members[0].profile.user, world.user("leader")):
        shown = [one.vote for one in pages.seats(panel, reader) if not one.is_own]
        assert set(shown) == {None}
    assert pages.seats(panel, members[3].profile.user)[3].note == "密封件有渗漏。"
    with transaction():
        actions.close(officer, panel)
    assert (panel.state, panel.result) == (S.CLOSED, {"pass": 3, "rectify": 1, "diligent": 0, "fail": 1})
    assert rules.majority(panel) is Vote.PASS
    assert [one.vote for one in pages.seats(panel, officer)] == list(votes)
    with pytest.raises(Refused, match="表决已经结束"), transaction():
        actions.vote(members[0].profile.user, members[0], Vote.FAIL, "改变看法。")
    with pytest.raises(Refused, match="评议组组长填写"), transaction():
        actions.write_opinion(members[1].profile.user, panel, "同意。")
    assert "还没有写出" in rules.panel_concluded(project, Purpose.ACCEPTANCE, 1)
    with transaction():
        actions.write_opinion(members[0].profile.user, panel, "三票通过。")
    assert rules.panel_concluded(project, Purpose.ACCEPTANCE, 1) is None
    assert audit_walk.first_broken() is None


def test_the_log_holds_a_digest_of_each_vote_and_never_the_vote(app):
    officer, _project, panel = scene.formed()
    members = scene.concluded(officer, panel, (Vote.PASS, Vote.PASS, Vote.PASS, Vote.PASS, Vote.FAIL))
    entries = audit.entries_of(panel.thread)
    assert {one.sealed for one in entries} == {True}
    kept = [one.after["digest"] for one in entries if one.action == "panel_member.seal"]
    assert kept == [actions.vote_digest(one) for one in members]
    assert not any("见材料" in str((one.what, one.after)) or "fail" in str(one.after) for one in entries)


def test_the_draw_takes_a_seed_that_nobody_could_know(app):
    officer, _project, panel = scene.formed()
    people = scene.experts(scene.KINDS * 2)
    with pytest.raises(Infeasible), transaction():
        actions.fix(officer, panel, {ExpertKind.FINANCE: 5})
    with transaction():
        actions.fix(officer, panel, WANTED)
    with pytest.raises(Refused, match="已经固定"), transaction():
        actions.fix(officer, panel, WANTED)
    with pytest.raises(Refused, match="须等平台公布下一次签名的日志头"), transaction():
        actions.draw(officer, panel)
    with transaction():
        log_tree.sign_head()
    with transaction():
        members = actions.draw(officer, panel)
    kinds = [one.profile.kind for one in members]
    assert {kind: kinds.count(kind) for kind in WANTED} == WANTED
    assert {one.origin for one in members} == {Origin.DRAWN}
    assert panel.transcript["head"]["root"] == log_tree.newest_head().root
    with pytest.raises(Refused, match="抽取只有一次"), transaction():
        actions.draw(officer, panel)
    # Whoever declines is followed by the next of the same kind in the order of the draw.
    technical = next(one for one in members if one.profile.kind is ExpertKind.TECHNICAL)
    follows = panel.transcript["result"]["substitutes"]["technical"][0]
    with transaction():
        actions.leave(technical.profile.user, technical, "decline", "出差。")
    newest = panel.members[-1]
    ids = [one["id"] for one in panel.candidates]
    assert newest.profile_id == panel.people[ids.index(follows)][0]
    assert {newest.profile_id, technical.profile_id} <= {one.id for one in people}


def test_a_tie_keeps_an_expert_away(app):
    officer, project, panel = scene.formed()
    near = world.profile(user_id=world.user("expert").id, organisation_id=project.organisation_id)
    with pytest.raises(Refused, match="须回避"), transaction():
        actions.choose(officer, panel, near, "熟悉情况。")
    silent = world.profile(user_id=None)
    with pytest.raises(Refused, match="尚未开通账号"), transaction():
        actions.choose(officer, panel, silent, "熟悉情况。")
    with pytest.raises(Refused, match="请写明不经抽取"), transaction():
        actions.choose(officer, panel, scene.experts()[0], " ")
    (first, second) = scene.invited(officer, panel, scene.KINDS[:2])
    with pytest.raises(Refused, match="已经邀请过"), transaction():
        actions.choose(officer, panel, first.profile, "再请。")
    with transaction():
        assert not actions.answer(first.profile.user, first, "teacher")
    assert (first.state, first.reason) == (Seat.RECUSED, "本人声明：师生")
    assert not rules.sits(first.profile.user, project, Purpose.ACCEPTANCE)
    with transaction():
        assert actions.answer(second.profile.user, second, "other", "曾同场开会。")
    assert rules.sits(second.profile.user, project, Purpose.ACCEPTANCE)
    with transaction():
        world_tie = second.profile
        world_tie.organisation_id = project.organisation_id
    with pytest.raises(Refused, match="2 号存在须回避"), transaction():
        actions.start(officer, panel)
    with transaction():
        actions.leave(officer, second, "remove", "新查明同单位。")
    assert second.state is Seat.REMOVED


def test_votes_begin_only_on_a_complete_panel(app, now):
    officer, _project, panel = scene.formed()
    members = scene.seated(officer, panel, scene.KINDS[:4])
    with pytest.raises(Refused, match="不少于 5 人的单数，现有 4 人"), transaction():
        actions.start(officer, panel)
    (late,) = scene.invited(officer, panel, (ExpertKind.TECHNICAL,))
    with pytest.raises(Refused, match="1 位专家没有答复"), transaction():
        actions.start(officer, panel)
    with pytest.raises(Refused, match="尚未超过期限"), transaction():
        actions.leave(officer, late, "expire", "没有回音。")
    now.forward(days=4)
    with pytest.raises(Refused, match="答复期限"), transaction():
        actions.answer(late.profile.user, late, "none")
    with transaction():
        actions.leave(officer, late, "expire", "没有回音。")
    (fifth,) = scene.invited(officer, panel, (ExpertKind.TECHNICAL,))
    with transaction():
        actions.answer(fifth.profile.user, fifth, "none")
    with pytest.raises(Refused, match="至少需要 1 名财务专家"), transaction():
        actions.start(officer, panel)
    with transaction():
        actions.leave(members[0].profile.user, members[0], "recuse", "新入职同单位。")
    assert (members[0].is_chair, rules.sits(members[0].profile.user, panel.project, panel.purpose)) == (
        False,
        False,
    )
    stranger = world.user("officer")
    with pytest.raises(Refused, match="经办人"), transaction():
        actions.name_chair(stranger, panel, fifth)
