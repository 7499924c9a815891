"""The computation of a batch as a chain of jobs, one list each: what is done stays done when the server stops."""

import sqlalchemy as sa

from challenge.review.batches import facts, keeping, solving
from challenge.review.batches.models import Batch, BatchList
from challenge.review.batches.solving import Edits, Impossible, edits_of
from challenge.review.batches.states import Edit, F
from core import clock, outbox, workflow
from core.database import db
from talent import index
from talent.recommend import NotReady

KIND = "batch"


def progress(batch):
    """(steps done, all steps): two for each list and the solution."""
    steps = 2 * len(batch.lists) + 1
    if batch.state is not F.COMPUTING:
        return steps, steps
    filled = (sa.func.count(BatchList.found), sa.func.count(BatchList.scores))
    return sum(db.session.execute(sa.select(*filled).filter_by(batch_id=batch.id)).one()), steps


def begin(batch):
    """Order the first job; what was found before is forgotten."""
    for row in batch.lists:
        row.found = row.scores = None
    outbox.enqueue(KIND, {"batch": batch.id}, thread=batch.log_subject().thread)


@outbox.handler(KIND)
def go_on(job):
    """One list further, and the next job; a repeated one finds its place by what the lists hold."""
    batch = db.session.get(Batch, job.payload["batch"])
    if batch is None or batch.state is not F.COMPUTING:
        return {"batch": job.payload["batch"]}
    pool = index.of_app()
    if pool.phase != "ready":
        pool.load()
    is_last = not _one_step(batch)
    job.done_steps, job.all_steps = progress(batch)
    if not is_last:
        outbox.enqueue(KIND, job.payload, thread=job.thread)
    return {"batch": batch.id}


def _one_step(batch):
    """Whether there is more to do."""
    for row in batch.lists:
        if row.found is None:
            row.found = facts.candidates_of(row, batch.wanted)
            return True
    if any(row.scores is None for row in batch.lists):
        _gather(batch)
        row = next(row for row in batch.lists if row.scores is None)
        row.scores = facts.scores_of(row.challenge, batch.people)
        return True
    _propose(batch)
    return False


def _gather(batch):
    """Everybody found for some list has a number; numbers given before stay."""
    found = {key for row in batch.lists for key in row.found} - set(batch.people)
    if found:
        batch.people = [*batch.people, *sorted(found)]


def _propose(batch):
    made, before = facts.document(batch), keeping.newest(batch)
    edits = edits_of(before.told) if before else Edits()
    try:
        body = solving.solve(made, edits)
    except Impossible as error:
        workflow.apply(None, batch, "fail", obstacles=error.sentences)
        return
    kept = {"edit": Edit.RECOMPUTE if before else Edit.PROPOSE, "what": "", "reason": "", "parent": 0}
    action = "ready_again" if batch.edits else "ready"
    store(None, batch, action, kept | {"body": body, "facts": keeping.facts_text(made), "facts_digest": ""})
    tell_reasons(batch, body)


def store(actor, batch, action, kept):
    """Make the step that keeps this version; the log has its digest."""
    at = clock.now()
    text, digest = keeping.spelt(batch, kept, at)
    kept = kept | {"text": text, "at": at, "user_id": getattr(actor, "id", None)}
    said = {"what": kept["what"], "reason": kept["reason"]} if actor else {}
    return workflow.apply(actor, batch, action, kept=kept, version=digest, **said)


def tell_reasons(batch, body):
    """Keep why each of the proposed fits, where nobody has asked yet; without an index they come later."""
    known, places = dict(batch.reasons), {row.challenge.code: row.challenge for row in batch.lists}
    for code, challenge in places.items():
        numbers = {
            batch.people[n - 1]: n for c, n, _ in body["pairs"] if c == code and f"{c}:{n}" not in known
        }
        try:
            told = facts.reasons_for(challenge, list(numbers)) if numbers else {}
        except NotReady:
            return
        known |= {f"{code}:{numbers[key]}": sentence for key, sentence in told.items()}
    batch.reasons = known
