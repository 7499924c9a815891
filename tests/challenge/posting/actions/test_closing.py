"""A deadline becomes an entry of the log; a clock set back after it lets nobody in."""

import datetime as dt

import pytest

from challenge.bidding.actions import submission
from challenge.posting.actions.closing import mark_deadlines
from challenge.posting.queries.history import CLOSED_AT, public_timeline
from challenge.states import C
from core import audit, audit_walk, clock, outbox
from core.database import transaction
from core.workflow import Refused
from tests import bids, world

SECOND = dt.timedelta(seconds=1)


def marks(challenge):
    """(instant, public) of the entries of its deadlines."""
    found = audit.entries_of(f"challenge:{challenge.id}")
    return [(one.at, one.public) for one in found if one.action == "challenge.close"]


def submitted(bid):
    with transaction():
        submission.submit(bid.leader, bid, "late", bid.version)


def test_a_clock_set_back_after_the_deadline_lets_no_bid_in(app, now):
    listed = world.challenge(C.OPEN)
    first, late = bids.drafted(listed), bids.drafted(listed)
    now.instant = listed.deadline + SECOND
    now.forward(minutes=-10)
    submitted(first)  # nothing has told the house of the deadline yet
    now.instant = listed.deadline + SECOND
    outbox.run_due()
    now.forward(minutes=-10)
    with pytest.raises(Refused, match="揭榜已截止"):
        submitted(late)
    assert (clock.now() > listed.deadline, len(listed.bids)) == (True, 2)


def test_each_deadline_has_one_entry_and_only_once_it_has_passed(app, now):
    listed, noise = world.challenge(C.OPEN), world.challenge(C.OPENED)
    now.instant = listed.deadline
    assert (
        mark_deadlines() == 0
    )  # the entry comes after the deadline: heads of the log that count stay as they are
    now.forward(seconds=1)
    assert (mark_deadlines(), mark_deadlines()) == (1, 0)
    assert (marks(listed), marks(noise)) == ([(now.instant, True)], [])
    with transaction():
        listed.deadline = now.instant + dt.timedelta(days=30)  # put up again
    assert mark_deadlines() == 0
    now.forward(days=31)
    assert (mark_deadlines(), len(marks(listed))) == (1, 2)
    assert audit_walk.first_broken() is None


def test_a_list_that_stands_still_has_not_closed(app, now):
    listed = world.challenge(C.SUSPENDED, suspended_from=C.OPEN, suspended_at=now.instant)
    now.forward(days=400)
    assert (mark_deadlines(), marks(listed)) == (0, [])


def test_the_entry_is_the_same_whatever_was_sealed_and_lends_the_timeline_its_number(app, now):
    empty, full = world.challenge(C.OPEN), world.challenge(C.OPEN)
    bids.sealed(full)
    now.instant = full.deadline + SECOND
    before = [public_timeline(one) for one in (empty, full)]
    assert mark_deadlines() == 2
    told = [audit.entries_of(f"challenge:{one.id}")[-1] for one in (empty, full)]
    assert len({(one.what, one.before, one.after, one.actor_name, one.public) for one in told}) == 1
    for row, earlier, entry in zip((empty, full), before, told, strict=True):
        (line,) = [one for one in public_timeline(row) if one.what == CLOSED_AT]
        (without,) = [one for one in earlier if one.what == CLOSED_AT]
        assert (line.seq, without.seq, line.at_text) == (entry.seq, None, without.at_text)
        assert len(public_timeline(row)) == len(earlier)


def test_a_turn_asks_once_when_nothing_has_closed(app, now, queries):
    world.challenge(C.OPEN)
    with queries() as seen:
        mark_deadlines()
    assert len(seen) == 1


def test_a_turn_that_fails_keeps_no_job_waiting(app, now, monkeypatch, caplog):
    monkeypatch.setattr(outbox, "_turns", [lambda: 1 / 0])
    with transaction():
        outbox.enqueue("empty_journal", {})
    assert outbox.run_due() == 1
    assert "a turn of the worker failed" in caplog.text
