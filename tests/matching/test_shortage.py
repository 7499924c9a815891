"""What cannot be assigned: plain reasons, cuts counted by hand, and tasks that are not well formed."""

import numpy as np
import pytest
from hypothesis import given, settings

from matching.assign import Assignment, Shortage, Task, assign
from matching.assign.shortage import SENTENCES
from tests.matching.tasks import column, tasks

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
