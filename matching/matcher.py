"""The matcher: fit a pool of experts, rank them for a query, say why, change the pool, keep it on disk."""

import threading

import numpy as np

from matching.explain import Explanation, Question, explain
from matching.people import streams_of
from matching.query import sections_of, texts_of
from matching.score import load_blocks
from matching.search import Search, Searches
from matching.segment import build
from matching.snapshot import read_snapshot, write_snapshot
from matching.state import changed, compacted, extras_of, fresh, label_of, replayed

LOOK_ALIKE = "bigram_cosine"  # the block of weights.json that `cosine` uses alone
MOST_CHANGES, MOST_CHANGED = 1024, 0.05  # experts, share of the pool: more are compacted …
AT_ONCE = 200  # … by the writer himself in a pool of this size (some ms), else by a thread


class Matcher:
    """Ranks experts for queries; both are dictionaries, see `fit` and `rank`.

    Safe for threads: a change builds a new immutable state and puts it in place at once; a reader works to its
    end on the state it began with and never waits. Scores of different queries can be compared with each other.
    After `add` and `remove` all counts, idf values and mean lengths are exact at once; the cosine norms of experts
    fitted before and the space of topics stay as they were until `compact`, which begins by itself, in a thread,
    when more than a twentieth of the pool or more than 1024 experts have changed; what changes meanwhile is kept.
    Until then what the blocks give is within a quarter of a fresh `fit`, mostly within a twentieth (that much moves
    the norm of a text all of whose words one expert of a hundred had and three have); topics and neighbours are those of the older pool, so that in a small pool a score may differ by a third.
    After it scores are equal.
    """

    def __init__(self, blocks=None):
        """`blocks`: tuple of `matching.score.Block`; default: those of weights.json."""
        chosen = _chosen(blocks)
        self._begin(fresh(chosen, build([], chosen), (), ()))

    def _begin(self, state):
        self._lock, self._compaction = threading.Lock(), threading.Lock()
        self._thread: threading.Thread | None = None
        self._state = state
        self._searches = Searches()
        self._last: tuple | None = None  # the question whose best are explained one after the other
        self._added: dict = {}  # id → Extra
        self._removed: set = set()  # rows of the base

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
        unique = _unique(experts)
        blocks, people = self._state.blocks, list(unique.values())
        state = fresh(
            blocks, build(streams_of(people), blocks), list(unique), [label_of(one) for one in people]
        )
        with self._lock:
            self._added, self._removed, self._state = {}, set(), state
            self._searches, self._last = Searches(), None
        return self

    def rank(self, query, k: int = 10, among=None) -> list[tuple[object, float]]:
        """The best `k` experts as `(id, score)`, best first; only scores above 0 are returned.

        `query` is `{"title", "problem", "indicators", "keywords": [..]}` or a bare text; missing keys and empty
        values are normal; `problem` may be `{name of a section: text}`. `among` restricts the answer to those ids (unknown ones are ignored). The score is a
        weighted sum (weights.json), without unit, comparable between queries. Equal scores are ordered by id.
        """
        return _ranked(self._searches.of(self._state, query), k, among)

    def scores(self, query, ids, by_words: bool = False) -> dict:
        """`{id: score}` for each of the ids that is in the pool, 0 included; `by_words` leaves out topics and
        neighbours: what the same words alone give."""
        state = self._state
        places = {id_: state.place(id_) for id_ in ids}
        places = {id_: place for id_, place in places.items() if place is not None}
        rows = tuple(
            np.array([r for s, r in places.values() if s == side], dtype=np.int64) for side in (0, 1)
        )
        search = self._searches.of(state, query)
        totals = search.blocks(rows) if by_words else search.scores(rows).total
        values = iter(totals[: len(rows[0])]), iter(totals[len(rows[0]) :])
        return {id_: float(next(values[side])) for id_, (side, _) in places.items()}

    def cosine(self, query, k: int = 10, among=None) -> list[tuple[object, float]]:
        """As `rank`, by the plain cosine of character bigrams, 0 … 1: for look-alikes and thresholds.

        For similar challenges fit a matcher on challenges as `{"id", "works": [{"title", "abstract"}]}` and ask
        with the texts of another one; the same text gives 1.
        """
        return _ranked(self._searches.of(self._state, query), k, among, LOOK_ALIKE)

    def explain(self, query, expert_id) -> Explanation:
        """Why the expert has his score: contributions that sum to it. Raises KeyError for an unknown id."""
        state, told = self._state, (texts_of(query), sections_of(query))
        last = self._last
        if last is None or last[0] != told or last[1].pool is not state:
            last = self._last = told, Question(state, query, self._searches.of(state, query))
        return explain(last[1], expert_id)

    def add(self, expert) -> None:
        """Add an expert, or replace the one with the same id. Visible to the next query.

        Raises ValueError for an expert without a usable id.
        """
        self.change([expert])

    def remove(self, expert_id) -> None:
        """Take an expert out. Raises KeyError for an unknown id."""
        with self._lock:
            if expert_id not in self:
                raise KeyError(expert_id)
            self._change({}, [expert_id])
        self._settle()

    def change(self, experts=(), removed=()) -> None:
        """Add or replace experts and take out ids (unknown ones are ignored), seen by readers all at once.

        Raises ValueError for an expert without a usable id; nothing has changed then.
        """
        unique = _unique(experts)
        with self._lock:
            self._change(unique, removed)
        self._settle()

    @property
    def changes(self) -> int:
        """Experts added, replaced or removed since the last fit or compaction."""
        return len(self._state.added.ids) + len(self._state.removed)

    def compact(self) -> None:
        """Fold all changes into the base; scores then equal those of a fresh fit in the same order.

        Takes as long as a fit without reading texts; readers and writers go on meanwhile.
        """
        self._compacted()

    def save(self, path) -> None:
        """Compact, and write a snapshot into the folder `path` (made if missing); an older one there stays in
        force until the new one is whole. Raises OSError when the disk refuses."""
        write_snapshot(path, self._compacted())

    @classmethod
    def load(cls, path, verify: bool = True, blocks=None) -> "Matcher":
        """Matcher from a snapshot. Raises SnapshotError when it is missing, damaged, foreign, or made by another
        version, segmenter or weights; `verify=False` skips the checksums of the large files."""
        matcher = cls.__new__(cls)
        matcher._begin(read_snapshot(path, _chosen(blocks), verify))  # noqa: SLF001  (of our own kind)
        return matcher

    def _change(self, experts: dict, removed) -> None:
        extras = dict(zip(experts, extras_of(list(experts.values()), self._state), strict=True))
        rows = self._state.base.rows
        for id_ in (*removed, *experts):  # who is replaced moves to the end
            self._added.pop(id_, None)
            if id_ in rows:
                self._removed.add(rows[id_])
        self._added |= extras
        self._state = changed(self._state, self._added, self._removed)

    def _settle(self) -> None:
        if self.changes <= min(MOST_CHANGES, len(self) * MOST_CHANGED):
            return
        if len(self) <= AT_ONCE:
            self.compact()
            return
        with self._lock:
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self.compact, name="compaction", daemon=True)
                self._thread.start()

    def _compacted(self):
        """The state without changes beside the base, put in force with what has changed meanwhile."""
        with self._compaction:  # one at a time
            with self._lock:
                state, before = self._state, dict(self._added)
            if not len(state.added.ids) + len(state.removed):
                return state
            made = compacted(state)
            with self._lock:
                if self._state.base is state.base:  # else a fit came between: that pool stands
                    self._added, self._removed = replayed(made, before, self._state, self._added)
                    self._state = changed(made, self._added, self._removed)
                    self._searches, self._last = Searches(), None
            return made


def _chosen(blocks) -> tuple:
    return tuple(blocks) if blocks is not None else load_blocks()


def _ranked(search: Search, k: int, among, only=None) -> list[tuple[object, float]]:
    state = search.pool
    if k <= 0 or not len(search.terms.codes) or not state.size:
        return []
    rows = _rows_of(state, among) if among is not None else search.candidates(k)
    scores = search.blocks(rows, only) if only else search.scores(rows).total
    best = np.flatnonzero(scores > 0)
    if len(best) > k:
        best = best[scores[best] >= np.partition(scores[best], len(best) - k)[len(best) - k]]
    ids, size = (state.base.ids, state.added.ids), len(rows[0])
    found = [
        (ids[0][rows[0][i]] if i < size else ids[1][rows[1][i - size]], float(scores[i]))
        for i in best.tolist()
    ]
    return sorted(found, key=lambda pair: (-pair[1], str(pair[0]), isinstance(pair[0], str)))[:k]


def _rows_of(state, among):
    places = {place for place in map(state.place, among) if place is not None}
    return tuple(np.array(sorted(r for s, r in places if s == side), dtype=np.int64) for side in (0, 1))


def _unique(experts) -> dict:
    """Experts by id; of two with one id the later, in its place."""
    found: dict = {}
    for expert in experts:
        id_ = _id_of(expert)
        found.pop(id_, None)
        found[id_] = expert
    return found


def _id_of(expert):
    id_ = expert.get("id") if isinstance(expert, dict) else None
    if type(id_) not in {str, int}:
        raise ValueError(f"an expert needs an id (text or whole number), not {id_!r}")
    return id_
