"""Teams: who of the candidates closes which need, together, and what stays open.

A need is as well covered as by its best member: value(team) = Σ weight · max over members of coverage / Σ weight
(facility location). The other usual form, 1 − Π (1 − coverage), would take coverage for independent chances of
success; here it is likeness of texts, and two people who each know half of a matter do not yet know it. The
maximum also names one person for every need. It is monotone and submodular, so the greedy choice reaches at least
1 − 1/e of the best (Nemhauser, Wolsey & Fisher 1978) while nobody excludes anybody and further members are free;
the search behind it proves more, usually that nothing is better.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

COVERED = 0.25  # coverage from which a need counts as closed; measured in docs/decisions/0008-assignment-and-teams.md
MOST_STEPS = 4_000  # of the exact search; about a tenth of a second with 100 candidates


@dataclass(frozen=True, eq=False)
class Pool:
    """Whom to choose from, for what.

    coverage    float [candidates, needs], 0 (nothing) … 1; NaN counts as 0
    candidates  ids (str or int) of the rows · needs: ids of the columns
    weights     float > 0 for each need; default 1
    most        members at most, `fixed` included
    fixed       members in any case, the leader first
    excluded    pairs of ids that cannot be in one team
    price       share of the whole value that a further member must bring, 0 … 1
    threshold   coverage from which a need counts as closed
    """

    coverage: np.ndarray
    candidates: Sequence
    needs: Sequence
    most: int = 5
    weights: Sequence[float] | None = None
    fixed: Sequence = ()
    excluded: Sequence[tuple] = ()
    price: float = 0.01
    threshold: float = COVERED


class Member(NamedTuple):
    """`gain`: share of the whole value this one added when joining; `closes`: needs closed by nobody better."""

    id: object
    gain: float
    is_fixed: bool
    closes: tuple


class Need(NamedTuple):
    """`by`: the member who covers it best (None when nobody does at all); `coverage` 0 … 1."""

    id: object
    by: object
    coverage: float
    is_closed: bool


class Team(NamedTuple):
    """Members in the order of joining (gains sum to `value`, 0 … 1) and every need with who closes it.

    open      ids of the needs below the threshold
    matrix    for a picture: one tuple of coverages, in the order of `needs`, for each member, in their order
    is_best   proven: no team has a greater value less the price of its members
    """

    members: tuple[Member, ...]
    needs: tuple[Need, ...]
    value: float
    open: tuple
    matrix: tuple[tuple[float, ...], ...]
    is_best: bool


def team(pool: Pool, steps: int = MOST_STEPS) -> Team:
    """The best team found: greedy, then searched for better ones in `steps` steps (0: greedy alone).

    Equal gains fall by id, so the order of candidates changes nothing.
    Raises ValueError, in words, for a pool that is not well formed or fixed members that cannot be together.
    """
    table = _read(pool)
    search = _Search(table, _greedy(table, tuple(table.fixed)), steps)
    search.widen(tuple(table.fixed), table.best_of(table.fixed), table.allowed(table.fixed))
    return _report(table, search.found, pool.threshold, is_best=search.left > 0)


def coverage(matcher, needs: Mapping, ids: Sequence) -> np.ndarray:
    """How well each of `ids` covers each need by the texts of a matcher, float [ids, needs], 0 … 1.

    needs: {id: text}. The scale is absolute: the score divided by the score of somebody whose only work is this
    very text, both by words alone, cut at 1. So 0 means that nothing is shared, 1 that no work could say it better, and a need that
    nobody in the pool fits stays low for all, which a division by the best candidate would hide. The divisor
    comes from a second small matcher of the same kind over the needs alone. An id the matcher does not know, or
    a need without text, gives 0.
    """
    shares = np.zeros((len(ids), len(needs)))
    own = type(matcher)().fit(
        [{"id": n, "works": [{"title": text}]} for n, text in enumerate(needs.values())]
    )
    for n, text in enumerate(needs.values()):
        most = own.scores({"title": text}, [n], by_words=True).get(n, 0.0)
        if most > 0:
            scores = matcher.scores({"title": text}, ids, by_words=True)
            shares[:, n] = [scores.get(id_, 0.0) / most for id_ in ids]
    return np.clip(shares, 0.0, 1.0)


class _Table(NamedTuple):
    """Rows in the order of their ids; `worth` is coverage · weight / Σ weight, float [candidates, needs]."""

    ids: list
    needs: list
    worth: np.ndarray
    coverage: np.ndarray
    together: np.ndarray  # bool [candidates, candidates]
    fixed: list[int]
    most: int
    price: float

    def best_of(self, members) -> np.ndarray:
        """Worth of each need in a team, float [needs]."""
        return self.worth[list(members)].max(axis=0, initial=0.0)

    def allowed(self, members) -> np.ndarray:
        """Who may join, bool [candidates]."""
        may: np.ndarray = np.logical_and.reduce(self.together[list(members)], axis=0)
        may[list(members)] = False
        return may

    def gains(self, best: np.ndarray) -> np.ndarray:
        """What each candidate would add, float [candidates]."""
        return np.maximum(self.worth - best, 0.0).sum(axis=1)

    def net(self, members) -> float:
        """Value of a team less the price of the members that were not fixed."""
        return float(self.best_of(members).sum()) - self.price * (len(members) - len(self.fixed))


def _greedy(table: _Table, members: tuple[int, ...]) -> tuple[int, ...]:
    while len(members) < table.most:
        gains = np.where(table.allowed(members), table.gains(table.best_of(members)), 0.0)
        if not len(gains) or gains.max() <= table.price:
            break
        members = (*members, int(np.argmax(gains)))
    return members


class _Search:
    """Branch and bound: what is left to gain is at most the sum of the greatest single gains (submodularity)."""

    def __init__(self, table: _Table, found: tuple[int, ...], steps: int):
        self.table, self.found, self.left = table, found, steps
        self.value = table.net(found)

    def widen(self, members: tuple[int, ...], best: np.ndarray, may: np.ndarray) -> None:
        """Look at all teams that add to `members` some of those who may join."""
        if self.left <= 0:
            return
        self.left -= 1
        table, value = self.table, self.table.net(members)
        if value > self.value + 1e-12:
            self.found, self.value = members, value
        gains = np.where(may, table.gains(best) - table.price, 0.0)
        order = np.argsort(-gains, kind="stable")
        order, room = order[gains[order] > 0], table.most - len(members)
        may = may.copy()
        for n, candidate in enumerate(order):
            if room <= 0 or value + gains[order[n : n + room]].sum() <= self.value + 1e-12:
                return
            may[candidate] = False
            joined = np.maximum(best, table.worth[candidate])
            self.widen((*members, int(candidate)), joined, may & table.together[candidate])


def _report(table: _Table, members: tuple[int, ...], threshold: float, is_best: bool) -> Team:
    joined, gains, best = [], [], table.best_of(())
    while len(joined) < len(members):
        waiting = table.fixed[len(joined) :][:1] or sorted(set(members) - set(joined))
        added = table.gains(best)[waiting]
        joined.append(waiting[int(np.argmax(added))])
        gains.append(float(added.max()))
        best = table.best_of(joined)
    shown = table.coverage[joined]
    needs = tuple(_need(table, n, joined, shown[:, n], threshold) for n in range(len(table.needs)))
    closed = {
        table.ids[m]: tuple(n.id for n in needs if n.is_closed and n.by == table.ids[m]) for m in joined
    }
    return Team(
        tuple(
            Member(table.ids[m], gain, m in table.fixed, closed[table.ids[m]])
            for m, gain in zip(joined, gains, strict=True)
        ),
        needs,
        float(best.sum()),
        tuple(n.id for n in needs if not n.is_closed),
        tuple(map(tuple, shown.tolist())),
        is_best,
    )


def _need(table, n, joined, column, threshold):
    top = float(column.max(initial=0.0))
    by = table.ids[joined[int(np.argmax(column))]] if top > 0 else None
    return Need(table.needs[n], by, top, bool(top >= threshold and top > 0))


def _read(pool: Pool) -> _Table:
    ids, needs = list(pool.candidates), list(pool.needs)
    given = np.asarray(pool.coverage, dtype=np.float64)
    weights = np.ones(len(needs)) if pool.weights is None else np.asarray(pool.weights, dtype=np.float64)
    for fault, is_so in _faults(pool, ids, needs, given, weights).items():
        if is_so:
            raise ValueError(fault)
    order = sorted(range(len(ids)), key=lambda n: (isinstance(ids[n], str), ids[n]))
    place = {ids[n]: row for row, n in enumerate(order)}
    together = np.ones((len(ids), len(ids)), dtype=bool)
    for one, other in pool.excluded:
        if one != other and one in place and other in place:
            together[place[one], place[other]] = together[place[other], place[one]] = False
    fixed = [place[id_] for id_ in pool.fixed]
    if not together[np.ix_(fixed, fixed)].all():
        raise ValueError("fixed members exclude each other")
    shown = np.nan_to_num(given)[order]
    worth = shown * (weights / (weights.sum() or 1.0))
    return _Table([ids[n] for n in order], needs, worth, shown, together, fixed, pool.most, pool.price)


def _faults(pool, ids, needs, given, weights):
    size, width = len(ids), len(needs)
    return {
        f"coverage must be a matrix [{size}, {width}] of numbers 0 … 1": given.shape != (size, width)
        or (given < 0).any()
        or (given > 1).any(),
        f"weights must be {width} numbers > 0": weights.shape != (width,) or not (weights > 0).all(),
        "candidates must be different ids, texts or whole numbers": len(set(ids)) < size
        or not all(isinstance(i, str | int) for i in ids),
        "fixed members must be different candidates": len(set(pool.fixed)) < len(pool.fixed)
        or not set(pool.fixed) <= set(ids),
        "more members are fixed than the team may have": len(pool.fixed) > pool.most,
    }
