"""Assignments against linear programming, and their proofs against wrong answers."""

import itertools
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.assign import Infeasible, Prices, Task, assign, verify
from tests.matching.tasks import by_linprog, column, tasks, values_of


@pytest.mark.slow
@given(tasks(), st.sampled_from([1, 2, 40]))
@settings(max_examples=400, deadline=None)
def test_the_optimum_of_linear_programming_or_none(task, first_arcs):
    best, answer = by_linprog(task), assign(task, first_arcs)
    if best is None:
        assert isinstance(answer, Infeasible)
        assert all(r.needed > r.available and r.sentence for r in answer.reasons)
        assert answer.reasons
    else:
        assert answer.objective == pytest.approx(best, abs=answer.error + 1e-7)
        assert verify(task, answer.pairs, answer.prices) == []


@pytest.mark.slow
@given(tasks(), st.randoms(use_true_random=False))
@settings(max_examples=150, deadline=None)
def test_the_order_of_ids_changes_nothing(task, random):
    size, width = task.scores.shape
    rows, columns = random.sample(range(size), size), random.sample(range(width), width)
    names = [f"项{n}" if n % 2 else n for n in range(size)]
    known = {
        "conflicts": [(names[i], r) for i, r in task.conflicts],
        "locks": [(names[i], r) for i, r in task.locks],
    }

    def arranged(rows, columns):
        return Task(
            task.scores[np.ix_(rows, columns)],
            column(task.demand, size)[rows],
            column(task.most, width)[columns],
            column(task.least, width)[columns],
            [names[n] for n in rows],
            list(columns),
            strata=[task.strata[n] for n in columns] if task.strata else None,
            quotas=task.quotas,
            objective=task.objective,
            **known,
        )

    first, second = arranged(range(size), range(width)), arranged(rows, columns)
    one, other = assign(first), assign(second)
    if isinstance(one, Infeasible):
        assert one == other
    else:
        assert (one.pairs, one.objective, one.fairness) == (other.pairs, other.objective, other.fairness)
        assert verify(second, other.pairs, other.prices) == []


def every_choice(task):
    """All sets of pairs that keep demand, loads and conflicts, by counting."""
    size, width = task.scores.shape
    rows = [
        [
            c
            for c in itertools.combinations(range(width), task.demand)
            if not np.isnan(task.scores[i, c]).any()
        ]
        for i in range(size)
    ]
    for chosen in itertools.product(*rows):
        loads = np.bincount([r for c in chosen for r in c], minlength=width)
        if task.least <= loads.min() and loads.max() <= task.most:
            yield [(i, r) for i, c in enumerate(chosen) for r in c]


def test_the_proof_fits_the_best_choices_and_no_other():
    task = Task(
        np.array([[5, 3, 3, 1], [4, 4, 2, np.nan], [5, 1, 1, 1], [2, 2, 2, 2]]) / 5, 2, 3, 1, objective="sum"
    )
    answer, values = assign(task), values_of(task)
    choices = {frozenset(c): sum(values[p] for p in c) for c in every_choice(task)}
    assert len(choices) > 20
    best = max(choices.values())
    assert answer.objective == pytest.approx(best, abs=1e-12)
    for chosen, value in choices.items():
        assert (verify(task, chosen, answer.prices) == []) == (abs(value - best) < 1e-9)


def test_every_broken_rule_is_named():
    task = Task(
        np.array([[3.0, 2.0, 1.0], [3.0, np.nan, 1.0]]),
        demand=1,
        most=1,
        least=[0, 0, 0],
        locks=[(1, 2)],
        strata=["a", "b", "a"],
        quotas={"a": (1, 1)},
    )
    prices = assign(task).prices
    assert assign(task).pairs == ((0, 0), (1, 2))
    assert verify(task, [(0, 0), (1, 2)], prices) == []
    assert verify(task, [(0, 0), (0, 0)], prices) == ["a pair is named twice or unknown"]
    assert verify(task, [(0, 0), (1, 9)], prices) == ["a pair is named twice or unknown"]
    assert verify(task, [(0, 0)], prices)[0] == "a lock is missing"
    assert verify(task, [(1, 2)], prices) == ["an item has not what it needs", "a quota is not kept"]
    assert verify(task, [(0, 1), (1, 2)], prices) == ["a quota is not kept"]
    assert "a reviewer has too many items" in verify(task, [(0, 2), (1, 2)], prices)
    assert "a pair is in conflict" in verify(task, [(0, 0), (1, 1), (1, 2)], prices)
    stricter = Task(task.scores, 1, 1, [0, 1, 0])
    assert "a reviewer has too few items" in verify(stricter, [(0, 0), (1, 2)], prices)


def test_wrong_prices_prove_nothing():
    task = Task(np.array([[0.9, 0.5], [0.8, 0.1]]), 1, 1)
    pairs, prices = assign(task).pairs, assign(task).prices
    assert pairs == ((0, 1), (1, 0))
    nothing = Prices(prices.items * 0, prices.reviewers * 0, 0, prices.roots)
    [fault] = verify(task, pairs, nothing)
    assert fault.startswith("the prices prove 0 only, the pairs cost ")
    endless = prices._replace(reviewers=prices.reviewers - 2**60)
    assert verify(task, pairs, endless) == ["a price is beyond all reason"]


def test_the_logarithm_lifts_the_item_served_worst():
    scores = np.array([[1.0, 0.5], [0.6, 0.2]])
    by_sum, by_log = (assign(Task(scores, 1, 1, objective=o)) for o in ("sum", "log"))
    assert by_sum.pairs == ((0, 0), (1, 1))
    assert by_log.pairs == ((0, 1), (1, 0))
    assert (by_sum.fairness.worst_item, by_sum.fairness.quantiles[0]) == (1, 0.2)
    assert (by_log.fairness.worst_item, by_log.fairness.quantiles[0]) == (0, 0.5)


def test_a_pair_without_any_score_can_still_be_taken():
    answer = assign(Task(np.zeros((2, 2)), 1, 1))
    assert (len(answer.pairs), answer.objective, answer.error) == (2, 0.0, 0.0)
    poor = assign(Task(np.array([[1.0, 0.0]]), 2, 1))
    assert poor.objective == pytest.approx(np.log(1e-4))


def test_all_equal_and_more_reviewers_than_needed():
    answer = assign(Task(np.ones((3, 50)), 2, 1, items=["c", "a", "b"]))
    assert [item for item, _ in answer.pairs] == ["a", "a", "b", "b", "c", "c"]
    assert len({reviewer for _, reviewer in answer.pairs}) == 6
    assert answer == assign(Task(np.ones((3, 50)), 2, 1, items=["c", "a", "b"]))._replace(
        prices=answer.prices
    )


def test_one_reviewer():
    answer = assign(Task(np.array([[0.25], [0.5]]), 1, 2, reviewers=["甲"], objective="sum"))
    assert answer.pairs == ((0, "甲"), (1, "甲"))
    assert answer.fairness.loads == {"甲": 2}
    assert answer.fairness.item_scores == {0: 0.25, 1: 0.5}


def test_nothing_to_assign():
    for shape in ((0, 3), (3, 0), (0, 0)):
        answer = assign(Task(np.zeros(shape), 0, 2))
        assert (answer.pairs, answer.objective, answer.fairness.worst_item) == ((), 0.0, None)
        assert (answer.fairness.quantiles, answer.arcs) == ((), (0, 0))
    [reason] = assign(Task(np.zeros((0, 2)), 3, 2, least=1)).reasons[:1]
    assert (reason.kind, reason.reviewers) == ("too_few_items", (0,))


def test_a_lock_never_costs_more_than_reported():
    random = np.random.default_rng(5)
    for objective in ("sum", "log"):
        for _ in range(20):
            scores, locks = random.random((6, 5)), [(0, 0), (3, 2), (4, 2)]
            free = Task(scores, 2, 3, [0, 1, 2, 0, 0], objective=objective)
            costs = assign(Task(scores, 2, 3, free.least, locks=locks, objective=objective))
            for lock in locks:
                others = [other for other in locks if other != lock]
                without = assign(Task(scores, 2, 3, free.least, locks=others, objective=objective))
                cost = without.objective - costs.objective
                assert -1e-6 <= cost <= costs.fairness.lock_costs[lock] + 1e-6
    only = assign(Task(np.array([[0.75, 0.25]]), 1, 1, locks=[(0, 1)], objective="sum"))
    assert only.fairness.lock_costs == {(0, 1): 0.5}


def test_the_solver_is_loaded_with_the_first_task_only():
    program = "import sys, matching.assign, matching.cover; print(sorted({'ortools', 'scipy', 'pandas'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)  # noqa: S603  (our own literal)
    assert done.stdout == "[]\n"
