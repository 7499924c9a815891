"""The matcher: fit a pool of experts, rank them for a query, say why, change the pool, keep it on disk."""

import json
import threading

import numpy as np

from matching.explain import Explanation, explain
from matching.index import Entry, build, read
from matching.query import bags_of
from matching.score import load_blocks
from matching.snapshot import read_snapshot, write_snapshot
from matching.state import State, changed, compacted, fresh, frozen_norms

LOOK_ALIKE = "bigram_cosine"


class Matcher:
    """Ranks experts for queries; the shapes of both are dictionaries, see `fit` and `rank`.

    Safe for threads: a change builds a new immutable state and puts it in place at once, a reader works to its
    end on the state it began with, and never waits. Scores of different queries can be compared with each other.
    After `add` and `remove` all counts, idf values and mean lengths are exact at once; only the cosine norms of
    experts fitted before stay as they were until `compact`, which happens by itself when 64 experts or a
    twentieth of the pool have changed. After `compact` every score equals that of a fresh `fit`.
    """

    def __init__(self, blocks=None):
        self._blocks = tuple(blocks) if blocks is not None else load_blocks()
        self._lock = threading.Lock()
        self._texts: dict = {}
        self._added: dict = {}
        self._removed: dict = {}
        self._state: State = fresh(self._blocks, build([]))

    def __len__(self) -> int:
        return len(self._state.place)

    def __contains__(self, expert_id) -> bool:
        return expert_id in self._state.place

    def fit(self, experts) -> "Matcher":
        """Replace the pool. An expert is `{"id", "fields": [..], "keywords": [..], "works": [{"type", "title",
        "abstract", "keywords": [..]}]}`; anything but `id` (str or int) may be missing, empty or of another
        plain type; other keys are ignored. Of two experts with one id the later counts.

        Raises ValueError for an expert without a usable id.
        """
        unique: dict = {}
        for expert in experts:
            unique.pop(_id_of(expert), None)
            unique[_id_of(expert)] = expert
        base = build([read(e) for e in unique.values()])
        state = fresh(self._blocks, base)
        with self._lock:
            self._texts = {id_: _encode(e) for id_, e in unique.items()}
            self._added, self._removed, self._state = {}, {}, state
        return self

    def rank(self, query, k: int = 10, among=None) -> list[tuple[object, float]]:
        """The best `k` experts as `(id, score)`, best first; only scores above 0 are returned.

        `query` is `{"title", "problem", "indicators", "keywords": [..]}` or a bare text; missing keys and empty
        values are normal. `among` restricts the answer to those ids (unknown ones are ignored). The score is a
        weighted sum (weights.json), without unit, comparable between queries. Equal scores are ordered by id.
        """
        state = self._state
        return _best(state, state.scores(bags_of(query)), k, among)

    def cosine(self, query, k: int = 10, among=None) -> list[tuple[object, float]]:
        """As `rank`, by the plain cosine of character bigrams, 0 … 1: for look-alikes and thresholds.

        For similar challenges fit a matcher on challenges as `{"id", "works": [{"title", "abstract"}]}` and ask
        with the texts of another one; the same text gives 1.
        """
        state = self._state
        return _best(state, state.scores(bags_of(query), {LOOK_ALIKE: 1.0}), k, among)

    def scores(self, query, ids) -> dict:
        """Score of each of the ids that is in the pool, 0 included."""
        state = self._state
        totals = state.scores(bags_of(query))
        return {i: float(totals[p[0]][p[1]]) for i in ids if (p := state.place.get(i)) is not None}

    def explain(self, query, expert_id) -> Explanation:
        """Why the expert has his score: contributions that sum to it. Raises KeyError for an unknown id."""
        with self._lock:
            state, text = self._state, self._texts[expert_id]
        return explain(state, query, expert_id, json.loads(text))

    def add(self, expert) -> None:
        """Add an expert, or replace the one with the same id. Visible to the next query.

        Raises ValueError for an expert without a usable id.
        """
        id_, entry = _id_of(expert), read(expert)
        with self._lock:
            self._take_out(id_)
            self._added[id_] = entry
            self._texts[id_] = _encode(expert)
            self._settle()

    def remove(self, expert_id) -> None:
        """Take an expert out. Raises KeyError for an unknown id."""
        with self._lock:
            if expert_id not in self._state.place:
                raise KeyError(expert_id)
            self._take_out(expert_id)
            del self._texts[expert_id]
            self._settle()

    def compact(self) -> None:
        """Fold all changes into the base; scores then equal those of a fresh fit."""
        with self._lock:
            self._compact()

    def save(self, path) -> None:
        """Write a snapshot to the folder `path` (made if missing); an older one there stays until the new one is
        whole. Raises OSError when the disk refuses."""
        with self._lock:
            self._compact()
            write_snapshot(path, self._state, [self._texts[i] for i in self._state.base.ids])

    @classmethod
    def load(cls, path, verify: bool = True) -> "Matcher":
        """Matcher from a snapshot. Raises SnapshotError when it is missing, damaged, foreign or of another
        version; `verify=False` skips the digests of the large files."""
        state, texts = read_snapshot(path, verify)
        matcher = cls(state.blocks)
        matcher._state, matcher._texts = state, dict(zip(state.base.ids, texts, strict=True))
        return matcher

    def _take_out(self, id_) -> None:
        self._added.pop(id_, None)
        segment, _ = self._state.place.get(id_, (1, 0))
        if segment == 0:
            self._removed[id_] = read(json.loads(self._texts[id_]))

    def _settle(self) -> None:
        state = self._state
        alive = np.array([i not in self._removed for i in state.base.ids], dtype=bool)
        parts = build(_values(self._added)), build(_values(self._removed))
        self._state = changed(self._blocks, state.base, alive, *parts, frozen_norms(state))
        if len(self._added) + len(self._removed) > max(64, len(self._state.place) // 20):
            self._compact()

    def _compact(self) -> None:
        if self._added or self._removed:
            self._state = fresh(self._blocks, compacted(self._state))
            self._added, self._removed = {}, {}


def _best(state: State, totals, k: int, among) -> list[tuple[object, float]]:
    ids = (*state.base.ids, *state.added.ids)
    scores = np.concatenate(totals)
    allowed = np.concatenate([state.alive, np.ones(state.added.size, dtype=bool)]) & (scores > 0)
    if among is not None:
        chosen = np.zeros(len(scores), dtype=bool)
        places = [state.place[i] for i in among if i in state.place]
        chosen[[row + segment * state.base.size for segment, row in places]] = True
        allowed &= chosen
    rows = np.flatnonzero(allowed)
    if k <= 0 or not len(rows):
        return []
    if len(rows) > k:
        least = np.partition(scores[rows], len(rows) - k)[len(rows) - k]
        rows = rows[scores[rows] >= least]
    found = sorted(((ids[r], float(scores[r])) for r in rows), key=lambda pair: (-pair[1], str(pair[0])))
    return found[:k]


def _values(entries: dict) -> list[Entry]:
    return list(entries.values())


def _encode(expert: dict) -> bytes:
    return json.dumps(expert, separators=(",", ":"), default=str).encode()


def _id_of(expert):
    id_ = expert.get("id") if isinstance(expert, dict) else None
    if isinstance(id_, bool) or not isinstance(id_, (str, int)):
        raise ValueError(f"an expert needs an id (text or whole number), not {id_!r}")
    return id_
