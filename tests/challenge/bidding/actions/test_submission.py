"""Submission: once per key, complete or not at all, replaced and withdrawn until the deadline."""

import datetime as dt

import pytest

from accounts.models import Message
from challenge.bidding import sealing
from challenge.bidding.actions import drafting, submission
from challenge.bidding.models import Receipt, SubmissionKey
from challenge.states import B, C
from core import workflow
from core.database import db, transaction
from core.errors import Conflict
from core.workflow import Refused
from tests import bids, world


@pytest.fixture
def challenge(app):
    """An open list with somebody else's sealed bid on it."""
    one = world.challenge(C.OPEN)
    bids.sealed(one)
    return one


def submit(bid, key="key", version=None):
    """Submit in a transaction of its own."""
    with transaction():
        return submission.submit(bid.leader, bid, key, bid.version if version is None else version).code


def count(model):
    """Rows of a table."""
    return db.session.scalar(db.select(db.func.count()).select_from(model))


def test_submitting_seals_and_forgets_the_draft(challenge):
    bid = bids.drafted(challenge)
    submit(bid)
    bid = bids.find(bid.code)
    content = sealing.open(challenge, bid)
    assert (bid.state, bid.draft, bid.answers_version) == (B.SEALED, None, 1)
    assert (content["challenge"], content["bid"], content["answers_version"]) == (challenge.code, bid.code, 1)
    assert content["organisation"]["credit_code"] == bid.organisation.credit_code
    assert content["team"] == [
        {
            "name": bid.leader.display_name,
            "unit": bid.organisation.name,
            "role": "负责人",
            "share_percent": 50,
        }
    ]
    message = db.session.scalar(db.select(Message).filter_by(user_id=bid.leader_id))
    assert message.subject == f"您的揭榜方案已提交并密封：{bid.challenge.title}"


def test_equal_contents_have_different_digests(challenge):
    assert bids.sealed(challenge).digest != bids.sealed(challenge).digest


def test_the_same_key_gives_the_same_receipt(challenge):
    bid = bids.drafted(challenge)
    version, before = bid.version, count(Receipt)
    assert submit(bid, "k", version) == submit(bid, "k", version) == f"{bid.code}-01"
    assert (count(Receipt), len(bids.find(bid.code).receipts)) == (before + 1, 1)


def test_the_same_key_with_another_body_is_refused(challenge):
    bid = bids.drafted(challenge)
    submit(bid, "k")
    with pytest.raises(Refused) as refused:
        submit(bid, "k", 99)
    assert (refused.value.refusal.status, refused.value.refusal.sentence) == (422, submission.OTHER_BODY)


def test_without_a_key_nothing_happens(challenge):
    bid = bids.drafted(challenge)
    with pytest.raises(Refused, match="页面信息不完整"):
        submit(bid, "")
    assert bids.find(bid.code).state is B.DRAFT


def test_a_draft_that_changed_meanwhile_is_not_sealed(challenge):
    bid = bids.drafted(challenge)
    with pytest.raises(Conflict, match="又有改动"):
        submit(bid, version=bid.version - 1)
    assert bids.find(bid.code).state is B.DRAFT


def test_an_incomplete_draft_is_not_sealed(challenge):
    bid = bids.drafted(challenge, risks="")
    with pytest.raises(Refused) as refused:
        submit(bid)
    assert refused.value.refusal.status == 422
    assert refused.value.refusal.sentence == "提交前还有 1 项需要补充：请填写风险与备选方案。"
    assert (bids.find(bid.code).state, count(SubmissionKey)) == (B.DRAFT, 1)


def test_the_instant_of_the_deadline_is_too_late(challenge, now):
    first, second = bids.drafted(challenge), bids.drafted(challenge)
    now.instant = challenge.deadline - dt.timedelta(microseconds=1)
    submit(first)
    now.instant = challenge.deadline
    with pytest.raises(Refused) as refused:
        submit(second)
    assert refused.value.refusal.sentence == "揭榜已截止，不能再提交、替换或撤回。"
    assert [bids.find(one.code).state for one in (first, second)] == [B.SEALED, B.DRAFT]


def test_only_the_leader_submits(challenge):
    bid = bids.drafted(challenge)
    with pytest.raises(Refused) as refused, transaction():
        submission.submit(world.user("researcher"), bid, "k", bid.version)
    assert refused.value.refusal.status == 403


def test_a_replacement_has_its_own_receipt_and_digest(challenge):
    bid = bids.sealed(challenge)
    former = bid.digest
    with transaction():
        drafting.begin_replacement(bid.leader, bid)
        drafting.save_step(bid, {"approach": "第二版"})
    submit(bid, "second")
    bid = bids.find(bid.code)
    assert sealing.open(challenge, bid)["approach"] == "第二版"
    assert [(one.kind, one.digest) for one in bid.receipts] == [
        ("submitted", former),
        ("replaced", bid.digest),
    ]


def test_the_sealed_version_counts_until_the_replacement_is_submitted(challenge):
    bid = bids.sealed(challenge)
    with transaction():
        drafting.begin_replacement(bid.leader, bid)
        drafting.save_step(bid, {"approach": "没交的第二版"})
    assert sealing.open(challenge, bids.find(bid.code))["approach"] == "复合流道设计，独门绝技。"


def test_nothing_is_replaced_or_withdrawn_after_the_deadline(challenge, now):
    bid = bids.sealed(challenge)
    with transaction():
        drafting.begin_replacement(bid.leader, bid)
    now.instant = challenge.deadline
    with pytest.raises(Refused, match="揭榜已截止"):
        submit(bid, "late")
    with pytest.raises(Refused, match="揭榜已截止"), transaction():
        submission.withdraw(bid.leader, bid)
    assert (bids.find(bid.code).state, len(bids.find(bid.code).receipts)) == (B.SEALED, 1)


def test_a_replacement_needs_a_draft(challenge):
    bid = bids.sealed(challenge)
    with pytest.raises(Conflict, match="没有可以提交的草稿"):
        submit(bid, "second")


def test_a_withdrawn_bid_cannot_be_submitted_again(challenge):
    bid = bids.sealed(challenge)
    with transaction():
        submission.withdraw(bid.leader, bid)
    with pytest.raises(Refused) as refused:
        submit(bid, "again")
    assert refused.value.refusal.status == 409


def test_a_discarded_draft_leaves_nothing(challenge):
    bid = bids.drafted(challenge)
    with transaction():
        submission.discard(bid.leader, bid)
    bid = bids.find(bid.code)
    assert (bid.state, bid.draft, bid.sealed, bid.receipts) == (B.WITHDRAWN, None, None, [])


def test_a_change_of_substance_is_confirmed_with_a_receipt(challenge):
    bid = bids.sealed(challenge)
    with transaction():
        challenge.substance_version = 2
    assert "confirm_version" in [one.action for one in workflow.available(bid.leader, bid)]
    with transaction():
        submission.confirm_version(bid.leader, bid)
    bid = bids.find(bid.code)
    assert (bid.answers_version, [one.kind for one in bid.receipts]) == (2, ["submitted", "confirmed"])


def test_without_a_change_there_is_nothing_to_confirm(challenge):
    bid = bids.sealed(challenge)
    with pytest.raises(Refused, match="无须确认"), transaction():
        submission.confirm_version(bid.leader, bid)


def test_a_second_withdrawal_finds_it_done(challenge):
    bid = bids.sealed(challenge)
    with transaction():
        first = submission.withdraw(bid.leader, bid).code
    with transaction():
        assert submission.withdraw(bid.leader, bids.find(bid.code)).code == first
    assert len(bids.find(bid.code).receipts) == 2
    draft = bids.drafted(challenge)
    for _ in range(2):
        with transaction():
            assert submission.discard(draft.leader, bids.find(draft.code)) is None
