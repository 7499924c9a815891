"""One immutable state of the matcher: what a reader sees from the beginning of a query to its end."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from matching.index import Postings, Segment, build, postings_of
from matching.score import Block, Statistics, block_scores, fields_of, gather, normaliser, query_weights


class State(NamedTuple):
    """`base` as fitted, `added` since, `removed` from the base since (kept for its counts alone).

    alive bool [base.size] · rows: id → row, for the base (dead ones too) and for the added · texts: the experts
    of both as JSON · norms: for both, per block, float64 [documents].
    """

    blocks: tuple[Block, ...]
    base: Segment
    added: Segment
    alive: np.ndarray
    rows: tuple[dict, dict]
    texts: tuple[Sequence[bytes], Sequence[bytes]]
    norms: tuple
    statistics: Statistics

    @property
    def size(self) -> int:
        """Number of living experts."""
        return int(self.alive.sum()) + self.added.size

    def place(self, id_) -> tuple[int, int] | None:
        """`(0 base or 1 added, row)` of a living expert, None for any other id."""
        if id_ in self.rows[1]:
            return 1, self.rows[1][id_]
        row = self.rows[0].get(id_)
        return (0, row) if row is not None and self.alive[row] else None

    def scores(self, bags: dict, weights: dict | None = None) -> tuple[np.ndarray, np.ndarray]:
        """Weighted sum of the blocks for every expert: float64 [base.size], float64 [added.size].

        `weights` (block name → weight) stand in for the blocks' own.
        """
        totals = np.zeros(self.base.size), np.zeros(self.added.size)
        found = {}
        for number, block in enumerate(self.blocks):
            weight = block.weight if weights is None else weights.get(block.name, 0.0)
            bag = bags[block.unit]
            if not weight or not len(bag.codes):
                continue
            terms = query_weights(block, bag, self.statistics)
            for side, segment in enumerate((self.base, self.added)):
                key = side, block.level, block.unit
                if key not in found:
                    found[key] = gather(segment.postings[block.level, block.unit], bag.codes)
                norm = self.norms[side][number]
                totals[side][:] += weight * block_scores(block, segment, norm, terms, found[key])
        return totals


def fresh(blocks, base: Segment, texts: Sequence[bytes], norms: dict | None = None) -> State:
    """State of a newly fitted or loaded base; `norms` are the cosine norms of a snapshot, by block number."""
    none = build([], fields_of(blocks))
    statistics = Statistics(base, none, none)
    rows = {id_: row for row, id_ in enumerate(base.ids)}, {}
    sides = _norms(blocks, base, statistics, norms or {}), _norms(blocks, none, statistics, {})
    alive = np.ones(base.size, dtype=bool)
    return State(tuple(blocks), base, none, alive, rows, (texts, ()), sides, statistics)


def changed(state: State, added: Segment, added_texts, removed: Segment) -> State:
    """State with other experts added to and removed from the same base.

    Counts, idf and mean lengths are exact at once; the cosine norms of the base stay until compaction.
    """
    statistics = Statistics(state.base, removed, added)
    alive = np.ones(state.base.size, dtype=bool)
    alive[[state.rows[0][id_] for id_ in removed.ids]] = False
    rows = state.rows[0], {id_: row for row, id_ in enumerate(added.ids)}
    norms = _norms(state.blocks, state.base, statistics, frozen_norms(state))
    sides = norms, _norms(state.blocks, added, statistics, {})
    texts = state.texts[0], tuple(added_texts)
    return State(state.blocks, state.base, added, alive, rows, texts, sides, statistics)


def frozen_norms(state: State) -> dict:
    """Cosine norms of the base, by block number."""
    return {i: state.norms[0][i] for i, b in enumerate(state.blocks) if b.kind == "cosine"}


def compacted(state: State) -> State:
    """The same experts in one base, in the same order: what a fresh fit in that order would build."""
    keep = state.alive, np.ones(state.added.size, dtype=bool)
    parts = state.base, state.added
    work_keep = tuple(k[s.owner] for s, k in zip(parts, keep, strict=True))
    ids = [
        id_ for s, k in zip(parts, keep, strict=True) for id_, alive in zip(s.ids, k, strict=True) if alive
    ]
    texts = [
        t for ts, k in zip(state.texts, keep, strict=True) for t, alive in zip(ts, k, strict=True) if alive
    ]
    owners = np.concatenate([parts[0].owner, parts[1].owner + np.int32(parts[0].size)])
    new_row = np.cumsum(np.concatenate(keep)) - 1
    base = Segment(
        tuple(ids),
        new_row[owners[np.concatenate(work_keep)]].astype(np.int32),
        {
            field: _merge([s.postings[field] for s in parts], keep if field[0] == "profile" else work_keep)
            for field in fields_of(state.blocks)
        },
    )
    return fresh(state.blocks, base, texts)


def _norms(blocks, segment: Segment, statistics: Statistics, known: dict) -> tuple:
    return tuple(known[i] if i in known else normaliser(b, segment, statistics) for i, b in enumerate(blocks))


def _merge(postings: list[Postings], keep) -> Postings:
    mask = np.concatenate(keep)
    shifts = 0, len(postings[0].lengths)
    codes = np.concatenate([np.repeat(p.codes, np.diff(p.start)) for p in postings])
    docs = np.concatenate([p.docs + np.int32(s) for p, s in zip(postings, shifts, strict=True)])
    counts = np.concatenate([p.counts for p in postings])
    alive = mask[docs]
    new_row = (np.cumsum(mask) - 1).astype(np.int32)
    lengths = np.concatenate([p.lengths for p in postings])[mask]
    return postings_of(codes[alive], new_row[docs[alive]], counts[alive], lengths)
