"""Precision and recall of look-alike demands: real texts, near-duplicates made from them, hard negatives beside them.

python bench/look_alikes.py    reads BENCH_DATA (zh_csl_disc), writes bench/results/look-alikes.md
"""

import gzip
import itertools
import json
import os
import random
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from matching import Matcher  # noqa: E402  the program is run from anywhere
from talent.recommend import LOOK_ALIKE  # noqa: E402

DATA = Path(os.environ.get("BENCH_DATA", ROOT / "../shared/bench/matching-dev")) / "zh_csl_disc"
SIZES = 60, 500, 3000  # published lists
SHOWN = 5  # look-alikes on the page
THRESHOLDS = [round(0.15 + 0.05 * n, 2) for n in range(13)]
SYNONYMS = """提高 提升 降低 减少 方法 手段 研究 探讨 分析 剖析 设计 研制 结果 结论 表明 显示 影响 作用 问题 难题
采用 运用 利用 使用 进行 开展 实现 达到 建立 构建 提出 给出 主要 重要 有效 显著 优化 改进 试验 实验 性能 特性
技术 工艺 系统 体系 材料 物料 检测 测定 增加 增大 不同 各种 过程 流程 条件 工况 应用 推广 因此 所以 并且 而且"""
WORDS = SYNONYMS.split()
OTHER_WORD = {word: WORDS[n + 1 - 2 * (n % 2)] for n, word in enumerate(WORDS)}
ANY_WORD = re.compile("|".join(WORDS))


def clauses(text: str) -> list[str]:
    """The text cut after each comma, semicolon and full stop."""
    return [part for part in re.split(r"(?<=[。；，,;.])", text) if part.strip()]


def dropped(text, drawn, share):
    """Some clauses left out."""
    parts = clauses(text)
    kept = sorted(drawn.sample(range(len(parts)), max(1, round(len(parts) * (1 - share)))))
    return "".join(parts[n] for n in kept)


def reordered(text, drawn):
    """All clauses in another order."""
    parts = clauses(text)
    drawn.shuffle(parts)
    return "".join(parts)


def renumbered(text, drawn):
    """Other numbers."""
    return re.sub(r"\d+", lambda found: str(drawn.randrange(1, 10 ** len(found.group()))), text)


def reworded(text, drawn):
    """Common words replaced by synonyms."""
    return ANY_WORD.sub(lambda found: OTHER_WORD[found.group()], text)


def everything(text, drawn):
    """A third left out, the rest in another order, with other numbers and words."""
    return reworded(renumbered(reordered(dropped(text, drawn, 1 / 3), drawn), drawn), drawn)


def merged(text, drawn, other):
    """One half of this text, one half of another one of the same discipline."""
    return dropped(text, drawn, 0.5) + dropped(other, drawn, 0.5)


CHANGES = {
    "删去三分之一的句子": lambda text, drawn, _: dropped(text, drawn, 1 / 3),
    "删去一半的句子": lambda text, drawn, _: dropped(text, drawn, 1 / 2),
    "句子全部换序": lambda text, drawn, _: reordered(text, drawn),
    "数字全部改写": lambda text, drawn, _: renumbered(text, drawn),
    "常用词换成同义词": lambda text, drawn, _: reworded(text, drawn),
    "以上合并（删三分之一）": lambda text, drawn, _: everything(text, drawn),
    "一半取自另一同学科文本": merged,
}


def lines(name):
    with gzip.open(DATA / f"{name}.jsonl.gz", "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def texts():
    """(texts, the discipline of each) without repetitions; disciplines are told apart by who is relevant."""
    relevant = {}
    for line in (DATA / "qrels.tsv").read_text(encoding="utf-8").splitlines():
        query, expert, *_ = line.split("\t")
        relevant.setdefault(query, set()).add(expert)
    groups = {expert: min(experts) for experts in relevant.values() for expert in experts}
    found = {}
    for query in lines("queries"):
        if query["id"] in relevant:
            found[query["title"] + "\n" + query["problem"]] = min(relevant[query["id"]])
    for expert in lines("experts"):
        for work in expert["works"]:
            found[work["title"] + "\n" + work["abstract"]] = groups.get(expert["id"], "")
    whole = {text: group for text, group in found.items() if len(text) > 100 and group}
    return list(whole), list(whole.values())


def measured(every, groups, size, drawn):
    """(likeness of each near-duplicate to its origin by change, likenesses to others of those and of new texts)."""
    chosen = drawn.sample(range(len(every)), min(size, len(every) - 300))
    published, rest = set(chosen), [n for n in range(len(every)) if n not in set(chosen)]
    matcher = Matcher().fit({"id": n, "works": [{"abstract": every[n]}]} for n in chosen)
    by_group = {group: [n for n in chosen if groups[n] == group] for group in set(groups)}
    near, others = {change: [] for change in CHANGES}, []
    for origin in drawn.sample(chosen, min(300, size)):
        beside = [n for n in rest if groups[n] == groups[origin]] or rest
        for change, work in CHANGES.items():
            asked = work(every[origin], drawn, every[drawn.choice(beside)])
            found = dict(matcher.cosine(asked, SHOWN))
            near[change].append(found.pop(origin, 0.0))
            others.append(list(found.values()))
    news = [n for n in rest if by_group[groups[n]]]
    fresh = [[s for _, s in matcher.cosine(every[n], SHOWN)] for n in drawn.sample(news, min(300, len(news)))]
    assert not published & set(rest)
    return near, others, fresh


def share(values, threshold):
    """How many of the values reach the threshold, 0 … 1."""
    return sum(value >= threshold for value in values) / max(len(values), 1)


def figures(near, others, fresh, threshold):
    """(precision, recall, share of new texts with a false alarm) where every second demand is a near-duplicate."""
    values = list(itertools.chain.from_iterable(near.values()))
    hits = share(values, threshold)
    false = sum(share(one, threshold) * len(one) for one in others) / len(others)
    alarms = sum(share(one, threshold) * len(one) for one in fresh) / len(fresh)
    told = hits + false + alarms
    return (
        hits / told if told else 1.0,
        hits,
        sum(max(one, default=0) >= threshold for one in fresh) / len(fresh),
    )


def report():
    """The page of results, line by line."""
    every, groups = texts()
    yield "# 相似榜单：查准率与查全率"
    yield ""
    yield f"文本：`zh_csl_disc` 中 {len(every)} 篇真实中文论文的题目与摘要，{len(set(groups))} 个学科，去重，100 字以上。"
    yield "近似文本由真实文本改写而成（下表第一列）；难例是同一学科的其他真实文本，从未改写。"
    yield "已公布榜单按 60、500、3000 条三种规模各测一次；新需求中一半是近似文本，一半是全新文本。每条最多提示 5 个。"
    yield f"运行：`python bench/look_alikes.py`。现用阈值 `talent.recommend.LOOK_ALIKE` = {LOOK_ALIKE}。"
    runs = {size: measured(every, groups, size, random.Random(size)) for size in SIZES}  # noqa: S311  no secrets
    yield ""
    yield "## 各阈值"
    yield ""
    yield "| 阈值 |" + "".join(f" {size} 条：查准率 | 查全率 | 新文本误报 |" for size in SIZES)
    yield "| ---: |" + " ---: | ---: | ---: |" * len(SIZES)
    for threshold in THRESHOLDS:
        cells = [figures(*run, threshold) for run in runs.values()]
        mark = " ←" if threshold == LOOK_ALIKE else ""
        yield f"| {threshold:.2f}{mark} |" + "".join(f" {a:.3f} | {b:.3f} | {c:.1%} |" for a, b, c in cells)
    yield ""
    yield f"## 阈值 {LOOK_ALIKE} 时各种改写的查全率"
    yield ""
    yield "| 改写 |" + "".join(f" {size} 条 |" for size in SIZES) + " 相似度中位 | 最低 5% |"
    yield "| --- |" + " ---: |" * (len(SIZES) + 2)
    for change in CHANGES:
        recalls = "".join(f" {share(run[0][change], LOOK_ALIKE):.3f} |" for run in runs.values())
        values = sorted(runs[500][0][change])
        yield f"| {change} |{recalls} {values[len(values) // 2]:.2f} | {values[len(values) // 20]:.2f} |"
    best = sorted(max(one, default=0.0) for one in runs[500][2])
    yield ""
    yield (
        f"全新文本与最相近的同学科文本（500 条）：中位 {best[len(best) // 2]:.2f}，"
        f"最高 5% 在 {best[-len(best) // 20]:.2f} 以上，最高 {best[-1]:.2f}。"
    )


def main():
    if not DATA.is_dir():
        raise SystemExit(f"没有找到评测数据 {DATA}，没有测量。")
    text = "\n".join(report()) + "\n"
    print(text)
    (ROOT / "bench" / "results" / "look-alikes.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
