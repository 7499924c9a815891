"""`python -m bench.learning [--write]`: learns the weights of matching/weights.json on the data of BENCH_DATA.

One configuration for all tasks: from the weights of the design on, one weight after the other takes the value of its
grid with the best mean nDCG@10, until none changes. A step must give LEAST, so that noise moves nothing; what was
learned beside the blocks is then made as small as costs less than that. The same is done on parts of the data and
judged on the rest. Into bench/results/learning.md; `--write` puts the weights in force.
"""

import json
import pathlib
import sys
import time
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from bench import data
from matching import Matcher, search, topics
from matching.query import read
from matching.score import WEIGHTS, load_blocks

GRID = {
    "bigram_cosine": (0.25, 0.5, 0.75, 1.0, 1.25),
    "topic": (0.0, 0.05, 0.1, 0.15, 0.2, 0.3),
    "votes": (0.0, 0.25, 0.5, 0.75, 1.0),
}
BEFORE = {"bigram_cosine": 0.25, "topic": 0.0, "votes": 0.0}
LEAST = 0.001
TOPIC_FIRST = 1.5  # times the weight of topics: before there are votes they stand for them
RESULTS = pathlib.Path(__file__).parent / "results" / "learning.md"


class Case(NamedTuple):
    """A query and its candidates: blocks float64 [n, blocks] · topics float64 [n] · near float32 [n, n] ·
    gains float64 [n], of the ideal order: `ideal`."""

    task: str
    number: int
    blocks: np.ndarray
    topics: np.ndarray
    near: np.ndarray
    gains: np.ndarray
    ideal: float


def cases() -> Iterator[Case]:
    """Every query of the ranking tasks with 300 candidates."""
    if why := data.missing():
        raise SystemExit(why)
    sys.path.insert(0, str(data.script().parent))
    from eval_matching import load_task

    search.EXACT = search.CANDIDATES
    for folder in data.tasks():
        experts, queries, grades, meta = load_task(str(folder))
        if meta.get("metric") != "kendall":
            matcher = Matcher()
            matcher.fit(experts)
            for number, query in enumerate(queries):
                yield _case(folder.name, number, matcher, query, grades.get(query["id"], {}))


def _case(task, number, matcher, query, grades) -> Case:
    state = matcher._state  # noqa: SLF001  (what a query works on)
    asked = search.Search(state, read(query))
    rows = asked.candidates(search.SEEDS)
    base, chosen = state.base, rows[0]
    places = base.segment.topics[chosen].astype(np.float32) / topics.STEPS
    near = np.maximum(places @ places.T, 0.0) ** topics.NEAR_POWER
    blocks = np.column_stack([asked.blocks(rows, block.name) for block in load_blocks()])
    gains = np.exp2([grades.get(base.ids[row], 0.0) for row in chosen]) - 1.0
    best = np.sort(np.exp2(list(grades.values())) - 1.0)[::-1][:10] if grades else np.zeros(0)
    return Case(task, number, blocks, asked.topic @ places.T, near, gains, _discounted(best))


def _discounted(gains) -> float:
    return float((gains[:10] / np.log2(np.arange(2, 2 + len(gains[:10])))).sum())


def quality(case: Case, weights: dict) -> float:
    """The nDCG@10 of one query under some weights."""
    blocks = case.blocks @ np.array([weights.get(b.name, b.weight) for b in load_blocks()])
    topic_first = TOPIC_FIRST * weights["topic"]
    first = np.where(blocks > 0, np.maximum(blocks + topic_first * case.topics, 0.0), 0.0)
    seeds = np.argsort(-first, kind="stable")[: search.SEEDS]
    votes = first[seeds] ** search.VOTE_POWER
    votes /= votes.sum() or 1.0
    own = np.abs(first[:, None] - first[seeds]) <= topics.SAME * first[seeds]
    given = (
        np.where(own, 0.0, case.near[:, seeds]) @ votes / np.maximum(1.0 - own @ votes, topics.LEAST_OTHERS)
    )
    total = np.where(blocks > 0, blocks + weights["topic"] * case.topics + weights["votes"] * given, 0.0)
    order = np.argsort(-total, kind="stable")[:10]
    return _discounted(case.gains[order]) / case.ideal if case.ideal else 0.0


def mean(found: list[Case], weights: dict) -> float:
    """Mean over tasks of the mean over queries."""
    by_task: dict = {}
    for case in found:
        by_task.setdefault(case.task, []).append(quality(case, weights))
    return float(np.mean([np.mean(values) for values in by_task.values()]))


def learned(found: list[Case], say=lambda line: None) -> dict:
    """The weights that coordinate search finds on these queries."""
    weights, reached, changed = dict(BEFORE), mean(found, BEFORE), True
    say(f"| {_told(weights)} | {reached:.4f} |")
    while changed:
        changed = False
        for name, values in GRID.items():
            tried = {
                value: mean(found, weights | {name: value}) for value in values if value != weights[name]
            }
            best = max(tried, key=tried.__getitem__)
            if tried[best] >= reached + LEAST:
                weights[name], reached, changed = best, tried[best], True
                say(f"| {_told(weights)} | {reached:.4f} |")
    for name in ("topic", "votes"):
        for value in GRID[name]:
            if value < weights[name] and mean(found, smaller := weights | {name: value}) > reached - LEAST:
                weights = smaller
                say(f"| {_told(weights)} | {mean(found, weights):.4f} |")
                break
    return weights


def _told(weights: dict) -> str:
    return " | ".join(f"{weights[name]:g}" for name in GRID)


def parts(found: list[Case]):
    """(what is judged, cases to learn from, cases to judge on): halves of the queries, then each task alone."""
    for half in (0, 1):
        mine = [case for case in found if case.number % 2 == half]
        yield f"第 {half + 1} 半查询", [case for case in found if case.number % 2 != half], mine
    for task in sorted({case.task for case in found}):
        yield (
            task,
            [case for case in found if case.task != task],
            [case for case in found if case.task == task],
        )


def main(arguments: list[str]) -> int:
    """Learn, judge, write down."""
    begun, found = time.perf_counter(), list(cases())
    names = " | ".join(GRID)
    lines = [f"| {names} | 平均 nDCG@10 |", "| " + "---: | " * (len(GRID) + 1)]
    weights = learned(found, lines.append)
    lines += ["", f"| 检验 | {names} | 原权重 | 所学权重 | 增益 |", "| --- | " + "---: | " * (len(GRID) + 3)]
    for name, rest, judged in parts(found):
        own = learned(rest)
        before, after = mean(judged, BEFORE), mean(judged, own)
        lines.append(f"| {name} | {_told(own)} | {before:.4f} | {after:.4f} | {after - before:+.4f} |")
    spent = time.perf_counter() - begun
    head = (
        "# 权重的学习\n\n`python -m bench.learning`，"
        f"{len(found)} 个查询，每个 {search.CANDIDATES} 名候选人，{spent:.0f} 秒。"
        "逐项取网格中的最好值，提高不足 0.001 的不取；最后把主题与近邻的权重减到损失不足 0.001 的最小值。下表为所走的每一步。\n\n"
        "第二张表：只用其余部分学习，在没有用来学习的部分上检验。\n\n"
    )
    RESULTS.write_text(head + "\n".join(lines) + "\n", encoding="utf-8")
    print(RESULTS.read_text(encoding="utf-8"))
    if "--write" in arguments:
        _put_in_force(weights)
    return 0


def _put_in_force(weights: dict) -> None:
    text = WEIGHTS.read_text(encoding="utf-8")
    kept = json.loads(text)
    second = {"topic_first": round(TOPIC_FIRST * weights["topic"], 4)} | {
        n: weights[n] for n in ("topic", "votes")
    }
    (cosine,) = (one for one in kept["blocks"] if one["name"] == "bigram_cosine")
    text = text.replace(json.dumps(kept["second_pass"]), json.dumps(second))
    text = text.replace(json.dumps(cosine), json.dumps(cosine | {"weight": weights["bigram_cosine"]}))
    WEIGHTS.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
