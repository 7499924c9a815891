"""A query on a state: candidates, exact scores of the blocks, and the second pass over topics and neighbours."""

import collections
import threading
from typing import NamedTuple

import numpy as np

from matching.latent import topic_of
from matching.query import Asked, read, texts_of
from matching.ranking import first_stage, score_rows
from matching.reading import BIGRAM
from matching.score import Plan, load_second_pass, plan_for
from matching.segment import norm_rows
from matching.topics import likeness, votes_for

STRONGEST = 64
CANDIDATES, FACTOR = 300, 4  # at least so many, and so many times what was asked for
EXACT, EXACT_FACTOR = 80, 2  # of them
ROUGH = 2.5  # all blocks together, as a multiple of the strongest bigrams alone
TOPIC_FIRST, TOPIC, VOTES = load_second_pass()
SEEDS, VOTE_POWER = 10, 5  # a seed's vote counts with the power of its own score
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
        base = state.base.segment
        self._places = base.places(asked.terms.codes)
        self._counts = state.counts(asked.terms, self._places)
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
            rows, rough = self._by_strongest(want)
            if len(rows) >= k:
                return self._likeliest(rows, rough, max(EXACT, EXACT_FACTOR * k)), everyone
        return np.flatnonzero(state.alive), everyone

    def _likeliest(self, rows, rough, want: int) -> np.ndarray:
        """Those who will score best as far as the strongest bigrams, topics and neighbours can tell, int64 [n]."""
        if len(rows) > want:
            places = self.pool.base.segment.topics
            topics = likeness(places, rows, self.topic)
            first = ROUGH * rough + TOPIC_FIRST * topics
            seeds = _seeds_of(first)
            given = votes_for(places, rows, first, places[rows[seeds.rows]], seeds.votes, seeds.first)
            guess = first + (TOPIC - TOPIC_FIRST) * topics + VOTES * given
            rows = rows[guess >= np.partition(guess, len(guess) - want)[len(guess) - want]]
        return np.sort(rows)

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
        blocks, topics = self.blocks(rows), self._topics(rows)
        seeds, votes, seed_first = self._seeds or self._find_seeds(rows, blocks, topics)
        first = _first(blocks, topics)
        given = self._beside(
            rows, lambda places, side, part: votes_for(places, side, first[part], seeds, votes, seed_first)
        )
        return Scored(blocks, TOPIC * topics, VOTES * given)

    def _topics(self, rows):
        return self._beside(rows, lambda places, side, _: likeness(places, side, self.topic))

    def _beside(self, rows, work):
        """`work(places, rows, slice)` of the base and of the added, one after the other."""
        sizes = len(rows[0]), len(rows[0]) + len(rows[1])
        found = work(self.pool.base.segment.topics, rows[0], slice(0, sizes[0]))
        if not len(rows[1]):
            return found
        added = work(self.pool.added.segment.topics, rows[1], slice(*sizes))
        return np.concatenate([found, added])

    def _find_seeds(self, rows, blocks, topics):
        """The best experts by the first pass: their places int8 [seeds, dimensions], votes and scores."""
        chosen = self.candidates(SEEDS)
        if not all(map(np.array_equal, chosen, rows)):
            rows, blocks, topics = chosen, self.blocks(chosen), self._topics(chosen)
        best = _seeds_of(_first(blocks, topics))
        base, added, size = self.pool.base.segment.topics, self.pool.added.segment.topics, len(rows[0])
        places = [base[rows[0][i]] if i < size else added[rows[1][i - size]] for i in best.rows]
        self._seeds = np.array(places, dtype=np.int8).reshape(-1, base.shape[1]), best.votes, best.first
        return self._seeds

    def strongest(self):
        """Postings of the strongest bigrams: weights float32 [n], where they begin and end in `rows`, int64 [n].

        Weights are shares of what all bigrams of the query weigh, 0 … 1.
        """
        base, terms = self.pool.base.segment, self.terms
        slots = np.flatnonzero((terms.units & BIGRAM) != 0)
        counts = self._counts.in_profiles[slots]
        weights = (1.0 + np.log(terms.counts[slots])) * np.log1p(
            (self.pool.size - counts + 0.5) / (counts + 0.5)
        )
        weights /= weights.sum() or 1.0
        places = self._places[slots]
        weights, places = weights[places >= 0], places[places >= 0]
        best = np.argsort(-weights, kind="stable")[:STRONGEST]
        places = places[best]
        return weights[best].astype(np.float32), base.posted[places], base.posted[places + 1]

    def _by_strongest(self, want):
        """Rows int64 and what their strongest bigrams give, float64 within 0 … 1 of what all of the query's can."""
        base, (weights, begin, end) = self.pool.base.segment, self.strongest()
        facts = begin, end, weights, base.rows, base.impacts, self.pool.alive, _scratch(base.experts), want
        rows, values = first_stage(*facts)
        return rows, values / 255.0


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


class Seeds(NamedTuple):
    """The best by the first pass: rows int64 [n], votes float64 [n] that sum to 1, scores float64 [n]."""

    rows: np.ndarray
    votes: np.ndarray
    first: np.ndarray


def _seeds_of(first) -> Seeds:
    best = np.argsort(-first, kind="stable")[:SEEDS]
    votes = first[best] ** VOTE_POWER
    return Seeds(best, votes / (votes.sum() or 1.0), first[best])


def _first(blocks, topics) -> np.ndarray:
    """Scores of the first pass."""
    return np.where(blocks > 0, np.maximum(blocks + TOPIC_FIRST * topics, 0.0), 0.0)


def _scratch(size: int) -> np.ndarray:
    if getattr(_OWN, "scratch", np.empty(0)).size < size:
        _OWN.scratch = np.zeros(size, dtype=np.float32)
    return _OWN.scratch
