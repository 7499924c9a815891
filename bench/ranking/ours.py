"""The matcher on a pool: build, queries by stage, a profile replaced, explanations, what the memory bus allows."""

import pathlib
import statistics
import time

import numpy as np

from bench.ranking import pool
from bench.ranking.timing import seconds, times

BEST, REPLACED = 10, 200


def measure(size: int, folder: str | None = None) -> dict:
    """All figures of one pool; writes the snapshot into `folder` for `bench.ranking.serving`."""
    from matching import Matcher, search

    search.KEPT = 0  # every query is asked as if for the first time
    asked = pool.parts().queries
    Matcher().fit(list(pool.experts(1_500))).rank(
        asked[0], BEST
    )  # compiled code is loaded outside of the measure
    matcher, spent = _built(list(pool.experts(size)))
    rounds = 5 if size < pool.SIZES[-1] else 3
    found = {
        "build": spent,
        "query": times(_asker(matcher), asked, rounds=rounds)._asdict(),
        "stages": _stages(matcher, asked, rounds),
        "limit": _limit(matcher, asked),
        "explain": _explained(matcher, asked),
    }
    if folder:
        _, found["save"] = seconds(lambda: matcher.save(folder))
        found["disk"] = sum(f.stat().st_size for f in pathlib.Path(folder).rglob("*") if f.is_file())
    found["replace"] = _replaced(matcher, size)
    return found


def _built(people):
    from matching import Matcher

    return seconds(lambda: Matcher().fit(people))


def _asker(matcher):
    """Ranks a query as one that was never asked before."""
    from matching.search import Searches

    def rank(query):
        matcher._searches = Searches()  # noqa: SLF001  (queries asked again are kept there)
        return matcher.rank(query, BEST)

    return rank


def _stages(matcher, asked, rounds) -> dict:
    """Median milliseconds of the parts of a query; the rest is what `rank` does around them."""
    from matching.query import read
    from matching.search import Search

    state = matcher._state  # noqa: SLF001  (the state is what the parts work on)
    ready = [(q, read(q)) for q in asked]
    searches = [(s := Search(state, r), s.candidates(BEST)) for _, r in ready]
    parts = {
        "read": (lambda one: read(one[0]), ready),
        "counts": (lambda one: Search(state, one[1]), ready),
        "candidates": (lambda one: one[0]._rows(BEST), searches),  # noqa: SLF001  (as often as asked)
        "blocks": (lambda one: one[0].blocks(one[1]), searches),
        "all": (lambda one: _all_scores(state, one), ready),
    }
    return {name: times(work, inputs, rounds).median for name, (work, inputs) in parts.items()}


def _all_scores(state, one):
    from matching.search import Search

    search = Search(state, one[1])
    return search.scores(search.candidates(BEST))


def _limit(matcher, asked) -> dict:
    """Bytes a query must read (postings of its strongest bigrams, streams of the candidates) at the speed of memcpy."""
    from matching.query import read
    from matching.search import Search

    state = matcher._state  # noqa: SLF001
    base, found = state.base.segment, []
    for query in asked:
        search = Search(state, read(query))
        chosen, _ = search.candidates(BEST)
        begin, end = search.strongest()[1:3]
        streams = int((base.start[chosen + 1] - base.start[chosen]).sum()) * base.stream.itemsize
        topics = len(chosen) * base.topics.shape[1] * base.topics.itemsize
        postings = int((end - begin).sum()) * (base.rows.itemsize + base.impacts.itemsize)
        found.append((postings, streams + topics))
    postings, rest = (statistics.median(column) for column in zip(*found, strict=True))
    speed = _bandwidth()
    return {"postings": postings, "rest": rest, "speed": speed, "ms": 1000 * (postings + rest) / speed}


def _bandwidth() -> float:
    """Bytes a second that one core reads while it copies 256 MB: the best of several."""
    source = np.ones(1 << 25)
    target = np.empty_like(source)
    best = min(seconds(lambda: np.copyto(target, source))[1] for _ in range(9))
    return source.nbytes / best


def _explained(matcher, asked) -> dict:
    """Times of explaining every one of an answer, after the query as a page does; `first`: the first of each."""
    every, firsts = [], []
    for query in asked:
        best = [id_ for id_, _ in matcher.rank(query, BEST)]
        spent = [1000 * seconds(lambda: matcher.explain(query, id_))[1] for id_ in best]  # noqa: B023  (called at once)
        every += spent
        firsts.append(spent[0])
    p95 = sorted(every)[int(0.95 * len(every))]
    return {"median": statistics.median(every), "p95": p95, "first": statistics.median(firsts)}


def _replaced(matcher, size) -> dict:
    """Times of replacing one profile; each is found first by a text that only its new form has."""
    fresh = list(pool.experts(REPLACED + 3))
    spent, queries, before = [], [], matcher._state  # noqa: SLF001
    for number, expert in enumerate(fresh):
        id_ = number * (size // len(fresh))
        mark = f"qzx{number}"
        new = {**expert, "id": id_, "works": [*expert["works"], {"type": "论文", "title": mark}]}
        begun = time.process_time()
        matcher.add(new)
        spent.append(1000 * (time.process_time() - begun))
        begun = time.process_time()
        best = matcher.rank({"title": mark}, 1)
        queries.append(1000 * (time.process_time() - begun))
        assert best[0][0] == id_, (best, id_)
    assert matcher._state.base is before.base  # noqa: SLF001  (nothing was compacted meanwhile)
    after = times(_asker(matcher), pool.parts().queries)
    _, compacting = (
        seconds(matcher.compact) if size < pool.SIZES[-1] else (None, None)
    )  # minutes for a million
    ordered = sorted(spent[3:])
    return {
        "median": statistics.median(ordered),
        "p95": ordered[int(0.95 * len(ordered))],
        "count": len(ordered),
        "query_after": after.median,
        "compact": compacting,
    }
