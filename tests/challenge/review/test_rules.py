"""Each question of review with its yes, its no and its sentence."""

import datetime as dt

import pytest
from flask_login import AnonymousUserMixin

from challenge.review import openness, queries, ranked, rules, seconding
from challenge.review.actions import declaring
from challenge.review.models import Declaration, Review
from challenge.review.parties import parties_of
from challenge.review.views.reviewer import _others
from challenge.states import A, B, C
from core import clock, gates, workflow
from core.database import db, transaction
from core.formats import moment
from talent.states import ExpertKind
from tests import world
from tests.challenge.review import scene


def test_only_a_declared_reviewer_who_stays_reads_a_bid(app):
    _, challenge, rows = scene.panel()
    bid, reader = challenge.bids[0], rows[0].profile.user
    assert rules.reviews_it_and_declared(reader, bid) is True
    assert rules.reviews_it_and_declared(AnonymousUserMixin(), bid) is False
    assert rules.reviews_it_and_declared(world.user("expert"), bid) is False
    with transaction():
        rows[0].declarations[0].tie = "team"
    assert rules.reviews_it_and_declared(reader, rows[0].declarations[0].bid) is False
    with transaction():
        bid.state = B.UNQUALIFIED
    assert rules.reviews_it_and_declared(rows[1].profile.user, bid) is False


def test_a_reviewer_sees_the_task_from_the_invitation_on(app):
    officer, challenge = scene.in_review()
    expert = world.profile(user_id=world.user("expert").id)
    task = world.assignment(challenge, expert, A.PROPOSED)
    assert rules.is_invited_reviewer(expert.user, task) is False
    with transaction():
        task.invited_at = clock.now()
    assert rules.is_invited_reviewer(expert.user, task) is True
    assert rules.is_invited_reviewer(officer, task) is False
    assert (rules.handles_list(officer, task), rules.handles_list(world.user("officer"), task)) == (
        True,
        False,
    )


def test_names_are_public_from_the_notice_on_until_it_is_reviewed_anew(app):
    _officer, challenge = scene.opened(0)
    found = []
    for state in (C.REVIEWING, C.AWARDED, C.NOTICED, C.ANNOUNCED, C.REVIEWING):
        with transaction():
            challenge.state = state
        found.append(openness.names_are_public(challenge))
    assert found == [False, False, True, True, False]
    with transaction():
        challenge.state, challenge.suspended_from = C.SUSPENDED, C.NOTICED
    assert openness.names_are_public(challenge) is True


def test_who_decides(app):
    _officer, challenge, leader = scene.proposed()
    assert rules.decides(leader, challenge) is True
    assert rules.decides(world.user("supervisor"), challenge) is False
    assert rules.decides(world.user("leader", organisation_id=challenge.organisation_id), challenge) is False
    bidder = challenge.bids[1].organisation_id
    assert rules.decides(world.user("leader", organisation_id=bidder), challenge) is False
    _, other = scene.opened()
    assert rules.decides(leader, other) is False


@pytest.mark.parametrize("part", ["opener", "reviewer", "proposer", "second"])
def test_nobody_has_two_parts_in_one_decision(app, part):
    _officer, challenge, _ = scene.proposed(place=1, override="转化条件更好。")
    person = world.user("leader", "officer", "expert")
    with transaction():
        if part == "opener":
            challenge.openings[0].first_id = person.id
        elif part == "reviewer":
            challenge.assignments[0].profile.user_id = person.id
        elif part == "proposer":
            challenge.proposals[0].proposed_by_id = person.id
        else:
            challenge.proposals[0].second_by_id = person.id
    assert rules.decides(person, challenge) is False


def test_who_seconds_a_choice_against_the_ranking(app):
    officer, challenge, _ = scene.proposed(place=1, override="转化条件更好。")
    other = world.user("officer")
    assert seconding.seconds_proposal(other, challenge) is True
    assert seconding.seconds_proposal(officer, challenge) is False
    assert seconding.seconds_proposal(world.user("leader"), challenge) is False
    bidder = world.user("officer", organisation_id=challenge.bids[0].organisation_id)
    assert seconding.seconds_proposal(bidder, challenge) is False
    _, plain, _ = scene.proposed()
    assert seconding.seconds_proposal(other, plain) is False
    assert seconding.proposal_seconded(plain) is None
    assert seconding.proposal_seconded(challenge) == "该方案未按排名推荐，须先由另一名经办人复核同意。"
    with transaction():
        challenge.proposals[0].second_by_id = other.id
    assert seconding.proposal_seconded(challenge) is None
    assert seconding.proposal_seconded(scene.opened(0)[1]) == "尚无待决定的拟立项方案。"
    assert rules.proposal_written(scene.opened(0)[1]) == "请在“拟立项”页面选择推荐方案并说明理由。"


def test_the_yearly_number_of_reviews(app, now):
    _, challenge = scene.in_review()
    expert = world.profile(review_cap=3, user_id=world.user("expert").id)
    task = world.assignment(challenge, expert)
    for state in (A.INVITED, A.LOCKED, A.DECLINED):
        world.assignment(world.challenge(C.REVIEWING), expert, state)
    old = clock.now() - dt.timedelta(days=365)
    world.assignment(world.challenge(C.REVIEWING), expert, A.LOCKED, invited_at=old)
    db.session.expire_all()
    assert rules.reviews_this_year(expert) == 2
    assert rules.below_yearly_cap(task) is None
    world.assignment(world.challenge(C.REVIEWING), expert, A.ACCEPTED)
    db.session.expire_all()
    assert (
        rules.below_yearly_cap(task)
        == "该专家本年度评审已达 3 次上限（规则包 2026-1 第十三条），请另选专家。"
    )


def test_what_an_invitation_needs(app):
    _, challenge = scene.in_review()
    task = world.assignment(challenge, world.profile())
    assert rules.has_account(task) == "该专家尚未开通账号，无法在线评审，请另选专家。"
    assert rules.list_in_review(task) is None
    task.profile.user_id = 1
    assert rules.has_account(task) is None
    with transaction():
        challenge.state = C.PROPOSED
    assert rules.list_in_review(task) == "榜单当前为“拟立项”，评审未在进行。"


def test_overdue_answers_and_reviews(app, now):
    officer, challenge = scene.in_review()
    (task,) = scene.invited(officer, challenge, scene.KINDS[:1])
    assert rules.reply_until(task) == clock.now() + dt.timedelta(days=3)
    assert rules.is_overdue(task) == "尚未超过期限，不能按逾期处理。"
    now.forward(days=3)
    assert rules.is_overdue(task) is None
    assert rules.answered_in_time(task).startswith("答复期限（")
    now.forward(seconds=-1)
    assert rules.answered_in_time(task) is None
    scene.declared(task)
    assert rules.is_overdue(task) == "尚未超过期限，不能按逾期处理。"
    now.forward(days=7, seconds=1)
    assert rules.is_overdue(task) is None


def test_a_correction_is_waited_for(app, now):
    bid = world.bid(world.challenge(C.OPENED), B.CORRECTING, correction_due=clock.now() + scene.LATER)
    assert rules.correction_waited_for(bid) == (
        f"补正期限为 {moment(bid.correction_due)}，尚未到期，请等待揭榜方提交补正后再作结论。"
    )
    now.forward(days=1)
    assert rules.correction_waited_for(bid) is None


def test_needs_of_the_review(app):
    _, challenge = scene.opened(2)
    assert rules.every_bid_checked(challenge) == "还有 2 份方案未完成形式审查。"
    assert rules.too_few_valid_bids(challenge) == "还有 2 份方案未完成形式审查。"
    with transaction():
        challenge.bids[0].state, challenge.bids[1].state = B.QUALIFIED, B.UNQUALIFIED
    assert rules.every_bid_checked(challenge) is None
    assert rules.enough_valid_bids(challenge) is None
    assert rules.too_few_valid_bids(challenge) == "仍有达到要求的有效方案，不能流榜（规则包 2026-1 第十条）。"
    with transaction():
        challenge.bids[0].state = B.UNQUALIFIED
    assert (
        rules.enough_valid_bids(challenge) == "有效方案 0 份，少于 1 份，只能流榜（规则包 2026-1 第十条）。"
    )
    assert rules.too_few_valid_bids(challenge) is None


def test_the_panel_is_odd_and_mixed(app):
    _, challenge, rows = scene.panel()
    assert rules.committee_complete(challenge) is None
    assert rules.every_review_in(challenge) == "还有 5 位专家未提交评审意见。"
    with transaction():
        rows[3].profile.kind = ExpertKind.TECHNICAL
    assert rules.committee_complete(challenge) == "评审组至少需要 1 名产业专家（规则包 2026-1 第十二条）。"
    with transaction():
        rows[0].state = A.RECUSED
    sentence = "评审专家须为不少于 5 人的单数，现有 4 人接受邀请（规则包 2026-1 第十二条）。"
    assert rules.committee_complete(challenge) == sentence
    world.assignment(challenge, state=A.ACCEPTED)
    world.assignment(challenge, state=A.ACCEPTED)
    db.session.expire_all()
    assert rules.committee_complete(challenge) == sentence.replace("现有 4", "现有 6")
    with transaction():
        for one in challenge.assignments:
            one.state = A.SUBMITTED
    assert rules.every_review_in(challenge) is None


def test_ties_are_declared_on_every_bid(app):
    officer, challenge = scene.in_review()
    (task,) = scene.invited(officer, challenge, scene.KINDS[:1])
    assert rules.every_tie_declared(task) == "请先对每份方案声明是否存在利益关系。"
    with transaction():
        for bid in challenge.bids:
            db.session.add(Declaration(assignment=task, bid=bid, tie="none", at=clock.now()))
    assert rules.every_tie_declared(task) is None
    with transaction():
        task.declarations[0].tie = "relative"
    assert rules.every_tie_declared(task).startswith("您声明的利益关系属于回避情形")
    assert [bid.id for bid in rules.own_bids(task)] == [challenge.bids[1].id]


def test_scope_of_a_tie_is_a_rule(app):
    rules_of_programme = world.rulepack.load() | {}
    rules_of_programme["rules"] = {**rules_of_programme["rules"]}
    scope = {**rules_of_programme["rules"]["blocking_tie_scope"], "value": False}
    rules_of_programme["rules"]["blocking_tie_scope"] = scope
    batch = world.programme(rules=rules_of_programme)
    officer, challenge = scene.in_review(programme_id=batch.id)
    (task,) = scene.invited(officer, challenge, scene.KINDS[:1])
    first, second = challenge.bids
    with transaction():
        said = {first.id: ("teacher", ""), second.id: ("none", "")}
        assert declaring.declare(task.profile.user, task, said) is True
    assert task.state is A.ACCEPTED
    assert rules.own_bids(task) == [second]
    assert gates.may(task.profile.user, first, (rules.reviews_it_and_declared,)) is False


def test_every_score_and_a_reserve(app):
    _, challenge, rows = scene.panel()
    assert rules.every_score_given(rows[0]) == "还有 2 份方案未完成评分，请按提示补充后再提交。"
    with transaction():
        for bid in challenge.bids:
            scene.review(rows[0], bid)
    assert rules.every_score_given(rows[0]) is None
    assert rules.has_reserve(challenge) == "没有候补方案可以递补。"
    with transaction():
        challenge.bids[0].state = B.RESERVE
    assert rules.has_reserve(challenge) is None


def test_bids_stay_closed_until_the_opening(app):
    _, challenge = scene.opened(0)
    assert rules.has_been_opened(challenge) is True
    assert rules.has_been_opened(world.challenge(C.OPENED)) is False
    with transaction():
        challenge.state, challenge.suspended_from = C.SUSPENDED, C.OPEN
    assert rules.has_been_opened(challenge) is False


def test_who_handles_or_opens_a_list_does_not_review_it(app):
    officer, challenge = scene.in_review()
    opener = challenge.openings[0].first
    for person, sentence in (
        (officer, "该专家是本榜单的经办人或开标人员，不能同时评审，请另选专家。"),
        (opener, "该专家是本榜单的经办人或开标人员，不能同时评审，请另选专家。"),
        (world.user("expert"), None),
    ):
        task = world.assignment(challenge, world.profile(user_id=person.id))
        assert rules.not_in_charge(task) == sentence
        found = workflow.refusal(officer, task, "invite")
        assert (found.sentence if found else None) == sentence


def test_a_member_taken_off_after_sealing_still_counts_for_conflicts(app):
    _, challenge = scene.in_review()
    bid = challenge.bids[0]
    with transaction():
        bid.content.team = [
            {"name": bid.leader.display_name, "unit": "甲", "role": "负责人", "share_percent": 50},
            {"name": "离队者", "unit": "测试大学", "role": "研发", "share_percent": 20},
        ]
    found = {(one.name, one.unit, one.user_id) for one in parties_of(challenge).people}
    assert ("离队者", "测试大学", None) in found
    assert len([one for one in parties_of(challenge).people if one.name == bid.leader.display_name]) == 1
    assert list(_others(bid)) == ["离队者（测试大学）"]


def test_a_bid_that_was_given_up_leaves_the_ranking(app):
    _, challenge, _ = scene.panel()
    given_up, kept = challenge.bids[:2]
    rows = world.assignment(challenge, state=A.LOCKED)
    with transaction():
        given_up.state = B.GIVEN_UP
        for bid in (given_up, kept):
            review = {"bid_id": bid.id, "scores": {}, "saved_at": clock.now(), "submitted_at": clock.now()}
            db.session.add(Review(assignment_id=rows.id, **review))
    assert set(ranked.score_table(challenge)) == {kept.id}
    assert len(queries.own_feedback(given_up)) == 1
