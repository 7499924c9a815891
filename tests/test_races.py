"""Many at the same moment: one award, one receipt, one opening, one draw; and no late bid whatever the host's clock says."""

import collections
import datetime as dt
import random

import pytest
import sqlalchemy as sa

from challenge.bidding import digests
from challenge.bidding.actions import opening, submission
from challenge.bidding.models import Bid, Opening, Receipt, SubmissionKey
from challenge.custody.models import Custodian
from challenge.posting.actions import closing
from challenge.posting.models import Challenge
from challenge.review.draw import actions as draws
from challenge.review.draw.models import Draw, Transcript
from challenge.review.models import Assignment, Proposal
from challenge.states import B, C, Mode
from core import audit, audit_walk, clock
from core.database import db, transaction
from tests import bids, custody, world
from tests.challenge.review import drawn, scene
from tests.crowd import acts_at_once, at_once, count, entries, in_threads

TEN = dt.timedelta(minutes=10)
LEADERS, CLICKS = 8, 10
SERVER, CUSTODY = False, True


@pytest.mark.parametrize(("mode", "lanes"), [(Mode.GOVERNMENT, [1]), (Mode.RACE, [1, 2])])
def test_of_eighty_parallel_awards_exactly_one_is_made(app, client_of, mode, lanes):
    scene.calendar()
    programme = world.programme(mode=mode)
    _officer, challenge, leader = scene.proposed(programme_id=programme.id, mode=mode, lanes=len(lanes))
    leaders = [leader, *(world.user("leader") for _ in range(LEADERS - 1))]
    proposal = challenge.proposals[-1]
    path, code, proposal_id = f"/desk/challenges/{challenge.code}/decision", challenge.code, proposal.id
    browsers = [client_of(one) for one in leaders for _ in range(CLICKS)]
    data = {"decision": "award", "proposal": proposal_id, "reason": "同意。"}

    statuses = collections.Counter(status for status, _ in at_once(browsers, path, data))

    # Whoever has decided finds it done at the other clicks, everybody else reads that somebody was faster.
    assert statuses == {302: CLICKS, 409: (LEADERS - 1) * CLICKS}
    awarded = db.session.scalar(sa.select(Challenge).filter_by(code=code))
    won = sorted(one.lane for one in awarded.bids if one.state is B.WON)
    assert (awarded.state, won) == (C.AWARDED, lanes)
    decided_by = db.session.get(Proposal, proposal_id).decided_by_id
    assert [one.actor_id for one in entries("challenge.award")] == [decided_by]
    assert audit_walk.first_broken() is None


def test_thirty_parallel_submissions_with_one_key_give_one_receipt(app, client_of):
    bid = bids.drafted(world.challenge(C.OPEN))
    path, data = f"/desk/bids/{bid.code}/submit", {"key": "k" * 32, "draft_version": bid.version}
    code, browsers = bid.code, [client_of(bid.leader) for _ in range(30)]

    answers = at_once(browsers, path, data)

    assert collections.Counter(answers) == {(302, f"/desk/bids/{code}/receipts/1"): 30}
    assert (count(Receipt), count(SubmissionKey), bids.find(code).state) == (1, 1, B.SEALED)
    other = at_once(browsers, path, data | {"draft_version": data["draft_version"] + 1})
    assert collections.Counter(other) == {(422, None): 30}
    assert (count(Receipt), count(SubmissionKey)) == (1, 1)
    assert audit_walk.first_broken() is None


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_no_bid_is_late_and_no_opening_early_whatever_the_hosts_clock_says(app, seed):
    """Each look at the clock of the host goes wrong by up to ten minutes, both ways, while the deadline comes."""
    challenge = world.challenge(C.OPEN)
    codes = [bids.drafted(challenge).code for _ in range(16)]
    list_id, deadline = challenge.id, challenge.deadline
    officer, supervisor = world.user("officer").id, world.user("supervisor").id
    chance, looks = random.Random(seed), []  # noqa: S311 a test that repeats itself

    def crooked():
        looks.append(0)
        return deadline - 2.2 * TEN + len(looks) * TEN / 50 + chance.uniform(-1, 1) * TEN

    def submit(code):
        bid = bids.find(code)
        submission.submit(bid.leader, bid, f"key-{code}", bid.version)

    def begin():
        opening.begin(db.session.get(world.User, officer), db.session.get(Challenge, list_id))

    def complete():
        opening.complete(db.session.get(world.User, supervisor), db.session.get(Challenge, list_id))

    clock.use(crooked)
    acts = [lambda code=code: submit(code) for code in codes]
    told = collections.Counter()
    for _ in range(3):
        told.update(acts_at_once(app, [*acts, *[begin] * 2, *[complete] * 4]))
    clock.use(lambda: deadline + 2 * TEN)
    with transaction():
        shown = digests.published(db.session.get(Challenge, list_id))
    if db.session.get(Challenge, list_id).state is C.OPEN:
        told.update(acts_at_once(app, [begin]))
        told.update(acts_at_once(app, [complete]))

    rows = db.session.scalars(sa.select(Receipt)).all()
    assert 0 < len(rows) < len(codes)  # some were in time, some were not
    assert all(one.at < deadline for one in rows)
    (opened,) = entries("challenge.open")
    assert opened.at >= deadline
    assert max(one.log_seq for one in rows) < opened.seq
    assert [one.seq for one in entries("challenge.begin_opening") if one.at < deadline] == []
    assert shown == sorted(one.digest for one in rows)
    (ceremony,) = db.session.scalars(sa.select(Opening)).all()
    assert (ceremony.minutes["published"], ceremony.minutes["equal"]) == (shown, True)
    assert count(Bid, state=B.OPENED) == len(rows)
    assert audit_walk.first_broken() is None


@pytest.mark.parametrize("mode", [SERVER, CUSTODY])
def test_of_parallel_openings_exactly_one_takes_place(app, now, mode):
    three = custody.three() if mode is CUSTODY else None
    challenge = custody.listed() if mode is CUSTODY else world.challenge(C.OPEN)
    for _ in range(2):
        bids.sealed(challenge)
    list_id, now.instant = challenge.id, challenge.deadline
    officers = [world.user("officer").id for _ in range(4)]
    witnesses = [world.user("supervisor").id for _ in range(8)]
    keepers = [one.id for one in three[:2]] if three else []

    def begin(who):
        opening.begin(db.session.get(world.User, who), db.session.get(Challenge, list_id))

    def complete(who):
        pair = custody.presented(*(db.session.get(Custodian, one) for one in keepers))
        opening.complete(db.session.get(world.User, who), db.session.get(Challenge, list_id), pair)

    begun = acts_at_once(app, [lambda who=who: begin(who) for who in officers])
    assert (begun.count("done"), count(Opening)) == (1, 1)
    done = acts_at_once(app, [lambda who=who: complete(who) for who in witnesses])

    assert done.count("done") == 1
    (row,) = db.session.scalars(sa.select(Opening)).all()
    assert row.second_id in witnesses
    assert [one.actor_id for one in entries("challenge.open")] == [row.second_id]
    assert (len(entries("bid.unseal")), count(Bid, state=B.OPENED)) == (2, 2)
    assert audit_walk.first_broken() is None


def test_of_parallel_draws_exactly_one_is_held(app, now):
    officer, _supervisor, draw = drawn.fixed(now)
    officer_id, draw_id = officer.id, draw.id

    def hold():
        row = db.session.get(Draw, draw_id)
        draws.hold(db.session.get(world.User, officer_id), row, drawn.PHRASES)

    told = acts_at_once(app, [hold] * 6)

    assert told.count("done") == 1
    assert (count(Transcript), count(Assignment, draw_id=draw_id)) == (1, 5)
    assert len(entries("draw.draw")) == 1
    assert audit_walk.first_broken() is None


def test_many_workers_write_the_entry_of_a_deadline_once(app, now):
    lists = [world.challenge(C.OPEN) for _ in range(2)]
    threads = [f"challenge:{one.id}" for one in lists]
    now.instant = max(one.deadline for one in lists) + dt.timedelta(seconds=1)

    def turn():
        with app.app_context():
            closing.mark_deadlines()
            db.session.remove()

    in_threads([turn] * 6)
    marks = sa.select(audit.AuditEntry.thread).filter_by(action="challenge.close")
    assert sorted(db.session.scalars(marks)) == sorted(threads)
    assert audit_walk.first_broken() is None
