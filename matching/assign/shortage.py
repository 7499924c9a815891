"""Why there is no assignment: which items and reviewers stand against each other, and by how much."""

from typing import NamedTuple

import numpy as np

from matching.assign.network import Network, arcs_of
from matching.assign.task import BLOCKED, Sheet

SENTENCES = {
    "lock_in_conflict": "指定的人选与该项有冲突，不能同时成立。",
    "locks_over_demand": "该项指定了 {needed} 人，超出需要 {excess} 人。",
    "locks_over_load": "该评审人被指定的项数超过其上限 {excess} 项。",
    "locks_over_quota": "该项指定的人选超出“{label}”的名额 {excess} 人。",
    "least_over_most": "该评审人的最低项数比上限多 {excess} 项。",
    "too_few_reviewers": "该项还需要 {needed} 人，没有冲突、可以承担的只有 {available} 人。",
    "too_few_items": "该评审人至少还要承担 {needed} 项，没有冲突的只有 {available} 项。",
    "too_few_seats": "全部项目还需要 {needed} 人次，全体评审人最多只能承担 {available} 人次。",
    "too_high_minimum": "评审人的最低项数合计 {needed} 项，全部项目只需要 {available} 人次。",
    "quotas_over_demand": "该项各类评审人的最低人数合计 {needed} 人，只需要 {available} 人。",
    "quotas_under_demand": "该项还需要 {needed} 人，按各类名额最多只能安排 {available} 人。",
    "items_short": "这 {items} 项共需要 {needed} 人次，能承担它们的评审人最多只有 {available} 人次。",
    "reviewers_short": "这 {reviewers} 位评审人合计至少要承担 {needed} 项，能分给他们的最多只有 {available} 项。",
}


class Shortage(NamedTuple):
    """One reason. `kind` is a key of SENTENCES; needed > available; ids of those concerned, in their order."""

    kind: str
    items: tuple
    reviewers: tuple
    needed: int
    available: int
    label: object = None

    @property
    def sentence(self) -> str:
        """The reason for a reader, in Chinese."""
        return SENTENCES[self.kind].format(
            items=len(self.items),
            reviewers=len(self.reviewers),
            needed=self.needed,
            available=self.available,
            excess=self.needed - self.available,
            label=self.label,
        )


class Infeasible(NamedTuple):
    """No assignment keeps all rules; each of the reasons alone is enough to see it."""

    reasons: tuple[Shortage, ...]


def plain_reasons(sheet: Sheet) -> list[Shortage]:
    """Reasons that show at a single item, a single reviewer or the totals."""
    free = sheet.cost < BLOCKED
    found = [Shortage("lock_in_conflict", (i,), (r,), 1, 0) for i, r in sheet.clashes]
    if found:
        return found
    found += _locks(sheet)
    found += _per_item(sheet, "too_few_reviewers", sheet.need, free.sum(axis=1))
    found += _per_reviewer(sheet, "least_over_most", sheet.least, np.maximum(sheet.most, 0))
    found += _per_reviewer(sheet, "too_few_items", sheet.least, free.sum(axis=0))
    if len(sheet.labels) > 1:
        found += _per_item(
            sheet, "quotas_over_demand", sheet.quota_least.sum(axis=1), np.maximum(sheet.need, 0)
        )
        able = np.stack([free[:, sheet.stratum == s].sum(axis=1) for s in range(len(sheet.labels))], axis=1)
        room = np.minimum(np.maximum(sheet.quota_most, 0), able).sum(axis=1)
        found += _per_item(sheet, "quotas_under_demand", sheet.need, room)
    need, least, most = int(sheet.need.sum()), int(sheet.least.sum()), int(sheet.most.sum())
    if not found and need > most:
        found.append(Shortage("too_few_seats", tuple(sheet.items), tuple(sheet.reviewers), need, most))
    if not found and least > need:
        found.append(Shortage("too_high_minimum", tuple(sheet.items), tuple(sheet.reviewers), least, need))
    return found


def _locks(sheet):
    locked, loads = sheet.locked.sum(axis=1), sheet.locked.sum(axis=0)
    found = _per_item(sheet, "locks_over_demand", locked, locked + sheet.need)
    found += _per_reviewer(sheet, "locks_over_load", loads, loads + sheet.most)
    for i, s in np.argwhere(sheet.quota_most < 0):
        excess = -int(sheet.quota_most[i, s])
        found.append(Shortage("locks_over_quota", (sheet.items[i],), (), excess, 0, sheet.labels[s]))
    return found


def _per_item(sheet, kind, needed, available):
    wrong = np.flatnonzero(needed > available)
    return [Shortage(kind, (sheet.items[i],), (), int(needed[i]), int(available[i])) for i in wrong]


def _per_reviewer(sheet, kind, needed, available):
    wrong = np.flatnonzero(needed > available)
    return [Shortage(kind, (), (sheet.reviewers[r],), int(needed[r]), int(available[r])) for r in wrong]


def tightest_cut(sheet: Sheet, net: Network) -> Shortage:
    """The reason of a sheet without plain reasons: a minimum cut of its network (Ford & Fulkerson).

    Either some items reach only reviewers with fewer free seats than they need, or some reviewers' minimum loads
    exceed what the items can send them.
    """
    from ortools.graph.python import max_flow

    arcs = arcs_of(sheet, net, np.flatnonzero(sheet.cost < BLOCKED))
    source, sink = len(net.supply), len(net.supply) + 1
    gives, takes = np.flatnonzero(net.supply > 0), np.flatnonzero(net.supply < 0)
    solver = max_flow.SimpleMaxFlow()
    solver.add_arcs_with_capacity(
        np.concatenate([arcs.tail, np.full(len(gives), source), takes]).astype(np.int32),
        np.concatenate([arcs.head, gives, np.full(len(takes), sink)]).astype(np.int32),
        np.concatenate([arcs.capacity, net.supply[gives], -net.supply[takes]]),
    )
    status = solver.solve(source, sink)
    if status != solver.OPTIMAL:
        raise RuntimeError(f"the flow solver gave up: {status}")
    missing = int(net.supply[gives].sum() - solver.optimal_flow())
    inside = np.zeros(sink + 1, dtype=bool)
    inside[solver.get_source_side_min_cut()] = True
    rows = inside[net.row].any(axis=1)
    if len(net.root):
        rows |= inside[net.root]
    columns = inside[net.column]
    if inside[net.pool]:
        items, reviewers = np.flatnonzero(~rows), np.flatnonzero(~columns & (sheet.least > 0))
        return _cut(sheet, "reviewers_short", items, reviewers, sheet.least[reviewers], missing)
    items, reviewers = np.flatnonzero(rows), np.flatnonzero(columns)
    return _cut(sheet, "items_short", items, reviewers, sheet.need[items], missing)


def _cut(sheet, kind, items, reviewers, needs, missing):
    needed = int(needs.sum())
    return Shortage(
        kind,
        tuple(sheet.items[i] for i in items),
        tuple(sheet.reviewers[r] for r in reviewers),
        needed,
        needed - missing,
    )
