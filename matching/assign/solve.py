"""The way to the optimum: few arcs first, then prices over all pairs, more arcs where the prices ask for them."""

from typing import NamedTuple

import numpy as np

from matching.assign.fairness import Fairness, fairness
from matching.assign.network import Network, arcs_of, best_pairs, cheapest_flow, network
from matching.assign.proof import bound, pack, reduced_costs, settle
from matching.assign.shortage import Infeasible, plain_reasons, tightest_cut
from matching.assign.task import BLOCKED, Prices, Sheet, Task, read

FIRST_ARCS = 20  # of each item and of each reviewer: fastest of 12, 20 and 40 on 2000 × 800
PATIENCE = 64  # rounds of prices after new pairs came in, before the flow is solved again


class Assignment(NamedTuple):
    """An exact optimum of the chosen objective over all pairs.

    pairs      ((item, reviewer), …) in the order of their ids
    objective  sum of the scores of the pairs, or of their logarithms
    error      no assignment has an objective above objective + error: one cost unit per pair that is not locked
               (the span of the values / 2³⁰ each; none where all values are equal); costs in those units are minimal exactly
    prices     the proof, for `verify`
    fairness   see there
    arcs       pairs the solver was given, of all that are free: (given, free)
    """

    pairs: tuple[tuple, ...]
    objective: float
    error: float
    prices: Prices
    fairness: Fairness
    arcs: tuple[int, int]


def assign(task: Task, first_arcs: int = FIRST_ARCS) -> Assignment | Infeasible:
    """The best assignment, or why there is none. The same whatever the order of ids and the same every time.

    `first_arcs`: pairs each item and each reviewer begins with; it changes the time, and among equally good
    assignments the choice, never the objective. Raises ValueError, in words, for a task that is not well formed.
    """
    sheet = read(task)
    reasons = plain_reasons(sheet)
    if reasons:
        return Infeasible(tuple(reasons))
    net = network(sheet)
    kept, flow = _first(sheet, net, max(first_arcs, 1))
    if flow is None:
        return Infeasible((tightest_cut(sheet, net),))
    while True:
        kept, flow, prices = _proven(sheet, net, kept, flow)
        if prices is not None:
            return _answer(sheet, net, kept, flow, prices)
        flow = cheapest_flow(arcs_of(sheet, net, kept), net.supply)


def _first(sheet: Sheet, net: Network, number: int):
    """Kept pairs and the cheapest flow on them; None instead of the flow when all pairs do not suffice."""
    while True:
        kept = best_pairs(sheet.cost, number)
        flow = cheapest_flow(arcs_of(sheet, net, kept), net.supply)
        if flow is not None or number >= min(sheet.cost.shape):
            return kept, flow
        number *= 2


def _proven(sheet: Sheet, net: Network, kept: np.ndarray, flow: np.ndarray):
    """Kept pairs, grown by those the prices asked for, their flow, and prices that prove it over all pairs;
    None instead of prices when the flow has to be solved again on the grown pairs.

    It ends: the first prices always settle, because the flow is the cheapest on its arcs, and each further round
    adds pairs.
    """
    start, rounds = np.zeros(len(net.supply), dtype=np.int64), len(net.supply) + 1
    while True:
        prices = settle(arcs_of(sheet, net, kept), flow, start, rounds)
        if prices is None:
            return kept, flow, None
        asked = (reduced_costs(sheet, net, prices) < 0).ravel()
        asked[kept] = False
        if not asked.any():
            return kept, flow, prices
        grown = np.union1d(kept, np.flatnonzero(asked))
        spread = np.zeros(len(grown), dtype=np.int64)
        spread[np.searchsorted(grown, kept)] = flow[: len(kept)]
        kept, flow = grown, np.concatenate([spread, flow[len(kept) :]])
        start, rounds = prices, PATIENCE


def _answer(sheet: Sheet, net: Network, kept: np.ndarray, flow: np.ndarray, prices: np.ndarray) -> Assignment:
    used = kept[flow[: len(kept)] > 0]
    cost, least = int(sheet.cost.ravel()[used].sum()), bound(sheet, net, prices)
    if cost != least:
        raise RuntimeError(f"the assignment costs {cost}, the prices prove {least}")
    cells = np.sort(np.concatenate([used, np.flatnonzero(sheet.locked)]))
    rows, columns = np.divmod(cells, max(len(sheet.reviewers), 1))
    return Assignment(
        tuple((sheet.items[i], sheet.reviewers[r]) for i, r in zip(rows, columns, strict=True)),
        float(sheet.values[rows, columns].sum()),
        len(used) * sheet.unit if sheet.cost.max(initial=0, where=sheet.cost < BLOCKED) else 0.0,
        pack(sheet, net, prices),
        fairness(sheet, net, (rows, columns), prices),
        (len(kept), int(np.count_nonzero(sheet.cost < BLOCKED))),
    )
