"""Small tasks of assignment, drawn at random, and their optimum by linear programming."""

import numpy as np
from hypothesis import strategies as st
from scipy.optimize import linprog

from matching.assign import Task

STRATA = ("技术", "财务", "管理")


def values_of(task):
    """Values of the pairs, as the docstring of Task says, by other means."""
    scores = np.asarray(task.scores, dtype=float)
    if task.objective == "sum":
        return scores
    top = np.nanmax(scores, initial=0)
    return np.log(np.clip(scores, top / 1e4, None)) if top > 0 else scores * 0


def column(given, size):
    return np.full(size, given) if np.isscalar(given) else np.asarray(given)


def by_linprog(task):
    """Greatest objective by HiGHS (networks have whole optima, so the relaxation is exact), or None."""
    values = values_of(task)
    size, width = values.shape
    items, reviewers = task.items or list(range(size)), task.reviewers or list(range(width))
    low, high = np.zeros((size, width)), np.ones((size, width))
    high[np.isnan(values)] = 0
    for item, reviewer in task.conflicts:
        high[items.index(item), reviewers.index(reviewer)] = 0
    for item, reviewer in task.locks:
        low[items.index(item), reviewers.index(reviewer)] = 1
    if (low > high).any():
        return None
    rows, columns = np.kron(np.eye(size), np.ones(width)), np.kron(np.ones(size), np.eye(width))
    above, under = [columns, -columns], [column(task.most, width), -column(task.least, width)]
    for label, (least, most) in (task.quotas or {}).items():
        inside = rows * np.tile([s == label for s in task.strata], size)
        above += [inside, -inside]
        under += [np.full(size, most), np.full(size, -least)]
    found = linprog(
        -np.nan_to_num(values).ravel(),
        A_ub=np.vstack(above),
        b_ub=np.concatenate(under),
        A_eq=rows,
        b_eq=column(task.demand, size),
        bounds=np.column_stack([low.ravel(), high.ravel()]),
        method="highs",
    )
    assert found.status in {0, 2}, found.message
    return -found.fun if found.status == 0 else None


@st.composite
def tasks(draw, with_quotas=None):
    size, width = draw(st.integers(1, 5)), draw(st.integers(1, 6))
    score = st.integers(-2, 12).map(lambda n: n / 8) | st.just(np.nan)  # few values: many ties
    scores = np.array(draw(st.lists(score, min_size=size * width, max_size=size * width)))
    pair = st.tuples(st.integers(0, size - 1), st.integers(0, width - 1))
    has_quotas = draw(st.booleans()) if with_quotas is None else with_quotas
    bound = st.tuples(st.integers(0, 1), st.integers(1, 3))
    return Task(
        scores.reshape(size, width),
        demand=draw(st.integers(0, 3) | st.lists(st.integers(0, 3), min_size=size, max_size=size)),
        most=draw(st.integers(1, 5) | st.lists(st.integers(0, 5), min_size=width, max_size=width)),
        least=draw(
            st.just(0) | st.integers(0, 2) | st.lists(st.integers(0, 2), min_size=width, max_size=width)
        ),
        conflicts=draw(st.lists(pair, max_size=3)),
        locks=draw(st.just([]) | st.lists(pair, max_size=2, unique=True)),
        strata=draw(st.lists(st.sampled_from(STRATA), min_size=width, max_size=width))
        if has_quotas
        else None,
        quotas=draw(st.dictionaries(st.sampled_from(STRATA), bound, max_size=2)) if has_quotas else None,
        objective=draw(st.sampled_from(["log", "sum"])),
    )
