"""Assignments against linear programming, their proofs against wrong answers, and refusals that say why."""

import itertools
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from matching.assign import Assignment, Infeasible, Prices, Task, assign, verify
from matching.assign.shortage import SENTENCES, Shortage

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
    assert (len(answer.pairs), answer.objective, answer.error) == (2, 0.0, 2.0)
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


ONES = np.ones((2, 3))
REFUSED = [
    (Task(ONES, 1, 1, conflicts=[(0, 1)], locks=[(0, 1)]), ("lock_in_conflict", (0,), (1,), 1, 0)),
    (Task(ONES, 1, 1, locks=[(0, 1), (0, 2)]), ("locks_over_demand", (0,), (), 2, 1)),
    (Task(ONES, 1, 1, locks=[(0, 1), (1, 1)]), ("locks_over_load", (), (1,), 2, 1)),
    (Task(ONES, 1, 1, [2, 0, 0]), ("least_over_most", (), (0,), 2, 1)),
    (Task(ONES, 4, 9), ("too_few_reviewers", (0,), (), 4, 3)),
    (Task(ONES, 2, 3, [0, 0, 2], conflicts=[(1, 2)]), ("too_few_items", (), (2,), 2, 1)),
    (Task(ONES, 2, 1), ("too_few_seats", (0, 1), (0, 1, 2), 4, 3)),
    (Task(ONES, 1, 1, 1), ("too_high_minimum", (0, 1), (0, 1, 2), 3, 2)),
    (
        Task(ONES, 1, 2, strata="aab", quotas={"a": (1, 2), "b": (1, 1)}),
        ("quotas_over_demand", (0,), (), 2, 1),
    ),
    (Task(ONES, 3, 2, strata="aab", quotas={"a": (0, 1)}), ("quotas_under_demand", (0,), (), 3, 2)),
    (
        Task(ONES, 2, 2, strata="aab", quotas={"a": (0, 1)}, locks=[(0, 0), (0, 1)]),
        ("locks_over_quota", (0,), (), 1, 0, "a"),
    ),
]


@pytest.mark.parametrize(("task", "reason"), REFUSED, ids=[r[0] for _, r in REFUSED])
def test_a_plain_reason(task, reason):
    assert assign(task).reasons[0] == Shortage(*reason)


def test_items_that_compete_for_the_same_few():
    scores = np.ones((4, 4))
    scores[:3, 2:] = np.nan  # items 0, 1, 2 can only go to reviewers 0 and 1
    [reason] = assign(Task(scores, 1, [1, 1, 2, 2], items=["a", "b", "c", "d"])).reasons
    assert reason == Shortage("items_short", ("a", "b", "c"), (0, 1), 3, 2)
    assert reason.sentence == "这 3 项共需要 3 人次，能承担它们的评审人最多只有 2 人次。"


def test_reviewers_whose_minimum_cannot_be_filled():
    scores = np.ones((4, 4))
    scores[1:, :2] = np.nan  # reviewers 0 and 1 can only take item 0
    [reason] = assign(Task(scores, 1, 4, [1, 1, 0, 0])).reasons
    assert reason == Shortage("reviewers_short", (0,), (0, 1), 2, 1)
    assert reason.sentence == "这 2 位评审人合计至少要承担 2 项，能分给他们的最多只有 1 项。"


@pytest.mark.slow
@given(tasks(with_quotas=False))
@settings(max_examples=300, deadline=None)
def test_a_cut_can_be_counted_by_hand(task):
    task = Task(task.scores, task.demand, task.most, task.least)
    answer = assign(task)
    if isinstance(answer, Assignment) or not answer.reasons[0].kind.endswith("_short"):
        return
    [reason] = answer.reasons
    size, width = task.scores.shape
    free = ~np.isnan(task.scores)
    need, most, least = column(task.demand, size), column(task.most, width), column(task.least, width)
    inside, named = np.isin(range(size), reason.items), np.isin(range(width), reason.reviewers)
    if reason.kind == "items_short":
        assert reason.needed == need[inside].sum()
        assert reason.available == most[named].sum() + free[np.ix_(inside, ~named)].sum()
    else:
        assert reason.needed == least[named].sum()
        assert reason.available == need[inside].sum() + free[np.ix_(~inside, named)].sum()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"scores": [1.0]}, "scores must be a matrix"),
        ({"scores": [[np.inf]]}, "scores must be a matrix"),
        ({"objective": "max"}, "objective must be one of"),
        ({"demand": -1}, "demand must be a whole number ≥ 0"),
        ({"most": 1.5}, "most must be a whole number ≥ 0"),
        ({"least": [1]}, "least must be a whole number ≥ 0, or 3 of them"),
        ({"items": ["a", "a"]}, "items must be 2 different ids"),
        ({"reviewers": [1, 2, None]}, "reviewers must be 3 different ids"),
        ({"locks": [(0, 7)]}, "locks name an unknown id: 7"),
        ({"quotas": {"a": (1, 1)}}, "quotas need strata"),
        ({"quotas": {"a": (1, -1)}, "strata": "aab"}, "a quota is"),
    ],
)
def test_a_task_that_is_not_well_formed_is_refused_in_words(wrong, words):
    with pytest.raises(ValueError, match=words):
        assign(Task(**{"scores": ONES, "demand": 1, "most": 2} | wrong))


def test_every_reason_has_its_sentence():
    for kind in SENTENCES:
        said = Shortage(kind, (1, 2), ("甲",), 7, 4, "财务").sentence
        assert said.endswith("。")
        assert "{" not in said


def test_the_solver_is_loaded_with_the_first_task_only():
    program = "import sys, matching.assign, matching.cover; print(sorted({'ortools', 'scipy', 'pandas'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)  # noqa: S603  (our own literal)
    assert done.stdout == "[]\n"
