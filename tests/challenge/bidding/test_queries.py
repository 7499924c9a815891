"""Bids filtered for a reader: the SQL and the permission map say the same."""

import datetime as dt

import challenge.permissions as may
from accounts.rules import is_auditor
from accounts.states import Role
from challenge.bidding import queries
from challenge.bidding.models import Bid, BidMember
from challenge.review.models import Declaration
from challenge.states import A, B, C
from core import clock
from core.database import db, transaction
from core.gates import may as allowed
from tests import bids, world


def test_the_query_agrees_with_the_map(app):
    officer, other, leader, supervisor = (
        world.user(role) for role in ("officer", "officer", "leader", "supervisor")
    )
    member, pending = world.user("researcher"), world.user("expert")
    people = [officer, other, leader, supervisor, member, pending, world.user("auditor"), world.user("admin")]
    lists = [
        world.challenge(C.OPENED),
        world.challenge(C.OPENED, handler_id=officer.id),
        world.challenge(C.OPEN),
    ]
    former = world.opening(lists[2], officer, "officer")  # it was opened once, lapsed and was put up again
    with transaction():
        former.second_id, former.second_at, former.second_role = supervisor.id, clock.now(), "supervisor"
    for challenge in lists:
        for state in B:
            bid = world.bid(challenge, state)
            with transaction():
                for person, at in ((member, clock.now()), (pending, None)):
                    bid.members.append(
                        BidMember(user_id=person.id, name="某", invited_at=clock.now(), confirmed_at=at)
                    )
            people.append(bid.leader)
    insider = world.user("officer", organisation_id=people[-1].organisation_id)
    poster = world.user("enterprise", organisation_id=lists[0].organisation_id)
    every = db.session.scalars(db.select(Bid)).all()
    for person in [*people, insider, poster]:
        seen = set(db.session.scalars(queries.visible_bids(person)).unique())
        assert seen == {bid for bid in every if allowed(person, bid, may.READ_BID)}, person.roles


def test_a_reviewer_reads_what_was_declared_free_and_stands_in_review(app):
    expert, challenge = world.user("expert"), world.challenge(C.REVIEWING)
    place = world.assignment(challenge, world.profile(user_id=expert.id), A.ACCEPTED)
    ties = {B.REVIEWING: "none", B.NOMINATED: "other", B.WON: "relative", B.QUALIFIED: "none"}
    found = {}
    for state, tie in ties.items():
        found[state] = world.bid(challenge, state)
        with transaction():
            db.session.add(Declaration(assignment=place, bid=found[state], tie=tie, at=clock.now()))
    world.bid(challenge, B.RESERVE)
    seen = set(db.session.scalars(queries.visible_bids(expert)).unique())
    every = db.session.scalars(db.select(Bid)).all()
    assert seen == {found[B.REVIEWING], found[B.NOMINATED]}
    assert seen == {bid for bid in every if allowed(expert, bid, may.READ_BID)}


def test_related_codes_are_those_of_the_family(app):
    parent = world.organisation()
    poster, sister = world.organisation(parent_id=parent.id), world.organisation(parent_id=parent.id)
    child = world.organisation(parent_id=poster.id)
    challenge = world.challenge(C.OPEN, author=world.user("enterprise", organisation_id=poster.id))
    family = {one.credit_code for one in (parent, poster, sister, child)}
    assert queries.related_codes(challenge) == family
    assert queries.related_codes(world.challenge(C.OPEN)) & family == set()


def test_invitations_are_asked_only_while_the_list_takes_bids(app, now):
    challenge, friend = world.challenge(C.OPEN), world.user("expert")
    bid = bids.drafted(challenge)
    with transaction():
        bid.members.append(BidMember(user_id=friend.id, name="某", invited_at=clock.now()))
    assert queries.asked_to_join(friend) == [bid]
    now.instant = challenge.deadline
    assert queries.asked_to_join(friend) == []


def test_staff_of_a_bidding_side_read_no_bid_of_the_list(app):
    challenge, elsewhere = world.challenge(C.OPENED), world.challenge(C.OPENED)
    mine, theirs, other = (world.bid(one, B.OPENED) for one in (challenge, challenge, elsewhere))
    member = world.user("leader")
    with transaction():
        mine.members.append(
            BidMember(user_id=member.id, name="某", invited_at=clock.now(), confirmed_at=clock.now())
        )
    colleague = world.user("supervisor", organisation_id=mine.organisation_id)
    for person, seen in ((member, {mine, other}), (colleague, {other})):
        assert {bid for bid in (mine, theirs, other) if allowed(person, bid, may.READ_BID)} == seen
        assert set(db.session.scalars(queries.visible_bids(person)).unique()) == seen


def test_minutes_are_listed_to_whom_they_are_shown(app, now):
    """`visible_openings` is the twin of READ_MINUTES over the openings of the present round."""
    people = [world.user(role) for role in Role] + [world.user(role, organisation_id=None) for role in Role]
    lists = [world.challenge(C.OPENED) for _ in range(4)]
    people += [world.user(role, organisation_id=lists[0].organisation_id) for role in ("officer", "auditor")]
    now.instant = max(one.deadline for one in lists)
    with transaction():
        for of in lists:
            row = world.opening(of, people[0], "officer")
            row.second_id, row.second_at, row.minutes = people[1].id, now.instant, {"published": []}
        lists[1].openings[0].second_id = lists[1].openings[0].minutes = None
        lists[2].openings[0].first_at -= dt.timedelta(days=90)  # of the round before
        lists[3].published_at = None
    for user in people:
        by_map = {
            one.id for one in lists if allowed(user, one, may.READ_MINUTES) and queries.finished_opening(one)
        }
        by_sql = {row.challenge_id for row in db.session.scalars(queries.visible_openings(user))}
        assert by_sql == by_map
        insider = user.organisation_id == lists[0].organisation_id and not is_auditor(user)
        reads = user.roles & {Role.OFFICER, Role.SUPERVISOR, Role.LEADER, Role.AUDITOR}
        assert by_map == ({lists[0].id} if reads and not insider else set())
