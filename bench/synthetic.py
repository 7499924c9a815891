"""A synthetic pool for the matcher, made from demo/data: what is relevant follows from how the texts were made.

It tells whether the matcher still ranks sensibly, not how good it is on real lists: texts of one author, few people.
"""

import math
import statistics
import time
from dataclasses import dataclass

from demo.world import texts

KEPT = 10


@dataclass(frozen=True)
class Task:
    """Experts, queries, and the grade of each relevant expert by query."""

    name: str
    what: str
    experts: list
    queries: list
    grades: dict


def tasks():
    """The two tasks of the pool."""
    return [_fields(), _authors()]


def _fields():
    """Demands: relevant are the experts that were invented for the industry box the demand was invented for."""
    pool = {f"e{number}": row for number, row in enumerate(texts.experts())}
    demands = {f"c{number}": row for number, row in enumerate(texts.read("challenges"))}
    grades = {
        key: {name: 1 for name, person in pool.items() if demand["box"] in person["boxes"]}
        for key, demand in demands.items()
    }
    experts = [_expert(name, row, row["works"]) for name, row in pool.items()]
    queries = [_demand(key, row) for key, row in demands.items()]
    return Task("synthetic_field", "需求 → 同专栏专家", experts, queries, grades)


def _authors():
    """Works: the author, who is known to the pool by the other works alone, is relevant; the own box a little."""
    people = list(enumerate(texts.experts()))
    experts = [_expert(f"e{number}", row, row["works"][1:]) for number, row in people]
    queries, grades = [], {}
    for number, row in people:
        if len(row["works"]) < 2:
            continue
        queries.append(_work(f"w{number}", row["works"][0]))
        near = {f"e{other}": 1 for other, person in people if set(person["boxes"]) & set(row["boxes"])}
        grades[f"w{number}"] = near | {f"e{number}": 3}
    return Task("synthetic_author", "一项成果 → 作者", experts, queries, grades)


def _expert(name, row, works):
    mine = [{"type": one["type"], "title": one["title"], "abstract": one["abstract"]} for one in works]
    mine = [one | {"keywords": work["keywords"]} for one, work in zip(mine, works, strict=True)]
    return {"id": name, "unit": "", "title": row["title"], "fields": [], "keywords": [], "works": mine}


def _demand(key, row):
    indicators = "；".join(one["name"] for one in row["indicators"])
    return {
        "id": key,
        "title": row["title"],
        "problem": row["background"] + row["difficulty"],
        "indicators": indicators,
        "keywords": row["keywords"],
    }


def _work(key, work):
    return {"id": key, "title": work["title"], "problem": work["abstract"], "indicators": "", "keywords": []}


def measured(matcher, task):
    """(mean nDCG@10, median milliseconds a query) of a matcher on a task."""
    matcher.fit(task.experts)
    figures, spans = [], []
    for query in task.queries:
        begun = time.perf_counter()
        ranked = matcher.rank(query, KEPT)
        spans.append(time.perf_counter() - begun)
        figures.append(ndcg([name for name, _ in ranked], task.grades[query["id"]]))
    return statistics.mean(figures), 1000 * statistics.median(spans)


def ndcg(ranked, grades):
    """nDCG@10 with gain 2^grade - 1."""
    best = sorted(grades.values(), reverse=True)[:KEPT]
    return _gain([grades.get(name, 0) for name in ranked[:KEPT]]) / _gain(best)


def _gain(grades):
    return sum((2**grade - 1) / math.log2(place) for place, grade in enumerate(grades, start=2))
