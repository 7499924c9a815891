"""The synthetic pool is labelled as it was made, and is measured only where the real data is missing."""

import math
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bench import synthetic

ROOT = Path(__file__).resolve().parents[2]


class Oracle:
    """Ranks by the grades themselves, or by their reverse."""

    def __init__(self, task, sign):
        self.task, self.sign = task, sign

    def fit(self, experts):
        self.ids = [one["id"] for one in experts]

    def rank(self, query, k):
        grades = self.task.grades[query["id"]]
        return [(one, 0.0) for one in sorted(self.ids, key=lambda one: -self.sign * grades.get(one, 0))][:k]


def test_ndcg_is_that_of_the_definition():
    assert synthetic.ndcg(["a", "x", "b"], {"a": 1, "b": 1}) == (1 + 1 / 2) / (1 + 1 / math.log2(3))
    assert synthetic.ndcg(["x"], {"a": 1}) == 0


@pytest.mark.parametrize("task", synthetic.tasks(), ids=lambda task: task.name)
def test_labels_reward_the_right_order_and_no_author_is_given_away(task):
    assert synthetic.measured(Oracle(task, 1), task)[0] == 1
    assert synthetic.measured(Oracle(task, -1), task)[0] < 0.1
    titles = {work["title"] for expert in task.experts for work in expert["works"]}
    assert [query["title"] for query in task.queries if query["title"] in titles] == []
    assert all(task.grades[query["id"]] for query in task.queries)


@pytest.mark.slow
def test_without_data_the_report_says_that_the_pool_is_synthetic(tmp_path):
    environment = os.environ | {"BENCH_DATA": str(tmp_path / "nothing")}
    command = [sys.executable, "bench/matching_quality.py"]
    done = subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE)  # noqa: S603
    said = done.stdout.decode()
    assert said.startswith(
        f"没有找到 BENCH_DATA 指向的文件夹（{tmp_path / 'nothing'}），改用由 demo/data 合成的数据"
    )
    assert [line.split()[0] for line in said.splitlines()[3:]] == ["synthetic_field", "synthetic_author"]
