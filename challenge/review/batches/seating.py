"""Who takes a seat of a deployed batch: the assigned, the next of the stored order as soon as somebody leaves."""

import dataclasses

from challenge.review.actions import committee
from challenge.review.batches import facts, keeping
from challenge.review.batches.facts import MILLION
from challenge.review.batches.messages import tell_exhausted
from challenge.review.batches.rules import deployed_of
from challenge.review.models import Assignment
from challenge.review.recommend import Candidate
from challenge.review.rules import SITTING, number_of
from challenge.states import A, C
from core import audit, clock
from core.database import db
from core.workflow import Refused, apply
from talent.models import Profile
from talent.recommend import NotReady
from talent.states import ExpertKind

FURTHER = 20  # how many of the pool are looked at once the stored order has run out


def seat_the_assigned(batch, move):
    """The rows of everybody assigned, as 拟邀请; the public learns how many, and how many edits there were."""
    body, people = keeping.newest(batch).told, _profiles(batch)
    for row in batch.lists:
        chosen = [
            _candidate(batch, row.challenge.code, number, score, people)
            for code, number, score in body["pairs"]
            if code == row.challenge.code
        ]
        for one in committee.choose(move.actor, row.challenge, chosen):
            one.batch = batch
        text = f"评审专家由集中分派产生：{len(chosen)} 人，{edits_told(batch)}"
        audit.record(move.actor, "batch.seats", row.challenge, text, public=True)
    db.session.flush()


def edits_told(batch):
    """How many edits there were, as the public reads it."""
    if not batch.edits:
        return "没有人工调整"
    return f"人工调整 {batch.edits} 处，均写明理由并经监督人员同意"


def _candidate(batch, code, number, score, people):
    reason = batch.reasons.get(f"{code}:{number}", "")
    return Candidate(people[batch.people[number - 1]], score / MILLION, 0, reason, (), 0, None)


def _profiles(batch):
    found = db.session.scalars(db.select(Profile).where(Profile.id.in_(batch.people))).unique()
    return {one.id: one for one in found}


def invite_all(actor, challenge):
    """Invite everybody who was assigned; returns (how many were invited, why others could not be)."""
    invited, refused = 0, []
    for one in challenge.assignments:
        if one.state is not A.PROPOSED or one.batch is None:
            continue
        try:
            apply(actor, one, "invite")
            invited += 1
        except Refused as error:
            if error.refusal.kind != "needs":
                raise
            refused.append(f"{number_of(one)} 号：{error.refusal.sentence}")
    return invited, refused


def replace_from_batch(assignment, move):
    """Whoever was assigned and leaves is replaced by the next of the stored order; the log names the system."""
    if assignment.batch is not None:
        fill_gaps(assignment.challenge, dataclasses.replace(move, actor=None))


def fill_gaps(challenge, move):
    """Give every empty seat to the first substitute of its kind who may still take it."""
    row = deployed_of(challenge)
    if row is None or challenge.state not in (C.OPENED, C.REVIEWING):
        return
    for kind, number in empty_seats(row).items():
        for _ in range(number):
            if _next_of(row, kind, move) is None:
                tell_exhausted(challenge, row.batch)
                break


def empty_seats(row):
    """{kind value: seats nobody sits on} of one list of a deployed batch."""
    rows = [one for one in row.challenge.assignments if one.batch_id == row.batch_id]
    numbers = [n for code, n, _ in keeping.newest(row.batch).told["pairs"] if code == row.challenge.code]
    ids = {row.batch.people[number - 1] for number in numbers}
    wanted, sitting = {}, {}
    for one in rows:
        kind = one.profile.kind.value
        wanted[kind] = wanted.get(kind, 0) + (one.profile_id in ids)
        sitting[kind] = sitting.get(kind, 0) + (one.state in SITTING)
    return {kind: n - sitting.get(kind, 0) for kind, n in wanted.items() if n > sitting.get(kind, 0)}


def _next_of(row, kind, move):
    """The next of the stored order; when it has run out, the next best of the pool by the same rule."""
    batch, challenge = row.batch, row.challenge
    used = {one.profile_id for one in challenge.assignments}
    order = keeping.newest(batch).told["substitutes"][challenge.code].get(kind, ())
    waiting = [batch.people[number - 1] for number in order if batch.people[number - 1] not in used]
    taken = _first_of(row, waiting, move, "集中分派按候补次序递补")
    if taken is not None:
        return taken
    try:
        further = facts.best_of(challenge, ExpertKind(kind), FURTHER)
    except NotReady:
        return None
    return _first_of(row, further, move, "集中分派候补已用完，按同一规则继续递补")


def _first_of(row, waiting, move, what):
    """The first who may sit, has room and is of a unit that does not sit yet."""
    left, free = facts.room(row.batch, waiting), facts.allowed(row.challenge, waiting)
    for profile_id in waiting:
        units = {facts.unit_of(one.profile) for one in row.challenge.assignments if one.state in SITTING}
        if profile_id in free and left[profile_id] > 0 and facts.unit_of(free[profile_id]) not in units:
            taken = _take_up(row, free[profile_id], move, what)
            if taken is not None:
                return taken
    return None


def _take_up(row, profile, move, what):
    """The row of a substitute, invited when the list is in review; None, with the reason kept, when that fails."""
    made = Assignment(
        challenge=row.challenge,
        profile=profile,
        batch=row.batch,
        proposed_by_id=row.batch.created_by_id,
        state_since=clock.now(),
        created_at=clock.now(),
    )
    db.session.add(made)
    db.session.flush()
    audit.record(move.actor, "assignment.propose", made, what)
    if row.challenge.state is not C.REVIEWING:
        return made
    try:
        move.carry(made, "invite")
    except Refused as refused:
        move.carry(made, "release", reason=f"未能邀请：{refused.refusal.sentence}")
        return None
    return made


def end_batches(challenge, move):
    """The list is put up anew: its reviewers are found anew, and it leaves the batch."""
    row = deployed_of(challenge)
    if row is None:
        return
    for one in challenge.assignments:
        if one.batch_id == row.batch_id and one.state in (A.PROPOSED, A.INVITED, A.ACCEPTED):
            move.carry(one, "release", reason="榜单重新张榜")
    row.is_live = False
