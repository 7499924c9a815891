"""The team: one live bid per organisation, invitations by account and by link, answers."""

import pytest
from sqlalchemy.exc import IntegrityError

from accounts import mails
from accounts.models import Message, OneTimeToken, RoleGrant
from accounts.states import Role
from challenge.bidding.actions import submission, teams
from challenge.bidding.models import Bid, BidMember
from challenge.posting.actions import access
from challenge.posting.codes import ALPHABET
from challenge.states import B, C
from core import audit
from core.database import db, transaction
from core.errors import Conflict
from core.outbox import Job
from tests import bids, world


@pytest.fixture
def challenge(app):
    """An open list, beside another one with bids that must never turn up."""
    bids.drafted(world.challenge(C.OPEN))
    return world.challenge(C.OPEN)


def start(user, challenge):
    """Begin a bid in a transaction of its own."""
    with transaction():
        return teams.start_bid(user, challenge).code


def members(bid):
    """(name, confirmed, declined) of the team."""
    return [
        (m.name, m.confirmed_at is not None, m.declined_at is not None) for m in bids.find(bid.code).members
    ]


def test_a_new_bid_has_a_leader_and_a_code_that_counts_nothing(challenge):
    leader = world.user("researcher")
    bid = bids.find(start(leader, challenge))
    assert (bid.state, bid.leader_id, bid.organisation_id) == (B.DRAFT, leader.id, leader.organisation_id)
    assert members(bid) == [(leader.display_name, True, False)]
    assert bid.code[:2] == "FA"
    assert set(bid.code[2:]) <= set(ALPHABET)
    entry = audit.entries_of(f"bid:{bid.id}")[0]
    assert (entry.action, entry.sealed) == ("bid.start", True)


def test_a_second_click_finds_the_same_bid(challenge):
    leader = world.user("enterprise")
    assert start(leader, challenge) == start(leader, challenge)


def test_an_organisation_has_one_live_bid(challenge):
    leader = world.user("researcher")
    start(leader, challenge)
    colleague = world.user("researcher", organisation_id=leader.organisation_id)
    with pytest.raises(Conflict, match="每个单位只能有一份"):
        start(colleague, challenge)


def test_after_a_withdrawal_the_organisation_may_begin_again(challenge):
    bid = bids.sealed(challenge)
    with transaction():
        submission.withdraw(bid.leader, bid)
    assert start(bid.leader, challenge) != bid.code
    states = db.session.scalars(
        db.select(Bid.state).filter_by(challenge_id=challenge.id).order_by(Bid.id)
    ).all()
    assert states == [B.WITHDRAWN, B.DRAFT]


def test_the_database_refuses_two_live_bids(challenge):
    leader = world.user("researcher")
    world.bid(challenge, leader=leader)
    with pytest.raises(IntegrityError):
        world.bid(challenge, leader=leader)


def test_the_poster_cannot_begin(challenge):
    poster = world.user("enterprise", organisation_id=challenge.organisation_id)
    with pytest.raises(Conflict, match="发榜方不得揭本单位发布的榜单（规则包 2026-1 第九条）"):
        start(poster, challenge)


def test_nobody_begins_at_the_instant_of_the_deadline(challenge, now):
    now.instant = challenge.deadline
    with pytest.raises(Conflict, match="揭榜已截止"):
        start(world.user("researcher"), challenge)


def test_an_invitation_by_account_is_answered(challenge):
    bid, friend = bids.drafted(challenge), world.user("researcher", email="friend@example.com")
    with transaction():
        assert teams.invite_account(bid.leader, bid, friend.username, "测试", 40) is None
    assert members(bid)[1:] == [(friend.display_name, False, False)]
    message = db.session.scalar(db.select(Message).filter_by(user_id=friend.id))
    assert message.path == f"/desk/bids/{bid.code}/invitation"
    assert db.session.scalar(db.select(Job).filter_by(owner_id=friend.id)).thread == f"bid:{bid.id}"
    with transaction():
        teams.answer(friend, bids.find(bid.code).members[1], True)
    assert members(bid)[1:] == [(friend.display_name, True, False)]


def test_wrong_names_are_told(challenge):
    bid = bids.drafted(challenge)
    with transaction():
        assert teams.invite_account(bid.leader, bid, "nobody", "测试", 1).startswith("没有这个账号")
        again = teams.invite_account(bid.leader, bid, bid.leader.username, "测试", 1)
        assert again == "此人已在团队名单中。"


def test_a_link_works_once_and_without_an_account(app, challenge):
    bid = bids.drafted(challenge)
    with transaction():
        token = teams.invite_by_link(bid.leader, bid, "冉墨川", "示范院", "模型", 60, "ran@example.com")
    row = db.session.scalar(db.select(OneTimeToken))
    assert token not in (row.token_hash, row.purpose)
    letter = db.session.scalar(db.select(Job).filter_by(thread=f"bid:{bid.id}", kind="mail"))
    assert token not in str(letter.payload)
    app.config.update(MAIL_URL="smtp://mail.example", BASE_URL="https://jbt.example")
    assert f"https://jbt.example/bid-invitations/{token}" in mails.letter_of(1, letter.payload).get_content()
    with transaction():
        member = teams.member_of_link(token)
        teams.answer(None, member, True)
    assert members(bid)[1:] == [("冉墨川", True, False)]
    assert teams.member_of_link(token) is None


def test_a_declined_member_may_get_a_new_link_and_the_old_one_ends(challenge):
    bid = bids.drafted(challenge)
    with transaction():
        old = teams.invite_by_link(bid.leader, bid, "冉墨川", "", "模型", 60)
        teams.answer(None, teams.member_of_link(old), False)
    assert members(bid)[1:] == [("冉墨川", False, True)]
    with transaction():
        new = teams.new_link(bid.leader, bids.find(bid.code).members[1])
    assert teams.member_of_link(old) is None
    assert teams.member_of_link(new).name == "冉墨川"


def test_a_link_ends_after_two_weeks(challenge, now):
    bid = bids.drafted(challenge)
    with transaction():
        token = teams.invite_by_link(bid.leader, bid, "冉墨川", "", "模型", 60)
    now.forward(days=teams.LINK_DAYS)
    assert teams.member_of_link(token) is None


def test_nobody_joins_after_the_deadline(challenge, now):
    bid = bids.drafted(challenge)
    with transaction():
        teams.invite_by_link(bid.leader, bid, "冉墨川", "", "模型", 60)
    now.instant = challenge.deadline
    with pytest.raises(Conflict, match="揭榜已截止"), transaction():
        teams.answer(None, bids.find(bid.code).members[1], True)
    assert members(bid)[1:] == [("冉墨川", False, False)]


def test_a_removed_member_is_gone_with_the_link(challenge):
    bid = bids.drafted(challenge)
    with transaction():
        token = teams.invite_by_link(bid.leader, bid, "冉墨川", "", "模型", 60)
        teams.remove_member(bid.leader, bid.members[1])
    assert (len(members(bid)), teams.member_of_link(token)) == (1, None)


def test_the_leader_stays(challenge):
    bid = bids.drafted(challenge)
    with pytest.raises(Conflict, match="负责人不能移出团队"), transaction():
        teams.remove_member(bid.leader, bid.members[0])


def test_a_sealed_team_does_not_change(challenge):
    bid = bids.sealed(challenge)
    with pytest.raises(Conflict, match="方案已密封"), transaction():
        teams.invite_by_link(bid.leader, bid, "冉墨川", "", "模型", 60)
    assert db.session.scalar(db.select(db.func.count()).select_from(BidMember).filter_by(bid_id=bid.id)) == 1


def test_a_member_without_account_can_be_given_another_part(challenge):
    bid = bids.drafted(challenge)
    with transaction():
        teams.change_member(bid.leader, bid.members[0], "总负责", 80)
    leader = bids.find(bid.code).members[0]
    assert (leader.role, leader.share_percent) == ("总负责", 80)


def test_the_bureau_neither_bids_nor_joins(challenge):
    officer, bid = world.user("officer", "researcher"), bids.drafted(challenge)
    assert teams.refusal_to_start(officer, challenge) == "科技局工作人员不参加揭榜。"
    with transaction():
        asked = teams.invite_account(bid.leader, bid, officer.username, "测试", 10)
    assert (asked, len(members(bid))) == ("科技局工作人员不能参加揭榜团队。", 1)
    friend = world.user("researcher")
    with transaction():
        teams.invite_account(bid.leader, bids.find(bid.code), friend.username, "测试", 10)
        friend.grants.append(RoleGrant(role=Role.LEADER))
    with pytest.raises(Conflict, match="科技局工作人员不参加揭榜"), transaction():
        teams.answer(friend, bids.find(bid.code).members[1], True)
    with transaction():
        teams.answer(friend, bids.find(bid.code).members[1], False)
    assert members(bid)[1:] == [(friend.display_name, False, True)]


@pytest.mark.parametrize("level", ["signed", "directed"])
def test_closed_indicators_are_not_read_by_beginning_a_bid(app, level):
    challenge = world.challenge(C.OPEN, secrecy={"indicators": level})
    researcher = world.user("researcher")
    closed = "技术指标未对您公开：请先在榜单页面签署保密承诺；定向榜单只接受受邀单位揭榜。"
    assert teams.refusal_to_start(researcher, challenge) == closed
    with transaction():
        access.pledge_secrecy(researcher, challenge)
    assert teams.refusal_to_start(researcher, challenge) == (None if level == "signed" else closed)
    with transaction():
        access.invite_organisation(challenge.author, challenge, researcher.organisation.credit_code)
    assert teams.refusal_to_start(researcher, challenge) is None
