"""One immutable state of the matcher: what a reader sees from the beginning of a query to its end."""

import json
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from matching import segment
from matching.latent import vectors
from matching.people import streams_of, works_of
from matching.ranking import presence
from matching.score import Counts
from matching.segment import Segment
from matching.sentence import title_of


class Extra(NamedTuple):
    """One expert added since the base was built: his stream, norms and topics by the base's idf, and label."""

    stream: np.ndarray
    lengths: np.ndarray
    norms: np.ndarray
    work_norms: np.ndarray
    topics: np.ndarray
    label: bytes


class Side(NamedTuple):
    """The base or the experts added since: a segment, who is in it (ids in order, id → row) and their labels."""

    segment: Segment
    ids: Sequence
    rows: dict
    labels: Sequence[bytes]


class State(NamedTuple):
    """`base` as fitted, `added` since; `alive` bool [experts of the base]; `removed` int64 rows of the base.

    size, works: living experts and their works · means float64 [3] terms of a living profile, per unit.
    """

    blocks: tuple
    base: Side
    added: Side
    alive: np.ndarray
    removed: np.ndarray
    size: int
    works: int
    means: np.ndarray

    def place(self, id_) -> tuple[int, int] | None:
        """`(0 base or 1 added, row)` of a living expert, None for any other id."""
        if id_ in self.added.rows:
            return 1, self.added.rows[id_]
        row = self.base.rows.get(id_)
        return (0, row) if row is not None and self.alive[row] else None

    def side(self, number: int) -> Side:
        """The base (0) or the added (1)."""
        return (self.base, self.added)[number]

    def counts(self, terms, places) -> Counts:
        """Document counts of a query's terms, at these places of the base, over the living; exact at any time."""
        base, added = self.base.segment, self.added.segment
        in_profiles, in_works = base.counts_at(places)
        if len(self.removed):
            presence(base.stream, base.start, self.removed, terms, in_profiles, in_works, -1.0)
        if added.experts:
            everyone = np.arange(added.experts)
            presence(added.stream, added.start, everyone, terms, in_profiles, in_works, 1.0)
        return Counts(self.size, self.works, in_profiles, in_works, self.means)


def label_of(expert: dict) -> bytes:
    """What explanations name: `[type, title]` of every work, as JSON."""
    works = [[str(w.get("type") or ""), title_of(w)] for w in works_of(expert)]
    return json.dumps(works, ensure_ascii=False, separators=(",", ":")).encode(errors="replace")


def fresh(blocks, base: Segment, ids, labels) -> State:
    """State of a newly fitted or loaded base."""
    side = Side(base, ids, {id_: row for row, id_ in enumerate(ids)}, labels)
    nobody = Side(segment.beside([], base), (), {}, ())
    return _state(tuple(blocks), side, nobody, np.empty(0, dtype=np.int64))


def extras_of(experts, state: State) -> list[Extra]:
    """Experts ready to be added."""
    pairs = zip(streams_of(experts), map(label_of, experts), strict=True)
    return [_extra(stream, label, state) for stream, label in pairs]


def _extra(stream, label, state: State) -> Extra:
    norms, work_norms = segment.norms_beside(stream, state.base.segment, state.blocks)
    topics = vectors(stream, np.array([0, len(stream)]), state.base.segment.space)
    return Extra(stream, segment.lengths_of(stream), norms, work_norms, topics, label)


def changed(state: State, extras: dict, removed) -> State:
    """State with other experts added to (id → Extra) and removed from the same base.

    Counts, idf and mean lengths are exact at once; the cosine norms of the base stay until compaction.
    """
    found = list(extras.values())
    rows = {id_: row for row, id_ in enumerate(extras)}
    side = Side(segment.beside(found, state.base.segment), tuple(extras), rows, [one.label for one in found])
    return _state(state.blocks, state.base, side, np.array(sorted(removed), dtype=np.int64))


def _state(blocks, base: Side, added: Side, removed) -> State:
    old, new = base.segment, added.segment
    alive = np.ones(old.experts, dtype=bool)
    alive[removed] = False
    size = old.experts - len(removed) + new.experts
    works = old.works - int((old.work_start[removed + 1] - old.work_start[removed]).sum()) + new.works
    total = old.total_lengths + new.total_lengths
    total = total - old.lengths[:, removed].sum(axis=1, dtype=np.float64)
    return State(blocks, base, added, alive, removed, size, works, total / max(size, 1))


def replayed(made: State, before: dict, now: State, extras: dict) -> tuple[dict, set]:
    """What has happened since `made` was compacted, as (id → Extra, rows of the base) to give to `changed`.

    `before` are the extras that went into it; `now` and `extras` are of today, on the older base.
    """
    base, rows = now.base, made.base.rows
    gone = [id_ for id_, one in before.items() if extras.get(id_) is not one]
    gone += [base.ids[row] for row in now.removed.tolist()]
    newer = {id_: one for id_, one in extras.items() if before.get(id_) is not one}
    removed = {rows[id_] for id_ in gone if id_ in rows and (id_ in newer or id_ not in extras)}
    return {id_: _extra(one.stream, one.label, made) for id_, one in newer.items()}, removed


def compacted(state: State) -> State:
    """The same experts in one base, in the same order: what a fresh fit in that order would build."""
    base, added = state.base, state.added
    rows = np.flatnonzero(state.alive).tolist()
    streams = [base.segment.stream[base.segment.start[r] : base.segment.start[r + 1]] for r in rows]
    streams += [
        added.segment.stream[added.segment.start[r] : added.segment.start[r + 1]]
        for r in range(added.segment.experts)
    ]
    ids = [base.ids[r] for r in rows] + list(added.ids)
    labels = [base.labels[r] for r in rows] + list(added.labels)
    return fresh(state.blocks, segment.build(streams, state.blocks), ids, labels)
