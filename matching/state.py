"""One immutable state of the matcher: what a reader sees from the beginning of a query to its end."""

from typing import NamedTuple

import numpy as np

from matching.index import Postings, Segment, build, postings_of
from matching.score import Block, Statistics, block_scores, gather, normaliser, query_weights
from matching.text import UNITS


class State(NamedTuple):
    """`base` as fitted, `added` since, `removed` from the base since (kept for its counts alone).

    alive bool [base.size] · norms: per segment and block, float64 [documents] · place: id → (segment, row).
    """

    blocks: tuple[Block, ...]
    base: Segment
    added: Segment
    removed: Segment
    alive: np.ndarray
    norms: tuple
    place: dict
    statistics: Statistics

    def scores(self, bags: dict, blocks=None) -> tuple[np.ndarray, np.ndarray]:
        """Weighted sum of the blocks for every expert: float64 [base.size], float64 [added.size]."""
        totals = np.zeros(self.base.size), np.zeros(self.added.size)
        found = {}
        for number, block in enumerate(self.blocks):
            weight = block.weight if blocks is None else blocks.get(block.name, 0.0)
            bag = bags[block.unit]
            if not weight or not len(bag.codes):
                continue
            weights = query_weights(block, bag, self.statistics)
            for side, segment in enumerate((self.base, self.added)):
                key = side, block.level, block.unit
                if key not in found:
                    found[key] = gather(segment.postings(block.level, block.unit), bag.codes)
                norm = self.norms[side][number]
                totals[side][:] += weight * block_scores(block, segment, norm, bag, weights, found[key])
        return totals


def fresh(blocks, base: Segment, norms: dict | None = None) -> State:
    """State of a freshly fitted or loaded base; `norms` are the cosine norms of a snapshot, by block number."""
    return changed(blocks, base, np.ones(base.size, dtype=bool), build([]), build([]), norms)


def changed(blocks, base, alive, added, removed, norms: dict | None = None) -> State:
    """State after changes. Counts, idf and lengths are exact at once; the cosine norms of the base in `norms`
    stay as they were when it was fitted, until compaction."""
    statistics = Statistics(base, removed, added)
    kept = norms or {}
    sides = (
        tuple(kept[i] if i in kept else normaliser(b, base, statistics) for i, b in enumerate(blocks)),
        tuple(normaliser(b, added, statistics) for b in blocks),
    )
    place = {id_: (0, row) for row, id_ in enumerate(base.ids) if alive[row]}
    place.update({id_: (1, row) for row, id_ in enumerate(added.ids)})
    return State(tuple(blocks), base, added, removed, alive, sides, place, statistics)


def frozen_norms(state: State) -> dict:
    """Cosine norms of the base, by block number: what stays as it is until compaction."""
    return {i: state.norms[0][i] for i, b in enumerate(state.blocks) if b.kind == "cosine"}


def compacted(state: State) -> Segment:
    """One segment of all living experts, base first: what a fresh fit in that order would build."""
    keep = state.alive, np.ones(state.added.size, dtype=bool)
    parts = state.base, state.added
    ids = tuple(
        i for s, k in zip(parts, keep, strict=True) for i, alive in zip(s.ids, k, strict=True) if alive
    )
    work_keep = tuple(k[s.owner] for s, k in zip(parts, keep, strict=True))
    new_row = np.cumsum(np.concatenate(keep)) - 1
    owners = [s.owner[w] + shift for s, w, shift in zip(parts, work_keep, (0, state.base.size), strict=True)]
    return Segment(
        ids,
        new_row[np.concatenate(owners)].astype(np.int32),
        {u: _merge([s.profile[u] for s in parts], keep) for u in UNITS},
        {u: _merge([s.work[u] for s in parts], work_keep) for u in UNITS},
    )


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
