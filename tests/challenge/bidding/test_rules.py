"""Questions about bids: who may bid, the one deadline, who opens."""

import datetime as dt

import pytest

from accounts.states import OrganisationState
from challenge.bidding import rules
from challenge.states import B, C
from core import clock
from core.database import db, transaction
from tests import world


def test_the_deadline_is_an_instant(app, now):
    challenge = world.challenge(C.OPEN)
    bid = world.bid(challenge)
    now.instant = challenge.deadline - dt.timedelta(microseconds=1)
    assert (rules.list_takes_bids(bid), rules.list_takes_bids(challenge)) == (None, None)
    now.instant = challenge.deadline
    late = "揭榜已截止，不能再提交、替换或撤回。"
    assert (rules.list_takes_bids(bid), rules.list_takes_bids(challenge)) == (late, late)


def test_only_an_open_list_takes_bids(app):
    bid = world.bid(world.challenge(C.SUSPENDED))
    assert rules.list_takes_bids(bid) == "榜单当前为“暂停”，不接收揭榜方案。"


@pytest.mark.parametrize(
    ("state", "reason"),
    [
        (OrganisationState.APPROVED, None),
        (OrganisationState.PENDING, "您所在单位尚未通过审核，通过后即可揭榜。"),
        (OrganisationState.STOPPED, "您所在单位尚未通过审核，通过后即可揭榜。"),
    ],
)
def test_an_organisation_must_be_approved(app, state, reason):
    assert rules.takes_part(world.organisation(state=state)) == reason


def test_a_person_without_organisation_cannot_bid(app):
    assert rules.takes_part(None) == "揭榜须以单位名义提交，请先在账户中登记所在单位。"


def test_the_poster_and_its_relatives_are_refused_with_the_clause(app):
    challenge = world.challenge(C.OPEN)
    poster = challenge.organisation
    child = world.organisation(parent_id=poster.id)
    related = "贵单位与发榜方存在关联关系，不得揭此榜（规则包 2026-1 第九条）。"
    own = "发榜方不得揭本单位发布的榜单（规则包 2026-1 第九条）。"
    assert rules.unrelated(poster, challenge) == own
    assert rules.unrelated(child, challenge) == related
    assert rules.unrelated(world.organisation(), challenge) is None


def test_parent_and_siblings_of_the_poster_are_refused(app):
    parent = world.organisation()
    poster = world.organisation(parent_id=parent.id)
    challenge = world.challenge(C.OPEN, author=world.user("enterprise", organisation_id=poster.id))
    related = "贵单位与发榜方存在关联关系，不得揭此榜（规则包 2026-1 第九条）。"
    assert rules.unrelated(parent, challenge) == related
    assert rules.unrelated(world.organisation(parent_id=parent.id), challenge) == related


def test_related_parties_may_bid_where_the_rule_pack_allows(app):
    challenge = world.challenge(C.OPEN)
    pack = {**challenge.programme.rules}
    pack["rules"] = pack["rules"] | {"related_parties": pack["rules"]["related_parties"] | {"value": False}}
    with transaction():
        db.session.merge(challenge).programme.rules = pack
    assert rules.unrelated(challenge.organisation, challenge) is None


def test_two_people_of_different_roles_open(app):
    challenge = world.challenge(C.OPEN)
    officer, other, leader = world.user("officer"), world.user("officer"), world.user("leader")
    assert rules.begins_opening(officer, challenge)
    assert not rules.begins_opening(world.user("researcher"), challenge)
    assert not rules.begins_opening(
        world.user("officer", organisation_id=challenge.organisation_id), challenge
    )
    assert not rules.completes_opening(leader, challenge)
    with transaction():
        from challenge.bidding import minutes

        minutes.begin(challenge, officer, clock.now())
    assert [rules.completes_opening(one, challenge) for one in (officer, other, leader)] == [
        False,
        False,
        True,
    ]


def test_somebody_with_two_roles_cannot_be_both_people(app):
    challenge = world.challenge(C.OPEN)
    both = world.user("officer", "leader")
    with transaction():
        from challenge.bidding import minutes

        minutes.begin(challenge, both, clock.now())
    assert not rules.completes_opening(both, challenge)
    assert challenge.openings[0].first_role == "officer"


def test_the_draft_is_open_only_while_there_is_one(app):
    challenge = world.challenge(C.OPEN)
    assert rules.has_draft(world.bid(challenge, draft=b"x"))
    assert not rules.has_draft(world.bid(challenge, B.SEALED))
    assert not rules.has_draft(world.bid(challenge, B.WITHDRAWN, draft=b"x"))


def test_a_version_is_confirmed_only_when_it_is_old(app):
    challenge = world.challenge(C.OPEN, substance_version=2)
    assert rules.version_outdated(world.bid(challenge, B.SEALED, answers_version=1)) is None
    fresh = world.bid(challenge, B.SEALED, answers_version=2)
    assert rules.version_outdated(fresh) == "榜单没有新的实质性变更，无须确认。"


def test_a_correction_is_possible_until_its_day(app, now):
    bid = world.bid(
        world.challenge(C.OPENED), B.CORRECTING, correction_due=clock.now() + dt.timedelta(days=5)
    )
    assert rules.correction_in_time(bid) is None
    now.forward(days=5)
    assert rules.correction_in_time(bid) == "补正期限已过，不能再提交补正。"
