"""Jobs and mails as rows of the same transaction: leases, at least once, idempotent handlers."""

import datetime as dt
import threading

import sqlalchemy as sa
from flask import current_app
from sqlalchemy.orm import Mapped, mapped_column

from core import clock
from core.database import JsonColumn, UtcDateTime, db, transaction

LEASE = dt.timedelta(minutes=5)
ATTEMPTS = 5
AT_REST = ("held", "failed")  # nobody will try again by himself
_handlers = {}
_turns = []


class Job(db.Model):
    """A piece of work to be done after the transaction that ordered it has committed."""

    __tablename__ = "job"
    __table_args__ = (
        sa.Index("ix_job_state_due_at", "state", "due_at"),
        sa.CheckConstraint("state IN ('waiting','leased','done','failed','held')", name="state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(sa.String(40))
    payload: Mapped[dict] = mapped_column(JsonColumn)
    state: Mapped[str] = mapped_column(sa.String(10), default="waiting")
    due_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    lease_until: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    attempts: Mapped[int] = mapped_column(default=0)
    done_steps: Mapped[int] = mapped_column(default=0)
    all_steps: Mapped[int] = mapped_column(default=0)
    thread: Mapped[str] = mapped_column(sa.String(60), default="", index=True)
    owner_id: Mapped[int | None]
    result: Mapped[dict | None] = mapped_column(JsonColumn)
    error: Mapped[str] = mapped_column(sa.String(500), default="")


def handler(kind):
    """Decorator: `work(job)` performs jobs of this kind; it may run twice and must not mind.

    It answers a JSON result, or a function without arguments that is called when the transaction has ended
    and answers the result: talking to another machine must not hold the database's one writer.
    """

    def register(work):
        _handlers[kind] = work
        return work

    return register


def every_turn(work):
    """Register `work()`, done before the jobs at every turn of the worker: what the clock alone brings about.

    It asks first whether there is anything to do, and opens its own transaction only then.
    """
    _turns.append(work)
    return work


def enqueue(kind, payload, *, due_at=None, thread="", owner_id=None):
    """Order a job; it becomes visible to the worker when the present transaction commits."""
    now = clock.now()
    job = Job(
        kind=kind,
        payload=payload,
        due_at=due_at or now,
        created_at=now,
        thread=thread,
        owner_id=owner_id,
        state="waiting",
    )
    db.session.add(job)
    db.session.flush()
    return job


def release(*conditions):
    """Let the jobs that are at rest and fulfil the conditions be tried from the start; returns how many."""
    fresh = {"state": "waiting", "attempts": 0, "due_at": clock.now(), "error": "", "result": None}
    at_rest = sa.update(Job).where(Job.state.in_(AT_REST), *conditions)
    return db.session.execute(at_rest.values(fresh)).rowcount  # type: ignore[attr-defined]


def _lease_next():
    now = clock.now()
    free = sa.or_(Job.state == "waiting", sa.and_(Job.state == "leased", Job.lease_until < now))
    due = sa.select(Job).where(free, Job.due_at <= now).order_by(Job.due_at, Job.id).limit(1)
    job = db.session.scalars(due.with_for_update(skip_locked=True)).first()
    if job is None:
        return None
    job.state, job.lease_until, job.attempts = "leased", now + LEASE, job.attempts + 1
    db.session.flush()
    return job.id


def run_due(limit=100):
    """Do what every turn does, then up to `limit` due jobs, one transaction each; returns how many jobs were done."""
    _take_turns()
    done = 0
    for _ in range(limit):
        if db.session.scalar(sa.select(Job.id).where(Job.state.in_(("waiting", "leased"))).limit(1)) is None:
            break
        with transaction():
            job_id = _lease_next()
        if job_id is None:
            break
        done += _run(job_id)
    db.session.rollback()
    return done


def _take_turns():
    for work in _turns:
        try:
            work()
        except Exception:  # whatever it is, the jobs must be done, and the next turn tries again
            db.session.rollback()
            current_app.logger.exception("a turn of the worker failed")


def _run(job_id):
    try:
        with transaction():
            job = db.session.get(Job, job_id)
            outcome = _handlers[job.kind](job)
            if not callable(outcome):
                _finish(job, outcome)
        if callable(outcome):
            _run_outside(job_id, outcome)
        return 1
    except Exception as error:  # a handler may fail in any way; the job must say so and be tried again
        current_app.logger.exception("job %s failed", job_id)
        with transaction():
            job = db.session.get(Job, job_id)
            job.error = f"{type(error).__name__}: {error}"[:500]
            job.state = "failed" if job.attempts >= ATTEMPTS else "waiting"
            job.due_at = clock.now() + dt.timedelta(seconds=10 * 2**job.attempts)
        return 0


def _finish(job, outcome):
    job.result = outcome
    job.state = "held" if outcome == {"held": True} else "done"


def _run_outside(job_id, work):
    outcome = work()
    with transaction():
        _finish(db.session.get(Job, job_id), outcome)


def start_worker(app, every=1.0):
    """Run due jobs in a daemon thread of this process; returns an Event that stops it."""
    stop = threading.Event()

    def loop():
        while not stop.wait(every):
            with app.app_context():
                try:
                    run_due()
                except sa.exc.SQLAlchemyError:
                    app.logger.exception("worker")
                finally:
                    db.session.remove()

    threading.Thread(target=loop, name="worker", daemon=True).start()
    return stop
