"""The digests at the deadline: those of the receipts, signed, without names, and nothing before."""

import datetime as dt
import json

import pytest
import sqlalchemy as sa

from challenge.bidding import digests, receipts, rules
from challenge.bidding.actions import submission
from challenge.bidding.models import Receipt
from challenge.posting.models import Challenge
from challenge.posting.queries.lists import has_reached_deadline
from challenge.posting.rules import reached_deadline
from challenge.states import C
from core import audit, clock, keys, workflow
from core.canonical import canonical
from core.database import db, transaction
from core.workflow import Refused
from tests import bids, world

SECOND = dt.timedelta(seconds=1)


def replaced(bid):
    """The team submits once more, with another approach."""
    with transaction():
        found = bids.find(bid.code)
        submission.drafting.begin_replacement(found.leader, found)
        content = submission.drafting.read_draft(found)
        submission.drafting.save_step(found, content | {"approach": "另一种流道。"})
    with transaction():
        found = bids.find(bid.code)
        submission.submit(found.leader, found, f"again-{bid.code}", found.version)
    return bids.find(bid.code)


def withdrawn(bid):
    with transaction():
        found = bids.find(bid.code)
        submission.withdraw(found.leader, found)
    return bids.find(bid.code)


@pytest.fixture
def challenge(app):
    """A list with two bids that stand, one replaced, one withdrawn, one draft, and a bid of another list."""
    row = world.challenge(C.OPEN)
    for _ in range(2):
        bids.sealed(row)
    replaced(bids.sealed(row))
    withdrawn(bids.sealed(row))
    bids.drafted(row)
    bids.sealed(world.challenge(C.OPEN))
    return row


def of_receipts(challenge):
    """Digests of the newest receipts of the teams that did not withdraw: what the teams hold in their hands."""
    newest = {}
    for one in db.session.scalars(sa.select(Receipt).order_by(Receipt.id)):
        if one.bid.challenge_id == challenge.id:
            newest[one.bid_id] = one
    return sorted(one.digest for one in newest.values() if one.kind != "withdrawn")


def test_the_digests_are_those_of_the_receipts_before_and_after_the_opening(challenge, now):
    expected = of_receipts(challenge)
    assert len(expected) == 3
    assert digests.published(challenge) == []
    now.instant = challenge.deadline
    assert digests.published(challenge) == expected
    bids.open_list(challenge)
    assert digests.published(challenge) == expected
    assert challenge.openings[0].minutes["equal"]


def test_nothing_a_second_before_the_deadline_everything_at_it(challenge, client, now):
    path, expected = f"/challenges/{challenge.code}", of_receipts(challenge)
    now.instant = challenge.deadline - SECOND
    before = [client.get(path + tail).get_data(as_text=True) for tail in ("/opening", "/timeline", "")]
    assert client.get(f"{path}/digests.json").status_code == 404
    assert not any(one in text for one in expected for text in before)
    assert "摘要同时公布" not in before[1]
    now.instant = challenge.deadline
    assert client.get(f"{path}/digests.json").json["digests"] == expected
    page = client.get(f"{path}/opening").get_data(as_text=True)
    assert all(one in page for one in expected)
    assert f"{path}/digests.json" in page
    client.get(f"{path}/timeline")
    assert "揭榜截止，截止时全部密封方案的摘要同时公布" in client.text()


def test_the_document_is_signed_names_nobody_and_never_changes(challenge, client, now):
    now.instant = challenge.deadline
    path = f"/challenges/{challenge.code}/digests.json"
    data = client.get(path).data
    told = json.loads(data)
    assert canonical(told) == data
    signed = {name: value for name, value in told.items() if name not in ("signature", "public_key")}
    assert keys.verify(canonical(signed), bytes.fromhex(told["signature"]))
    assert set(signed) == {"challenge", "deadline", "deadline_beijing", "digests", "number"}
    for bid in challenge.bids:
        for secret in (bid.code, bid.organisation.name, bid.leader.display_name):
            assert secret not in data.decode()
    bids.open_list(challenge)
    now.forward(days=3)
    assert client.get(path).data == data


def test_the_digests_stay_when_the_list_is_cancelled_after_its_deadline(challenge, now):
    expected = of_receipts(challenge)
    now.instant = challenge.deadline
    cancel(challenge)
    assert digests.published(challenge) == expected


def test_a_list_cancelled_before_its_deadline_publishes_none(challenge, client, now):
    cancel(challenge)
    now.instant = challenge.deadline + SECOND
    assert digests.published(challenge) == []
    assert client.get(f"/challenges/{challenge.code}/digests.json").status_code == 404
    page = client.get(f"/challenges/{challenge.code}/opening").get_data(as_text=True)
    assert "没有收到揭榜方案" not in page
    assert not reached_deadline(challenge)


def cancel(challenge):
    with transaction():
        row = db.session.merge(challenge)
        workflow.apply(row.handler or world.user("officer"), row, "ask_cancel", reason="需求已变化。")
    with transaction():
        workflow.apply(world.user("leader"), db.session.merge(challenge), "cancel", reason="同意。")
    db.session.expire_all()


def test_twin_of_the_reached_deadline(challenge, now):
    for state in C:
        world.challenge(state)
    for step in (dt.timedelta(), dt.timedelta(days=400)):
        now.instant += step
        db.session.expire_all()
        found = set(db.session.scalars(sa.select(Challenge.id).where(has_reached_deadline())))
        assert found == {one.id for one in db.session.scalars(sa.select(Challenge)) if reached_deadline(one)}


def test_one_query_for_many_lists(challenge, now, queries):
    other = world.challenge(C.OPEN, deadline=challenge.deadline)
    bid = bids.sealed(other)
    now.instant = challenge.deadline
    expected, ids = of_receipts(challenge), [challenge.id, other.id]
    with queries() as seen:
        found = digests.of_lists(ids)
    assert (found, len(seen)) == ({ids[0]: expected, ids[1]: [bid.digest]}, 1)


def test_what_comes_after_the_deadline_does_not_count(challenge, now):
    """A receipt of a correction after the opening has a digest of its own."""
    expected = of_receipts(challenge)
    now.instant = challenge.deadline
    bids.open_list(challenge)
    now.forward(days=1)
    with transaction():
        bid = next(bid for bid in challenge.bids if bid.opened_at)
        audit.record(bid.leader, "bid.correct", bid, "提交补正")
        receipts.issue(bid, "corrected", "f" * 64)
    assert digests.of_lists([challenge.id])[challenge.id] == expected


def submit(bid):
    submission.submit(bid.leader, bid, "late", bid.version)


def withdraw(bid):
    submission.withdraw(bid.leader, bid)


@pytest.mark.parametrize(("make", "act"), [(bids.drafted, submit), (bids.sealed, withdraw)])
def test_work_that_begins_in_time_and_ends_late_is_late(challenge, now, make, act):
    """The instant in the log counts: else a digest would appear after the list of digests was published."""
    bid = make(challenge)
    before, state = of_receipts(challenge), bid.state
    asked, told = [], set()

    def ticking():
        asked.append(now.instant)
        return challenge_deadline - dt.timedelta(seconds=1) if len(asked) <= in_time else challenge_deadline

    challenge_deadline, in_time = challenge.deadline, 0
    while True:  # the deadline comes after the first, the second, … look at the clock
        asked.clear()
        clock.use(ticking)
        try:
            with transaction():
                act(bids.find(bid.code))
            break
        except Refused as refused:
            told.add(refused.refusal.sentence)
        finally:
            clock.use(now)
        in_time += 1
        db.session.expire_all()
        assert (of_receipts(challenge), bids.find(bid.code).state) == (before, state)
    assert (in_time > 1, told) == (True, {rules.TOO_LATE})
    now.instant = challenge_deadline
    assert digests.published(bids.find(bid.code).challenge) == of_receipts(challenge) != before
