"""What is counted of experts: reviews done, declined and asked for, projects of announced lists."""

import pytest
import sqlalchemy as sa

from challenge.recommending import counts
from challenge.states import A, B, C
from core.database import db
from talent.models import Profile
from tests import world


@pytest.fixture
def who(app):
    return world.profile("甲", user_id=world.user("expert", "researcher").id)


def left(narrowed):
    return sorted(db.session.scalars(narrowed))


@pytest.mark.parametrize(
    ("state", "reviews", "served", "declined"),
    [
        (A.PROPOSED, 0, 0, 0),
        (A.INVITED, 1, 0, 0),
        (A.ACCEPTED, 1, 0, 0),
        (A.SUBMITTED, 1, 1, 0),
        (A.LOCKED, 1, 1, 0),
        (A.DECLINED, 0, 0, 1),
        (A.EXPIRED, 0, 0, 1),
        (A.RECUSED, 0, 0, 0),
        (A.REMOVED, 0, 0, 0),
    ],
)
def test_reviews_by_state(who, state, reviews, served, declined):
    world.assignment(world.challenge(C.REVIEWING), who, state)
    told = counts.reviews_counted()
    assert {key: each.get(who.id, 0) for key, each in told.items()} == {
        "reviews": reviews,
        "served": served,
        "declined": declined,
    }


def test_old_service_and_old_declines_lapse(who, now):
    for state in (A.LOCKED, A.DECLINED):
        world.assignment(world.challenge(C.REVIEWING), who, state)
    now.forward(days=366)
    assert counts.reviews_counted() == {"reviews": {}, "served": {who.id: 1}, "declined": {}}
    now.forward(days=800)
    assert counts.reviews_counted()["served"] == {}


def test_room_is_the_smaller_cap(who):
    free = world.profile("乙", review_cap=0)
    world.assignment(world.challenge(C.REVIEWING), who, A.INVITED)
    everybody = sa.select(Profile.id)
    assert left(counts.with_room(everybody, 10)) == [who.id]
    assert left(counts.with_room(everybody, 1)) == []
    assert left(counts.unused_this_year(everybody)) == [free.id]


@pytest.mark.parametrize(
    ("state", "bid", "number"),
    [(C.ANNOUNCED, B.WON, 1), (C.NOTICED, B.WON, 0), (C.ANNOUNCED, B.UNSELECTED, 0)],
)
def test_projects_are_those_of_announced_lists(who, state, bid, number):
    free = world.profile("乙", user_id=world.user("researcher").id)
    world.bid(world.challenge(state), bid, leader=who.user)
    assert counts.projects_by_profile() == ({who.id: number} if number else {})
    kept = [free.id] if number else [who.id, free.id]
    assert left(counts.without_project(sa.select(Profile.id))) == kept


def test_without_announced_lists_the_table_of_bids_is_not_asked(who, queries):
    world.bid(world.challenge(C.OPEN), B.SEALED)
    with queries() as seen:
        assert counts.projects_by_profile() == {}
        counts.without_project(sa.select(Profile.id))
    assert [text for text in seen if "bid" in text] == []
