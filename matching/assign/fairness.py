"""How fair an assignment is: how well each item is served, how much each reviewer carries, what locks cost."""

from typing import NamedTuple

import numpy as np

from matching.assign.network import Network
from matching.assign.task import Sheet

QUANTILES = (0.0, 0.1, 0.5, 0.9, 1.0)


class Fairness(NamedTuple):
    """Scores as given in the task, not their logarithms.

    worst_item   the item whose reviewers fit least (None without items); ties: the first by id
    item_scores  {item: mean score of its reviewers}, items that need nobody left out
    quantiles    of those means: least, 10 %, median, 90 %, greatest; empty without items
    loads        {reviewer: items}
    lock_costs   {(item, reviewer): by how much the objective could rise at most without this lock}, float ≥ 0 in
                 units of the objective, from the prices of the optimum (weak duality), so free of charge
    """

    worst_item: object
    item_scores: dict
    quantiles: tuple[float, ...]
    loads: dict
    lock_costs: dict


def fairness(
    sheet: Sheet, net: Network, pairs: tuple[np.ndarray, np.ndarray], prices: np.ndarray
) -> Fairness:
    """Report on `pairs` (rows, columns), locks included; `prices` int64 [nodes]."""
    rows, columns = pairs
    counts = np.bincount(rows, minlength=len(sheet.items))
    means = np.bincount(rows, sheet.scores[rows, columns], len(sheet.items)) / np.maximum(counts, 1)
    served = np.flatnonzero(counts)
    loads = np.bincount(columns, minlength=len(sheet.reviewers))
    return Fairness(
        sheet.items[served[np.argmin(means[served])]] if len(served) else None,
        {sheet.items[i]: float(means[i]) for i in served},
        tuple(np.quantile(means[served], QUANTILES).tolist()) if len(served) else (),
        dict(zip(sheet.reviewers, loads.tolist(), strict=True)),
        _lock_costs(sheet, net, prices),
    )


def _lock_costs(sheet, net, prices):
    """A lock set free is one more unit of flow over pair, load and quota; where such an arc has a positive
    reduced cost, the bound of duality and the cost part by that much and no more."""
    rows, columns = np.nonzero(sheet.locked)
    pool = np.maximum(prices[net.column] - prices[net.pool], 0)
    costs = {}
    for i, r in zip(rows, columns, strict=True):
        own = prices[net.row[i, sheet.stratum[r]]]
        worth = (sheet.top - sheet.values[i, r]) / sheet.unit
        units = max(worth + own - prices[net.column[r]], 0) + pool[r]
        if len(net.root):
            units += max(prices[net.root[i]] - own, 0)
        costs[sheet.items[i], sheet.reviewers[r]] = float(units * sheet.unit)
    return costs
