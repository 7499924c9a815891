"""The network: items send what they need to reviewers, reviewers keep their minimum and pass the rest to a pool.

Nodes: item × stratum, reviewer, pool and, where there are quotas, a root for each item that feeds its strata.
A lower bound is written as supply (Ahuja, Magnanti & Orlin 1993, section 2.4), so every arc begins at 0.
"""

from typing import NamedTuple

import numpy as np

from matching.assign.task import BLOCKED, Sheet


class Network(NamedTuple):
    """Everything but the pair arcs. All int64.

    supply [nodes], sums to 0 · tail, head, capacity [arcs]; these arcs cost nothing
    row [items, strata], column [reviewers], pool, root [items, or none without quotas]: numbers of the nodes
    """

    supply: np.ndarray
    tail: np.ndarray
    head: np.ndarray
    capacity: np.ndarray
    row: np.ndarray
    column: np.ndarray
    pool: int
    root: np.ndarray


class Arcs(NamedTuple):
    """All int64 [arcs]; pair arcs first."""

    tail: np.ndarray
    head: np.ndarray
    capacity: np.ndarray
    cost: np.ndarray


def network(sheet: Sheet) -> Network:
    """The network of a sheet."""
    size, strata = sheet.quota_least.shape
    width = len(sheet.most)
    row = np.arange(size * strata).reshape(size, strata)
    column = size * strata + np.arange(width)
    pool = size * strata + width
    root = pool + 1 + np.arange(size if strata > 1 else 0)
    supply = np.zeros(pool + 1 + len(root), dtype=np.int64)
    supply[column] = -sheet.least
    supply[pool] = sheet.least.sum() - sheet.need.sum()
    tail, head, capacity = column, np.full(width, pool), sheet.most - sheet.least
    if strata == 1:
        supply[row[:, 0]] = sheet.need
    else:
        supply[row] = sheet.quota_least
        supply[root] = sheet.need - sheet.quota_least.sum(axis=1)
        spare = np.minimum(sheet.quota_most, sheet.need[:, None]) - sheet.quota_least
        tail, head = np.concatenate([tail, np.repeat(root, strata)]), np.concatenate([head, row.ravel()])
        capacity = np.concatenate([capacity, spare.ravel()])
    return Network(supply, tail, head, capacity, row, column, pool, root)


def arcs_of(sheet: Sheet, net: Network, kept: np.ndarray) -> Arcs:
    """Arcs of the kept pairs, capacity 1 and cost of the sheet, then those of the network.

    kept int64 [n]: item number × reviewers + reviewer number, rising.
    """
    items, reviewers = np.divmod(kept, len(sheet.most))
    return Arcs(
        np.concatenate([net.row[items, sheet.stratum[reviewers]], net.tail]),
        np.concatenate([net.column[reviewers], net.head]),
        np.concatenate([np.ones(len(kept), dtype=np.int64), net.capacity]),
        np.concatenate([sheet.cost.ravel()[kept], np.zeros(len(net.tail), dtype=np.int64)]),
    )


def best_pairs(cost: np.ndarray, number: int) -> np.ndarray:
    """Free pairs among the `number` cheapest of their row or column, as in `arcs_of`."""
    size, width = cost.shape
    if number >= min(size, width):
        return np.flatnonzero(cost < BLOCKED)
    keep = np.zeros(cost.shape, dtype=bool)
    keep[np.arange(size)[:, None], np.argpartition(cost, number - 1, axis=1)[:, :number]] = True
    turned = np.argpartition(np.ascontiguousarray(cost.T), number - 1, axis=1)[:, :number]
    keep[turned, np.arange(width)[:, None]] = True
    kept = np.flatnonzero(keep)
    return kept[cost.ravel()[kept] < BLOCKED]


def cheapest_flow(arcs: Arcs, supply: np.ndarray) -> np.ndarray | None:
    """Flow of least cost on each arc, int64 [arcs], or None where supplies cannot be met.

    Solver: cost-scaling push-relabel of OR-tools (Goldberg 1997), exact in whole numbers.
    """
    from ortools.graph.python import min_cost_flow

    solver = min_cost_flow.SimpleMinCostFlow()
    at = solver.add_arcs_with_capacity_and_unit_cost(
        arcs.tail.astype(np.int32), arcs.head.astype(np.int32), arcs.capacity, arcs.cost
    )
    solver.set_nodes_supplies(np.arange(len(supply), dtype=np.int32), supply)
    status = solver.solve()
    if status == solver.INFEASIBLE:
        return None
    if status != solver.OPTIMAL:
        raise RuntimeError(f"the flow solver gave up: {status}")
    return np.asarray(solver.flows(at), dtype=np.int64)
