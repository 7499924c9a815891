"""Why an assignment is optimal: prices, found without the solver and checked over every pair.

Weak duality of flows (Ahuja, Magnanti & Orlin 1993, chapter 9): with any prices π the reduced cost of an arc is
cost + π(tail) − π(head), and no flow costs less than Σ capacity · min(0, reduced cost) − Σ supply · π.
An assignment whose cost equals that bound is therefore an optimum, whatever found it.
"""

import numpy as np

from matching.assign.network import Arcs, Network, network
from matching.assign.task import BLOCKED, Prices, Sheet, Task, read

MOST = BLOCKED // 4  # of a price, either sign: a pair that is not free keeps a positive reduced cost


def settle(arcs: Arcs, flow: np.ndarray, start: np.ndarray, rounds: int) -> np.ndarray | None:
    """Prices int64 [nodes] under which no arc of the residual network has a negative reduced cost, or None when
    they do not settle within `rounds` (after as many rounds as nodes: there is a cheaper flow).

    Bellman–Ford from `start`, all nodes at once; arcs are grouped by head.
    """
    forth, back = flow < arcs.capacity, flow > 0
    tail = np.concatenate([arcs.tail[forth], arcs.head[back]])
    head = np.concatenate([arcs.head[forth], arcs.tail[back]])
    cost = np.concatenate([arcs.cost[forth], -arcs.cost[back]])
    if not len(head):
        return start
    order = np.argsort(head, kind="stable")
    tail, cost = tail[order], cost[order]
    heads, first = np.unique(head[order], return_index=True)
    prices = start.copy()
    for _ in range(rounds):
        reached = np.minimum.reduceat(prices[tail] + cost, first)
        if (reached >= prices[heads]).all():
            return prices
        prices[heads] = np.minimum(prices[heads], reached)
    return None


def reduced_costs(sheet: Sheet, net: Network, prices: np.ndarray) -> np.ndarray:
    """Reduced cost of every pair, int64 [items, reviewers]; BLOCKED and more where a pair is not free."""
    own = prices[net.row]
    rows = own if own.shape[1] == 1 else own[:, sheet.stratum]
    return sheet.cost + rows - prices[net.column]


def bound(sheet: Sheet, net: Network, prices: np.ndarray) -> int:
    """No assignment of the sheet costs less, in cost units; exact for prices within ± MOST."""
    pairs = reduced_costs(sheet, net, prices)
    np.minimum(pairs, 0, out=pairs)
    others = np.minimum(prices[net.tail] - prices[net.head], 0) * net.capacity
    return int(pairs.sum() + others.sum() - (net.supply * prices).sum())


def pack(sheet: Sheet, net: Network, prices: np.ndarray) -> Prices:
    """Prices in the order of the task."""
    items, reviewers = np.empty_like(net.row), np.empty_like(net.column)
    roots = np.empty_like(net.root)
    items[sheet.item_at], reviewers[sheet.reviewer_at] = prices[net.row], prices[net.column]
    if len(roots):
        roots[sheet.item_at] = prices[net.root]
    return Prices(items, reviewers, int(prices[net.pool]), roots)


def unpack(sheet: Sheet, net: Network, prices: Prices) -> np.ndarray:
    """Prices by node."""
    nodes = np.zeros(len(net.supply), dtype=np.int64)
    nodes[net.row], nodes[net.column] = prices.items[sheet.item_at], prices.reviewers[sheet.reviewer_at]
    nodes[net.pool] = prices.pool
    if len(net.root):
        nodes[net.root] = prices.roots[sheet.item_at]
    return nodes


def verify(task: Task, pairs, prices: Prices) -> list[str]:
    """What is wrong with an assignment; an empty list: it keeps every rule and no other one is better by more
    than one cost unit per pair.

    Uses neither the solver nor anything it answered but `pairs` and `prices`; one pass over the matrix.
    """
    sheet = read(task)
    rows, columns = ({id_: n for n, id_ in enumerate(ids)} for ids in (sheet.items, sheet.reviewers))
    cells = [(rows.get(item, -1), columns.get(reviewer, -1)) for item, reviewer in pairs]
    if len(set(cells)) < len(cells) or any(-1 in cell for cell in cells):
        return ["a pair is named twice or unknown"]
    taken = np.zeros(sheet.cost.shape, dtype=bool)
    taken[tuple(np.array(cells, dtype=np.int64).reshape(-1, 2).T)] = True
    faults = ["a lock is missing"] if (sheet.locked & ~taken).any() else []
    taken &= ~sheet.locked
    faults += _broken(sheet, taken)
    if faults:
        return faults
    net = network(sheet)
    nodes = unpack(sheet, net, prices)
    if (np.abs(nodes) > MOST).any():
        return ["a price is beyond all reason"]
    cost, least = int(sheet.cost[taken].sum()), bound(sheet, net, nodes)
    if cost != least:
        faults.append(f"the prices prove {least} only, the pairs cost {cost}")
    return faults


def _broken(sheet, taken):
    loads = taken.sum(axis=0)
    by_stratum = np.stack(
        [taken[:, sheet.stratum == s].sum(axis=1) for s in range(len(sheet.labels))], axis=1
    )
    found = {
        "a pair is in conflict": (sheet.cost[taken] >= BLOCKED).any() or bool(sheet.clashes),
        "an item has not what it needs": (taken.sum(axis=1) != sheet.need).any(),
        "a reviewer has too many items": (loads > sheet.most).any(),
        "a reviewer has too few items": (loads < sheet.least).any(),
        "a quota is not kept": ((by_stratum < sheet.quota_least) | (by_stratum > sheet.quota_most)).any(),
    }
    return [fault for fault, is_so in found.items() if is_so]
