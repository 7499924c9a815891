"""Verbs of a batch: begin it, edit the proposal, deploy it."""

import sqlalchemy as sa

from challenge.posting.models import Challenge
from challenge.review.batches import computing, facts, keeping, rules, solving, told
from challenge.review.batches.models import Batch, BatchList
from challenge.review.batches.solving import Impossible, edits_of
from challenge.review.batches.states import Edit, F
from core import audit, clock, workflow
from core.database import db
from core.workflow import Refusal, Refused
from talent.models import Profile


class Stale(Exception):
    """The proposal has a newer version than the one that was seen."""


class Changed(Exception):
    """Facts have changed since the proposal; `sentences` say which."""

    def __init__(self, sentences):
        super().__init__("；".join(sentences))
        self.sentences = sentences


def begin(actor, title, seats, wanted):
    """A batch of these lists ({challenge id: reviewers}); the proposal is computed by jobs. Returns the row."""
    locked = (
        sa.select(Challenge)
        .where(Challenge.id.in_(seats))
        .order_by(Challenge.id)
        .with_for_update(of=Challenge)
    )
    lists = db.session.scalars(locked).unique().all()
    for one in lists:
        why = rules.is_free(one)
        if why:
            raise Refused(Refusal("needs", f"{one.code}：{why}"))
    if not rules.handles_some(actor, lists):
        raise Refused(Refusal("who", "集中分派须至少包含一项由您经办的榜单，且不能包含您所在单位的榜单。"))
    batch = Batch(
        title=title,
        wanted=wanted,
        people=[],
        reasons={},
        obstacles=[],
        created_by_id=actor.id,
        state_since=clock.now(),
        created_at=clock.now(),
    )
    batch.lists = [BatchList(challenge=one, seats=seats[one.id]) for one in lists]
    db.session.add(batch)
    db.session.flush()
    audit.record(actor, "batch.begin", batch, f"集中分派 {len(lists)} 项榜单（{title}）")
    for one in lists:
        audit.record(actor, "batch.list", one, "评审专家将与其他榜单一起集中分派", public=True)
    computing.begin(batch)
    return batch


def edit(actor, batch, seen, kind, reason, pair=None, into=None):
    """One edit of the proposal; the rest is computed again, edits made before stay. Returns the batch.

    `pair` (code, number) is edited, with `into` the number that takes the seat. Raises Stale, `solving.Impossible`.
    """
    if seen != batch.current or batch.state not in (F.PROPOSED, F.ADJUSTED):
        raise Stale
    before, known = keeping.newest(batch).told, keeping.facts_of(batch)
    edits = _edited(batch, before, kind, pair, into)
    if into is not None:
        _check(batch, known, pair, into)
    body = solving.solve(known, edits)
    what = "撤回上一步调整" if kind is Edit.UNDO else told.said(kind, pair[0], pair[1], into)
    kept = {"edit": kind, "what": what, "reason": reason, "body": body, "facts": None}
    kept |= {"facts_digest": before["facts"], "parent": _parent(batch, before, kind)}
    computing.store(actor, batch, "adjust", kept)
    computing.tell_reasons(batch, body)
    return batch


def _parent(batch, before, kind):
    """The version an undo of this one goes back to."""
    if kind is not Edit.UNDO:
        return before["number"]
    return batch.versions[before["parent"] - 1].told["parent"]


def _edited(batch, before, kind, pair, into):
    edits = edits_of(before)
    if kind is Edit.UNDO:
        if not before["parent"]:
            raise Impossible(["没有可以撤回的调整。"])
        return edits_of(batch.versions[before["parent"] - 1].told)
    seated = {(code, number) for code, number, _ in before["pairs"]}
    if kind is Edit.RELEASE:
        if pair not in (*edits.locks, *edits.excluded):
            raise Impossible(["该专家在这项榜单上没有指定或排除。"])
        return edits.without(pair)
    if pair not in seated:
        raise Impossible(["该专家已不在这项榜单的评审组里，请刷新页面查看最新方案。"])
    if kind is Edit.LOCK:
        return edits.locking(pair)
    edits = edits.excluding(pair)
    return edits if into is None else edits.locking((pair[0], into))


def _check(batch, known, pair, into):
    """Whoever is put on a seat by hand may sit there by what is on record now, and has room."""
    code = pair[0]
    sentence = f"{told.expert(into)} 不能评审 {code}："
    if not 0 < into <= len(batch.people) or str(into) not in known["lists"][code]["scores"]:
        raise Impossible(
            [f"{sentence}不在该榜单可选的专家之中（须回避、同单位已有更合适人选或不在候选范围）。"]
        )
    challenge = next(row.challenge for row in batch.lists if row.challenge.code == code)
    profile_id = batch.people[into - 1]
    if profile_id not in facts.allowed(challenge, [profile_id]):
        raise Impossible([f"{sentence}按现在的记录须回避或待核实，或已不能参加评审。"])
    if facts.room(batch)[profile_id] < 1:
        raise Impossible([f"{sentence}本年度评审已达上限。"])


def deploy(actor, batch, seen):
    """Give out the seats, when nothing has changed since. Raises Stale, Changed."""
    if seen != batch.current:
        raise Stale
    refusal = workflow.refusal(actor, batch, "deploy")
    if refusal and refusal.kind != "needs":
        raise Refused(refusal)
    changes = changes_of(batch)
    if changes:
        raise Changed(changes)
    return workflow.apply(actor, batch, "deploy", reading=f"第 {batch.current} 版")


def consent(actor, batch, seen):
    """The supervisor agrees to the version that was read. Raises Stale."""
    if seen != batch.current:
        raise Stale
    return workflow.apply(actor, batch, "consent", reading=f"第 {batch.current} 版")


def changes_of(batch):
    """Facts that forbid the proposal as it stands now, as sentences: state of a list, conflict, load."""
    body = keeping.newest(batch).told
    # Two batches that give out seats at once wait for each other here, so loads are counted once.
    ids = sorted({batch.people[number - 1] for _, number, _ in body["pairs"]})
    db.session.execute(
        sa.select(Profile.id).where(Profile.id.in_(ids)).order_by(Profile.id).with_for_update()
    )
    found = []
    for row in batch.lists:
        why = rules.fits_batch(row.challenge)
        found += [f"{row.challenge.code}：{why}"] if why else []
    for row in batch.lists:
        code = row.challenge.code
        numbers = [number for of, number, _ in body["pairs"] if of == code]
        free = facts.allowed(row.challenge, [batch.people[number - 1] for number in numbers])
        gone = [number for number in numbers if batch.people[number - 1] not in free]
        found += [
            f"{code}：{told.expert(number)} 现须回避或待核实，或已不能参加评审（不在库、不同意、诚信限制）。"
            for number in gone
        ]
    left = facts.room(batch)
    for number, load in body["report"]["loads"]:
        rest = left[batch.people[number - 1]]
        if load > rest:
            found.append(f"{told.expert(number)} 分派了 {load} 项，本年度只能再评审 {rest} 项。")
    return found
