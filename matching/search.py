"""A query on a state: candidates, exact scores of the blocks, and the second pass over topics and neighbours."""

import collections
import threading
from typing import NamedTuple

import numpy as np

from matching.latent import STEPS, topic_of
from matching.query import Asked, read, texts_of
from matching.ranking import first_stage, likeness, score_rows
from matching.reading import BIGRAM
from matching.score import Plan, plan_for
from matching.segment import norm_rows

STRONGEST = 64
CANDIDATES, FACTOR = 300, 4  # at least so many, and so many times what was asked for
# The second pass, learned as docs/decisions/0009 tells. A seed's vote counts with the power of its own score.
SEEDS, TOPIC_FIRST, TOPIC, VOTES = 10, 0.15, 0.1, 0.5
VOTE_POWER, NEAR_POWER, LEAST_OTHERS = 5, 3, 0.05
SAME = 1e-6  # of the score: profiles this near are the same profile, or its double
KEPT = 256  # searches; 200 KB each
_OWN = threading.local()


class Scored(NamedTuple):
    """Parts of the scores of some experts, float64 [n] each; their sum, not below 0, is the score."""

    blocks: np.ndarray
    topics: np.ndarray
    votes: np.ndarray

    @property
    def total(self) -> np.ndarray:
        """The score; 0 for those who share no term with the query."""
        return np.where(self.blocks > 0, np.maximum(self.blocks + self.topics + self.votes, 0.0), 0.0)


class Search:
    """One query on one state. Rows are pairs of int64 arrays: rows of the base, rows of the added."""

    def __init__(self, state, asked: Asked):
        self.pool, self.terms = state, asked.terms
        self._counts = state.counts(asked.terms)
        base = state.base.segment
        self.topic = topic_of(asked.terms, self._counts.in_profiles, state.size, base.space)
        self._seeds: tuple | None = None
        self._plans: dict = {}
        self._candidates: tuple = (None, None)  # for which k, and their rows

    def candidates(self, k: int):
        """Rows that may be among the best `k`: all of a small pool or of a query few texts have words of."""
        if self._candidates[0] != k:
            self._candidates = k, self._rows(k)
        return self._candidates[1]

    def _rows(self, k: int):
        state, want = self.pool, max(CANDIDATES, FACTOR * k)
        everyone = np.arange(state.added.segment.experts)
        if state.base.segment.experts > want:
            rows = self._by_strongest(want)
            if len(rows) >= k:
                return rows.astype(np.int64), everyone
        return np.flatnonzero(state.alive), everyone

    def plan(self, only: str | None = None) -> Plan:
        """The weights of the query's terms; `only` names a block that counts alone."""
        if only not in self._plans:
            blocks, terms = self.pool.blocks, self.terms
            made = plan_for(blocks, terms.units, terms.counts, self._counts, norm_rows(blocks), only)
            self._plans[only] = made
        return self._plans[only]

    def blocks(self, rows, only: str | None = None) -> np.ndarray:
        """Weighted sum of the blocks, float64 [rows of the base, then of the added]."""
        plan, found = self.plan(only), []
        for side, chosen in zip((self.pool.base, self.pool.added), rows, strict=True):
            if len(chosen):
                s = side.segment
                facts = s.stream, s.start, s.work_start, s.lengths, s.norms, s.work_norms
                found.append(score_rows(*facts, chosen, self.terms, plan))
        return np.concatenate(found) if found else np.empty(0)

    def scores(self, rows) -> Scored:
        """The scores of these rows, in their order."""
        blocks, places = self.blocks(rows), self._topics(rows)
        seeds, votes, firsts = self._seeds or self._find_seeds(rows, blocks, places)
        topics = self._likeness(places)
        near = np.maximum(likeness(places, seeds), 0.0) ** NEAR_POWER
        # Nobody votes for himself, nor for his double: whether a double is a seed too is chance.
        own = np.abs(_first(blocks, topics)[:, None] - firsts) <= SAME * firsts
        near[own] = 0.0
        share = np.maximum(1.0 - own @ votes, LEAST_OTHERS)
        return Scored(blocks, TOPIC * topics, VOTES * (near * votes).sum(axis=1) / share)

    def _likeness(self, places):
        return likeness(places, self.topic[None, :])[:, 0]

    def _find_seeds(self, rows, blocks, places):
        """The best experts by the first pass: places float32 [seeds, dimensions], votes float64 that sum to 1, scores."""
        chosen = self.candidates(SEEDS)
        if not all(map(np.array_equal, chosen, rows)):
            rows, blocks, places = chosen, self.blocks(chosen), self._topics(chosen)
        first = _first(blocks, self._likeness(places))
        best = np.argsort(-first, kind="stable")[:SEEDS]
        votes = first[best] ** VOTE_POWER
        self._seeds = places[best], votes / (votes.sum() or 1.0), first[best]
        return self._seeds

    def _topics(self, rows):
        base, added = self.pool.base.segment.topics, self.pool.added.segment.topics
        return np.concatenate([base[rows[0]], added[rows[1]]]).astype(np.float32) * np.float32(1 / STEPS)

    def strongest(self):
        """Postings of the strongest bigrams: weights float32 [n], where they begin and end in `rows`, int64 [n]."""
        base, terms = self.pool.base.segment, self.terms
        slots = np.flatnonzero((terms.units & BIGRAM) != 0)
        places = base.places(terms.codes[slots])
        slots, places = slots[places >= 0], places[places >= 0]
        counts = base.in_profiles[places]
        weights = (1.0 + np.log(terms.counts[slots])) * np.log1p(
            (base.experts - counts + 0.5) / (counts + 0.5)
        )
        best = np.argsort(-weights, kind="stable")[:STRONGEST]
        places = places[best]
        return weights[best].astype(np.float32), base.posted[places], base.posted[places + 1]

    def _by_strongest(self, want):
        base, (weights, begin, end) = self.pool.base.segment, self.strongest()
        scratch = _scratch(base.experts)
        return first_stage(begin, end, weights, base.rows, base.impacts, self.pool.alive, scratch, want)


class Searches:
    """The queries asked last, read and weighed once for many questions about them; safe for threads."""

    def __init__(self):
        self._kept: collections.OrderedDict = collections.OrderedDict()
        self._lock = threading.Lock()

    def of(self, state, query) -> Search:
        """The search of a query on this state."""
        told = tuple(texts_of(query).values())
        with self._lock:
            search = self._kept.get(told)
            if search is not None and search.pool is state:
                self._kept.move_to_end(told)
                return search
        search = Search(state, read(query))
        with self._lock:
            self._kept[told] = search
            self._kept.move_to_end(told)
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return search


def _first(blocks, topics) -> np.ndarray:
    """Scores of the first pass."""
    return np.where(blocks > 0, np.maximum(blocks + TOPIC_FIRST * topics, 0.0), 0.0)


def _scratch(size: int) -> np.ndarray:
    if getattr(_OWN, "scratch", np.empty(0)).size < size:
        _OWN.scratch = np.zeros(size, dtype=np.float32)
    return _OWN.scratch
