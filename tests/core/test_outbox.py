"""Jobs: ordered with the change, done once, tried again, taken over from a worker that died."""

import datetime as dt

import pytest

from core import outbox
from core.database import db, transaction
from core.outbox import ATTEMPTS, LEASE, Job
from tests import world


@pytest.fixture
def done(monkeypatch):
    """Payloads that the test's handler has seen; `done.fail` makes it fail."""

    class Seen(list):
        fail = False

    seen = Seen()

    def work(job):
        if seen.fail:
            raise RuntimeError("printer on fire")
        seen.append(job.payload["n"])
        return {"ok": True}

    monkeypatch.setitem(outbox._handlers, "count", work)
    return seen


def order(number, **facts):
    """A job in its own transaction; returns its id."""
    with transaction():
        return outbox.enqueue("count", {"n": number}, **facts).id


def test_a_job_of_a_rolled_back_change_is_never_done(app, done):
    def broken():
        with transaction():
            outbox.enqueue("count", {"n": 1})
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        broken()
    assert outbox.run_due() == 0
    assert done == []


def test_jobs_are_done_once_in_order(app, now, done):
    first, second = order(1), order(2)
    assert outbox.run_due() == 2
    assert outbox.run_due() == 0
    assert done == [1, 2]
    assert [db.session.get(Job, one).state for one in (first, second)] == ["done", "done"]


def test_a_job_waits_for_its_time(app, now, done):
    order(1, due_at=now.instant + dt.timedelta(hours=1))
    assert outbox.run_due() == 0
    now.forward(hours=1)
    assert outbox.run_due() == 1


def test_a_failing_job_says_why_and_ends_after_its_attempts(app, now, done):
    done.fail = True
    job_id = order(1)
    for _ in range(ATTEMPTS):
        assert outbox.run_due() == 0
        now.forward(hours=1)
    job = db.session.get(Job, job_id)
    assert (job.state, job.attempts, job.error) == ("failed", ATTEMPTS, "RuntimeError: printer on fire")
    done.fail = False
    assert outbox.run_due() == 0


def test_a_lease_that_ran_out_is_taken_over(app, now, done):
    job_id = order(1)
    with transaction():
        outbox._lease_next()
    assert outbox.run_due() == 0
    now.forward(seconds=LEASE.total_seconds() + 1)
    assert outbox.run_due() == 1
    assert (done, db.session.get(Job, job_id).attempts) == ([1], 2)


def test_what_leaves_the_house_runs_after_the_transaction(app, monkeypatch):
    seen = []

    def later():
        with transaction():  # the writer is free, so another change can be made
            seen.append(world.user("officer").id)
        return {"sent": True}

    monkeypatch.setitem(outbox._handlers, "count", lambda job: later)
    job_id = order(1)
    assert outbox.run_due() == 1
    job = db.session.get(Job, job_id)
    assert (job.state, job.result, len(seen)) == ("done", {"sent": True}, 1)
