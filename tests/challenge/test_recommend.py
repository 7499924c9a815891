"""Recommendation for a list: only what its reader may see, ties to poster and bidders, no bid read before opening."""

import pytest

from challenge import recommend
from challenge.posting.models import Challenge
from challenge.states import A, B, C
from core.database import db
from talent.models import Profile, Work
from talent.recommend import NotReady, warm_up
from talent.states import WorkType
from tests import world

CLOSED = {"difficulty": "directed", "indicators": "signed", "background": "registered"}


def fresh(row):
    return db.session.get(type(row), row.id)


@pytest.fixture
def ready(app):
    warm_up(app, wait=True)


def test_only_sections_the_reader_may_see(app):
    row = world.challenge(C.OPEN, secrecy=CLOSED)
    stranger, poster = world.user("researcher"), row.author_id
    seen = recommend.query_of(fresh(row), stranger)
    assert (seen["problem"], seen["indicators"]) == ({"背景": row.background, "研究内容": row.content}, [])
    for reader in (db.session.get(type(stranger), poster), world.user("officer"), None):
        whole = recommend.query_of(fresh(row), reader)
        assert whole["problem"]["难点"] == row.difficulty
        assert whole["indicators"] == ["能量密度 ≥ 35 Wh/L", "漏电流 ≤ 2 %"]


def test_solvers_show_ties_to_the_poster(ready):
    row = world.challenge(C.OPEN)
    world.profile("自己人", organisation_id=row.organisation_id, unit=row.organisation.name)
    world.profile("旁人")
    world.profile("不同意", consents_recommendation=False)
    found = recommend.solvers_for(fresh(row), None)
    assert {one.profile.name: one.is_blocked for one in found} == {"自己人": True, "旁人": False}


def test_before_opening_no_bid_is_read(ready, queries):
    row = world.challenge(C.OPEN)
    bid = world.bid(row, B.SEALED)
    world.profile("同事", organisation_id=bid.organisation_id)
    challenge = fresh(row)
    with queries() as seen:
        found = recommend.reviewers_for(challenge)
    assert [(one.profile.name, one.conflicts) for one in found] == [("同事", ())]
    assert [line for line in seen if " bid" in line] == []


def test_after_opening_all_bidders_and_their_people_count(ready):
    row = world.challenge(C.REVIEWING)
    bid = world.bid(row, B.REVIEWING)
    leader = bid.members[0].name
    co_work = Work(type=WorkType.PAPER, title="液流电池合作", year=2025, co_authors=[leader])
    world.profile("同事", organisation_id=bid.organisation_id)
    world.profile("合作者", works=[co_work])
    world.profile("旁人")
    world.profile("不愿评审", review_willing=False)
    found = {
        one.profile.name: [tie.level for tie in one.conflicts] for one in recommend.reviewers_for(fresh(row))
    }
    assert found == {"同事": ["block"], "合作者": ["declare"], "旁人": []}


def test_the_own_list_leaves_out_own_closed_and_past_lists(ready, now):
    own = world.user("researcher", "enterprise")
    mine = world.profile(user_id=own.id)
    wanted = world.challenge(C.OPEN)
    flax = world.challenge(
        C.OPEN,
        title="亚麻籽加工",
        background="",
        difficulty="木酚素提取。",
        content="",
        keywords=[],
        indicators=[],
    )
    world.challenge(C.POOLED), world.challenge(C.REVIEWING), world.challenge(C.OPEN, author=own)
    lists = recommend.open_lists(own)
    assert {one.code for one in lists} == {wanted.code, flax.code}
    me = db.session.get(Profile, mine.id)
    ranked = recommend.challenges_for_profile(me, own, lists)
    assert [one.code for one, _ in ranked] == [wanted.code, flax.code]
    assert recommend.sentences_for(me, own, ranked)[0].startswith("您的")
    now.forward(days=46)
    assert recommend.open_lists(own) == []


def test_experts_in_the_three_orders(ready):
    row = fresh(world.challenge(C.OPEN))
    world.profile("甲", region="外地"), world.profile("乙")
    assert [one.profile.name for one in recommend.solvers_for(row, None, order="ranked")] == ["甲", "乙"]
    text = recommend.solvers_for(row, None, 1)
    assert [one.total == one.score for one in text] == [True]
    plain = recommend.reviewers_for(row, 2, plain=True)
    assert [(one.profile.name, one.score) for one in plain] == [("乙", None), ("甲", None)]


def test_counts_of_reviews_are_for_reviewers_alone(ready):
    row = fresh(world.challenge(C.OPEN))
    who = world.profile("甲", user_id=world.user("expert").id)
    world.assignment(world.challenge(C.REVIEWING), who, A.LOCKED)
    solver, reviewer = recommend.solvers_for(row, None)[0], recommend.reviewers_for(row)[0]
    assert {one.key for one in solver.factors} == {"outside", "confirmed", "projects"}
    texts = {one.key: one.text for one in reviewer.factors}
    assert (texts["load"], texts["served"], texts["account"]) == ("1 / 10 次", "1 次", "有账号")


def test_not_ready_is_said(app):
    row = world.challenge(C.OPEN)
    with pytest.raises(NotReady):
        recommend.solvers_for(db.session.get(Challenge, row.id), None)
