"""Pools of any size: titles, keywords and sentences of real works, drawn anew with a fixed seed into profiles."""

import functools
import random
import re
from typing import NamedTuple

import numpy as np

from bench import data

SEED, CHUNK = 20261122, 10_000  # a pool is the beginning of every larger one
MOST_WORKS, MOST_SENTENCES = 3, 2
QUERIES, SHORTEST, LONGEST = 100, 180, 280  # how many; characters of one
SIZES = (10_000, 100_000, 1_000_000)
_SENTENCE = re.compile(r"(?<=[。；])")
_HAN = re.compile("[\u4e00-\u9fff]")


class Parts(NamedTuple):
    """What profiles are made of: works as (title, keywords), sentences; queries of the length of a real demand."""

    titles: list
    sentences: list
    queries: list
    source: str


class Draws(NamedTuple):
    """Which parts each profile has; -1 where there is no second sentence.

    start int64 [experts + 1] of the works · titles int32 [works] · sentences int32 [works, 2]
    """

    start: np.ndarray
    titles: np.ndarray
    sentences: np.ndarray


@functools.lru_cache(maxsize=1)
def parts() -> Parts:
    """From BENCH_DATA; without Chinese texts there from the invented ones of demo/data."""
    return _real() or _invented()


def _real() -> Parts | None:
    works = [w for task in data.tasks() for e in data.lines(task, "experts") for w in e["works"]]
    titles = {w["title"]: w.get("keywords") or [] for w in works if _HAN.search(w.get("title") or "")}
    sentences = dict.fromkeys(
        _sentences(w["abstract"] for w in works if _HAN.search(w.get("abstract") or ""))
    )
    asked = {text_of(q): q for task in data.tasks() for q in data.lines(task, "queries")}
    fitting = [q for text, q in asked.items() if _HAN.search(text) and SHORTEST < len(text) < LONGEST]
    if not titles or not sentences or not fitting:
        return None
    drawn = random.Random(SEED)  # noqa: S311  reproducible, no secrets
    said = f"评测数据（BENCH_DATA）中 {len(data.tasks())} 个任务的题目、关键词和摘要的句子"
    chosen = drawn.sample(fitting, min(QUERIES, len(fitting)))
    return Parts(list(titles.items()), list(sentences), chosen, said)


def _invented() -> Parts:
    from bench import synthetic

    fields, authors = synthetic.tasks()
    works = [w for e in fields.experts for w in e["works"]]
    asked = [_cut(q) for q in (*fields.queries, *authors.queries) if len(q["problem"]) > SHORTEST - 30]
    said = "评测数据（BENCH_DATA）中没有足够长的中文题目、摘要和查询，用 demo/data 的虚构文字合成：词汇量小，同一个词命中的人更多"
    sentences = _sentences(w["abstract"] for w in works)
    return Parts([(w["title"], w["keywords"]) for w in works], sentences, asked[:QUERIES], said)


def _cut(query) -> dict:
    return {
        **query,
        "problem": query["problem"][: 230 - len(query["title"])],
        "indicators": "",
        "keywords": [],
    }


def _sentences(texts) -> list[str]:
    """Sentences that end in a Chinese full stop, so that no word reaches from one into the next."""
    found = (s.strip() for text in texts for s in _SENTENCE.split(text))
    return [re.sub(r"[^\w）；]*$", "", s.rstrip("；")) + "。" for s in found if len(s) > 5]


@functools.lru_cache(maxsize=2)
def draws(size: int) -> Draws:
    """Which parts the first `size` profiles have."""
    made, titles, sentences = parts(), [], []
    counts = []
    for chunk in range(-(-size // CHUNK)):
        random = np.random.default_rng([SEED, chunk])
        works = random.integers(1, MOST_WORKS + 1, CHUNK)[: size - chunk * CHUNK]
        counts.append(works)
        n = int(works.sum())
        titles.append(random.integers(0, len(made.titles), n, dtype=np.int32))
        pair = random.integers(0, len(made.sentences), (n, MOST_SENTENCES), dtype=np.int32)
        pair[random.random(n) < 0.6, 1] = -1
        sentences.append(pair)
    start = np.concatenate([[0], np.cumsum(np.concatenate(counts))]).astype(np.int64)
    return Draws(start, np.concatenate(titles), np.concatenate(sentences))


def experts(size: int):
    """The first `size` profiles, as the matcher takes them."""
    made, drawn = parts(), draws(size)
    start, titles, sentences = drawn.start.tolist(), drawn.titles.tolist(), drawn.sentences.tolist()
    for number in range(size):
        works = [
            {
                "type": "论文",
                "title": made.titles[titles[w]][0],
                "abstract": "".join(made.sentences[s] for s in sentences[w] if s >= 0),
                "keywords": made.titles[titles[w]][1],
            }
            for w in range(start[number], start[number + 1])
        ]
        yield {"id": number, "fields": [], "keywords": [], "works": works}


def text_of(query) -> str:
    """A query as one text."""
    return "\n".join(text for text in (query["title"], query["problem"]) if text)


def mean_length(size: int = CHUNK) -> float:
    """Mean number of characters of a profile."""
    found = [
        len(w["title"] + w["abstract"] + "".join(w["keywords"])) for e in experts(size) for w in e["works"]
    ]
    return sum(found) / size
