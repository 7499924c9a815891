"""The matcher: fit a pool of experts, rank them for a query, say why, change the pool, keep it on disk."""

import json
import threading

import numpy as np

from matching.explain import Explanation, explain
from matching.index import build, read
from matching.query import bags_of
from matching.score import fields_of, load_blocks
from matching.snapshot import read_snapshot, write_snapshot
from matching.state import State, changed, compacted, fresh

LOOK_ALIKE = "bigram_cosine"  # the block of weights.json that `cosine` uses alone
MOST_CHANGES, MOST_CHANGED = 256, 0.05  # experts, share of the pool: more are compacted


class Matcher:
    """Ranks experts for queries; both are dictionaries, see `fit` and `rank`.

    Safe for threads: a change builds a new immutable state and puts it in place at once; a reader works to its
    end on the state it began with and never waits. Scores of different queries can be compared with each other.
    After `add` and `remove` all counts, idf values and mean lengths are exact at once; only the cosine norms of
    experts fitted before stay as they were until `compact`, which happens by itself when more than a twentieth
    of the pool or more than 256 experts have changed; until then scores are within a tenth of those of a fresh
    `fit` (rare words of one or two experts move most), and after it they are equal.
    """

    def __init__(self, blocks=None):
        """`blocks`: tuple of `matching.score.Block`; default: those of weights.json."""
        self._lock = threading.Lock()
        chosen = tuple(blocks) if blocks is not None else load_blocks()
        self._fields = fields_of(chosen)
        self._state = fresh(chosen, build([], self._fields), ())
        self._added: dict = {}  # id → (Entry, JSON)
        self._removed: dict = {}  # id → Entry

    def __len__(self) -> int:
        return self._state.size

    def __contains__(self, expert_id) -> bool:
        return self._state.place(expert_id) is not None

    def fit(self, experts) -> "Matcher":
        """Replace the pool. An expert is `{"id", "fields": [..], "keywords": [..], "works": [{"type", "title",
        "abstract", "keywords": [..]}]}`; anything but `id` (str or int) may be missing, empty or of another
        plain type; other keys are ignored. Of two experts with one id the later counts.

        Raises ValueError for an expert without a usable id; the old pool then stays.
        """
        unique: dict = {}
        for expert in experts:
            unique.pop(_id_of(expert), None)
            unique[_id_of(expert)] = expert
        base = build([read(e) for e in unique.values()], self._fields)
        state = fresh(self._state.blocks, base, [_encode(e) for e in unique.values()])
        with self._lock:
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

    def scores(self, query, ids) -> dict:
        """`{id: score}` for each of the ids that is in the pool, 0 included."""
        state = self._state
        totals = state.scores(bags_of(query))
        places = {id_: state.place(id_) for id_ in ids}
        return {id_: float(totals[p[0]][p[1]]) for id_, p in places.items() if p is not None}

    def cosine(self, query, k: int = 10, among=None) -> list[tuple[object, float]]:
        """As `rank`, by the plain cosine of character bigrams, 0 … 1: for look-alikes and thresholds.

        For similar challenges fit a matcher on challenges as `{"id", "works": [{"title", "abstract"}]}` and ask
        with the texts of another one; the same text gives 1.
        """
        state = self._state
        return _best(state, state.scores(bags_of(query), {LOOK_ALIKE: 1.0}), k, among)

    def explain(self, query, expert_id) -> Explanation:
        """Why the expert has his score: contributions that sum to it. Raises KeyError for an unknown id."""
        state = self._state
        place = state.place(expert_id)
        if place is None:
            raise KeyError(expert_id)
        return explain(state, query, expert_id, json.loads(state.texts[place[0]][place[1]]))

    def add(self, expert) -> None:
        """Add an expert, or replace the one with the same id. Visible to the next query.

        Raises ValueError for an expert without a usable id.
        """
        id_, entry, text = _id_of(expert), read(expert), _encode(expert)
        with self._lock:
            self._take_out(id_)
            self._added[id_] = entry, text
            self._settle()

    def remove(self, expert_id) -> None:
        """Take an expert out. Raises KeyError for an unknown id."""
        with self._lock:
            if expert_id not in self:
                raise KeyError(expert_id)
            self._take_out(expert_id)
            self._settle()

    def compact(self) -> None:
        """Fold all changes into the base; scores then equal those of a fresh fit in the same order."""
        with self._lock:
            self._compact()

    def save(self, path) -> None:
        """Write a snapshot into the folder `path` (made if missing); an older one there stays in force until the
        new one is whole. Raises OSError when the disk refuses."""
        with self._lock:
            self._compact()
            state = self._state
        write_snapshot(path, state)

    @classmethod
    def load(cls, path, verify: bool = True, blocks=None) -> "Matcher":
        """Matcher from a snapshot. Raises SnapshotError when it is missing, damaged, foreign, or made by another
        version, segmenter or weights; `verify=False` skips the digests of the large files."""
        matcher = cls(blocks)
        matcher._state = read_snapshot(path, matcher._state.blocks, verify)
        return matcher

    def _take_out(self, id_) -> None:
        place = self._state.place(id_)
        self._added.pop(id_, None)
        if place is not None and place[0] == 0:
            self._removed[id_] = read(json.loads(self._state.texts[0][place[1]]))

    def _settle(self) -> None:
        entries, texts = [e for e, _ in self._added.values()], [t for _, t in self._added.values()]
        removed = build(list(self._removed.values()), self._fields)
        self._state = changed(self._state, build(entries, self._fields), texts, removed)
        if len(entries) + len(self._removed) > min(MOST_CHANGES, len(self) * MOST_CHANGED):
            self._compact()

    def _compact(self) -> None:
        if self._added or self._removed:
            self._state = compacted(self._state)
            self._added, self._removed = {}, {}


def _best(state: State, totals, k: int, among) -> list[tuple[object, float]]:
    ids = (state.base.ids, state.added.ids)
    scores = np.concatenate(totals)
    allowed = np.concatenate([state.alive, np.ones(state.added.size, dtype=bool)]) & (scores > 0)
    if among is not None:
        places = [p for p in map(state.place, among) if p is not None]
        chosen = np.zeros(len(scores), dtype=bool)
        chosen[[row + side * state.base.size for side, row in places]] = True
        allowed &= chosen
    rows = np.flatnonzero(allowed)
    if k <= 0 or not len(rows):
        return []
    if len(rows) > k:
        least = np.partition(scores[rows], len(rows) - k)[len(rows) - k]
        rows = rows[scores[rows] >= least]
    size = state.base.size
    found = [(ids[0][r] if r < size else ids[1][r - size], float(scores[r])) for r in rows]
    return sorted(found, key=lambda pair: (-pair[1], str(pair[0])))[:k]


def _encode(expert: dict) -> bytes:
    return json.dumps(expert, separators=(",", ":"), default=str).encode()


def _id_of(expert):
    id_ = expert.get("id") if isinstance(expert, dict) else None
    if type(id_) not in {str, int}:
        raise ValueError(f"an expert needs an id (text or whole number), not {id_!r}")
    return id_
