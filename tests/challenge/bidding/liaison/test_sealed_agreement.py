"""A joint bid names its agreement by digest: another one, or one that was tampered with, is told at the opening and refused."""

import pytest

import challenge.permissions as may
from challenge.bidding import minutes
from challenge.bidding.actions import drafting, submission
from challenge.bidding.liaison.actions import agreeing
from challenge.bidding.liaison.rules import agreement_as_sealed, agreement_of
from challenge.bidding.models import Bid
from challenge.bidding.queries import finished_opening, visible_bids
from challenge.posting.models import Challenge
from challenge.states import B
from core import workflow
from core.database import db, transaction
from core.gates import may as allowed
from tests import bids, world
from tests.challenge.bidding.liaison import scene


def signed_anew(challenge, poster, bid):
    """The agreement ends after the bid was sealed, and the two sign another one."""
    team = bid.leader
    with transaction():
        agreeing.end(team, agreement_of(bid))
    with transaction():
        code = agreeing.draft(
            poster, scene.of_team(challenge, team), scene.TERMS | {"extra": "另付五万元。"}
        ).code
    for person in (team, poster):
        with transaction():
            agreeing.confirm(db.session.merge(person), scene.agreement(code), scene.agreement(code).digest)
    return scene.agreement(code)


@pytest.fixture
def sealed(app):
    """(poster, list, a joint bid that stands on its agreement)."""
    poster, challenge = scene.listed()
    return poster, challenge, bids.sealed(challenge, scene.signed(challenge, poster).liaison.person)


@pytest.fixture
def officer(app):
    """Who opens and checks."""
    return world.user("officer")


def opened(now, challenge, bid, officer):
    """The minutes, and why the bid cannot pass the formal check."""
    now.instant = challenge.deadline
    bids.open_list(db.session.get(Challenge, challenge.id), officer)
    db.session.expire_all()
    row = bids.find(bid.code)
    refused = workflow.refusal(officer, row, "qualify")
    told = minutes.unsigned_in(finished_opening(row.challenge).minutes)
    return row, told, refused.sentence if refused else None


def test_the_agreement_that_was_sealed_is_the_one_in_force(sealed, now, officer):
    poster, challenge, bid = sealed
    row, told, refused = opened(now, challenge, bid, officer)
    assert (row.state, told, refused) == (B.OPENED, {}, None)
    assert row.agreement_digest == agreement_of(row).digest
    assert allowed(poster, row, may.READ_BID) is True


def test_another_agreement_is_told_and_refused(app, sealed, now, officer, client_of):
    poster, challenge, bid = sealed
    fresh = signed_anew(challenge, poster, bid)
    row = bids.find(bid.code)
    assert "请替换方案后重新提交" in agreement_as_sealed(row)
    assert allowed(poster, row, may.READ_BID) is False
    assert "请替换方案后重新提交" in client_of(row.leader).get(bids.page_of(row)).get_data(as_text=True)
    row, told, refused = opened(now, challenge, bid, officer)
    assert (row.state, list(told), told[row.code]) == (B.OPENED, [row.code], refused)
    assert (fresh.code in refused, "第三十八条" in refused) == (True, True)
    assert db.session.scalars(visible_bids(poster).where(Bid.id == row.id)).all() == []
    page = client_of(officer).get(f"/desk/challenges/{row.challenge.code}/opening").get_data(as_text=True)
    assert "1 份方案所附的合作协议与现行有效的协议不符" in page
    public = app.test_client().get(f"/challenges/{row.challenge.code}/opening").get_data(as_text=True)
    assert "合作协议不符" in public


def test_a_replaced_bid_stands_on_the_new_agreement(sealed, now, officer):
    poster, challenge, bid = sealed
    fresh = signed_anew(challenge, poster, bid)
    with transaction():
        row = bids.find(bid.code)
        drafting.begin_replacement(row.leader, row)
    with transaction():
        row = bids.find(bid.code)
        submission.submit(row.leader, row, "again", row.version)
    row, told, refused = opened(now, challenge, bid, officer)
    assert (row.agreement_digest, told, refused) == (fresh.digest, {}, None)


def test_an_agreement_that_was_changed_in_the_database_is_refused(sealed, now, officer):
    _poster, challenge, bid = sealed
    with transaction():
        one = agreement_of(bids.find(bid.code))
        one.content = one.content | {"reward_fen": 1}
    row, told, refused = opened(now, challenge, bid, officer)
    assert "与双方确认时登记的摘要不符" in refused
    assert told == {row.code: refused}


def test_a_digest_that_was_written_over_is_read_from_the_content_again(sealed, now, officer):
    poster, challenge, bid = sealed
    fresh = signed_anew(challenge, poster, bid)
    with transaction():
        bids.find(bid.code).agreement_digest = fresh.digest
    _row, told, refused = opened(now, challenge, bid, officer)
    assert "不是同一份" in refused
    assert list(told) == [bid.code]
