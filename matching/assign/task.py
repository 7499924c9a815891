"""What is to be assigned: the input as a person writes it, and the same as whole numbers in a fixed order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

STEPS = 2**30  # the span of all pair values is cut into so many whole cost units
LEAST_SHARE = 1e-4  # of the greatest score; below it the logarithm stays where it is
BLOCKED = 2**50  # cost of a pair that is not free: beyond every sum of costs that can occur
OBJECTIVES = ("log", "sum")


@dataclass(frozen=True, eq=False)
class Task:
    """Reviewers for items.

    scores     float [items, reviewers], any unit, greater is better; NaN: a conflict, the pair cannot be
    demand     reviewers an item needs, whole number ≥ 0, or one for each item
    most       items a reviewer takes at most, whole number ≥ 0, or one for each reviewer
    least      items a reviewer takes at least, the same
    items      ids (str or int, unique) of the rows; default 0, 1, …
    reviewers  ids of the columns, the same
    conflicts  pairs (item, reviewer) that cannot be
    locks      pairs (item, reviewer) that must be; they count towards demand, loads and quotas
    strata     a label for each reviewer, None for none; needs `quotas`
    quotas     {label: (least, most)}: so many reviewers of this label for every item; others are free
    objective  "sum": the sum of scores; "log": the sum of ln(score), the product of scores, which gives the
               worst-served item more. Scores below LEAST_SHARE of the greatest count as that share.
    """

    scores: np.ndarray
    demand: int | Sequence[int]
    most: int | Sequence[int]
    least: int | Sequence[int] = 0
    items: Sequence | None = None
    reviewers: Sequence | None = None
    conflicts: Sequence[tuple] = ()
    locks: Sequence[tuple] = ()
    strata: Sequence | None = None
    quotas: Mapping | None = None
    objective: str = "log"


class Prices(NamedTuple):
    """The proof: a potential for every node of the network, int64, in cost units; see `proof.verify`.

    items [items, strata], reviewers [reviewers], pool: one number, roots [items] (of items with quotas), in the
    order of the task. With quotas the strata are None and the sorted labels; without there is one stratum.
    """

    items: np.ndarray
    reviewers: np.ndarray
    pool: int
    roots: np.ndarray


class Sheet(NamedTuple):
    """A task as whole numbers, rows and columns in the order of their ids, locks already taken out.

    cost int64 [items, reviewers] ≥ 0, BLOCKED where a pair is not free · values, scores float64 of that shape
    need int64 [items] · least, most int64 [reviewers] · stratum int64 [reviewers]
    quota_least, quota_most int64 [items, strata] · locked bool [items, reviewers]
    item_at, reviewer_at: position in the task of each row and column · cost is (top − value) / unit, rounded
    """

    items: list
    reviewers: list
    item_at: np.ndarray
    reviewer_at: np.ndarray
    scores: np.ndarray
    values: np.ndarray
    cost: np.ndarray
    top: float
    unit: float
    need: np.ndarray
    least: np.ndarray
    most: np.ndarray
    stratum: np.ndarray
    quota_least: np.ndarray
    quota_most: np.ndarray
    labels: list
    locked: np.ndarray
    clashes: list  # locks on pairs that cannot be


def read(task: Task) -> Sheet:
    """The sheet of a task. Raises ValueError, in words, for a task that is not well formed."""
    scores = np.asarray(task.scores, dtype=np.float64)
    if scores.ndim != 2 or np.isinf(scores).any():
        raise ValueError("scores must be a matrix [items, reviewers] of finite numbers, NaN for a conflict")
    if task.objective not in OBJECTIVES:
        raise ValueError(f"objective must be one of {OBJECTIVES}, not {task.objective!r}")
    size, width = scores.shape
    items, item_at = _ordered(task.items, size, "items")
    reviewers, reviewer_at = _ordered(task.reviewers, width, "reviewers")
    scores = _arranged(scores, item_at, reviewer_at)
    stratum, labels, bounds = _strata(task, reviewer_at)
    blocked = np.isnan(scores)
    blocked[_cells(task.conflicts, items, reviewers, "conflicts")] = True
    locked = np.zeros(scores.shape, dtype=bool)
    locked[_cells(task.locks, items, reviewers, "locks")] = True
    clashes = [(items[i], reviewers[r]) for i, r in np.argwhere(locked & blocked)]
    values = _values(scores, task.objective)
    cost, top, unit = _costs(values, blocked)
    cost[locked] = BLOCKED
    loads = locked.sum(axis=0)
    by_stratum = np.stack([locked[:, stratum == s].sum(axis=1) for s in range(len(labels))], axis=1)
    least, most = (_column(v, width, n, reviewer_at) for v, n in ((task.least, "least"), (task.most, "most")))
    return Sheet(
        *(items, reviewers, item_at, reviewer_at, scores, values, cost, top, unit),
        need=_column(task.demand, size, "demand", item_at) - locked.sum(axis=1),
        least=np.maximum(least - loads, 0),
        most=most - loads,
        stratum=stratum,
        quota_least=np.maximum(bounds[:, 0] - by_stratum, 0),
        quota_most=bounds[:, 1] - by_stratum,
        labels=labels,
        locked=locked,
        clashes=clashes,
    )


def _values(scores, objective):
    if objective == "sum":
        return scores
    top = np.nanmax(scores, initial=0.0)
    return (
        np.log(np.maximum(scores, top * LEAST_SHARE)) if top > 0 else np.where(np.isnan(scores), np.nan, 0.0)
    )


def _costs(values, blocked):
    """(top − value) / unit, rounded: each pair errs by half a unit at most, so an optimum of the rounded costs
    lies within one unit per pair of the true one. The unit is the span of the values / STEPS."""
    free = ~blocked
    top, bottom = values.max(initial=-np.inf, where=free), values.min(initial=np.inf, where=free)
    if not np.isfinite(top):
        return np.full(values.shape, BLOCKED), 0.0, 1.0
    unit = (top - bottom) / STEPS or 1.0
    steps = top - values
    steps /= unit
    np.copyto(steps, BLOCKED, where=blocked)
    return np.rint(steps, out=steps).astype(np.int64), float(top), float(unit)


def _ordered(ids, size, name):
    """Ids in their own order, whole numbers before texts, and where each stood: equal tasks, equal answers."""
    ids = list(range(size)) if ids is None else list(ids)
    if len(ids) != size or len(set(ids)) != size or not all(isinstance(i, str | int) for i in ids):
        raise ValueError(f"{name} must be {size} different ids, texts or whole numbers")
    at = sorted(range(size), key=lambda n: (isinstance(ids[n], str), ids[n]))
    return [ids[n] for n in at], np.array(at, dtype=np.int64)


def _arranged(scores, item_at, reviewer_at):
    in_order = all(np.array_equal(at, np.arange(len(at))) for at in (item_at, reviewer_at))
    return scores if in_order else np.ascontiguousarray(scores[np.ix_(item_at, reviewer_at)])


def _cells(pairs, items, reviewers, name):
    rows, columns = ({id_: n for n, id_ in enumerate(ids)} for ids in (items, reviewers))
    try:
        found = [(rows[item], columns[reviewer]) for item, reviewer in pairs]
    except KeyError as unknown:
        raise ValueError(f"{name} name an unknown id: {unknown.args[0]!r}") from None
    return tuple(np.array(found, dtype=np.int64).reshape(-1, 2).T)


def _column(given, size, name, at):
    column = np.asarray(given)
    column = np.full(size, column) if column.ndim == 0 else column
    whole = column.astype(np.int64) if column.dtype.kind in "iuf" and column.shape == (size,) else None
    if whole is None or (whole != column).any() or (whole < 0).any():
        raise ValueError(f"{name} must be a whole number ≥ 0, or {size} of them")
    return whole[at]


def _strata(task, reviewer_at):
    """Stratum number of each reviewer, the labels, and (least, most) of each label."""
    width = len(reviewer_at)
    if not task.quotas:
        return np.zeros(width, dtype=np.int64), [None], np.array([[0, 2**31]])
    if task.strata is None or len(task.strata) != width:
        raise ValueError(f"quotas need strata: a label for each of the {width} reviewers")
    labels = [None, *sorted({*task.strata, *task.quotas} - {None}, key=str)]
    number = {label: n for n, label in enumerate(labels)}
    bounds = np.array([task.quotas.get(label, (0, 2**31)) for label in labels], dtype=np.int64)
    if bounds.shape != (len(labels), 2) or (bounds < 0).any():
        raise ValueError("a quota is (least, most), whole numbers ≥ 0")
    stratum = np.array([number[label] for label in task.strata], dtype=np.int64)
    return stratum[reviewer_at], labels, bounds
