"""The page of the figures: targets, whether they are reached, and the table behind the picture."""

import importlib.metadata
import time

from bench.ranking import pool

NAMES = {
    "baseline": "scikit-learn + jieba",
    "product": "同，矩阵直接相乘",
    "tantivy": "tantivy",
    "bm25s": "bm25s",
}
LIBRARIES = ("numpy", "numba", "scikit-learn", "jieba", "rjieba", "tantivy", "bm25s")
MB = 1e6
SIZE_100K, SIZE_1M = 100_000, 1_000_000


def series(found: dict) -> dict:
    """{name: [(size, median ms of a query)]} for the picture, slowest first."""
    lines = {
        NAMES[n]: [(s, _query(f, n)) for s, f in found.items()] for n in ("baseline", "tantivy", "bm25s")
    }
    lines["本平台"] = [(s, f["ours"]["query"]["median"]) for s, f in found.items()]
    lines["带宽下限"] = [(s, f["ours"]["limit"]["ms"]) for s, f in found.items()]
    return lines


def _query(found, name):
    one = found["baseline"]["product"] if name == "product" else found[name]["query"]
    return one["median"]


def page(found: dict, quality: list[str], spent: float) -> str:
    """Markdown."""
    return "\n".join(
        [*_head(found, spent), *_targets(found), *_queries(found), *_parts(found), *_quality(quality)]
    )


def _head(found, spent):
    from bench.__main__ import _machine

    versions = " · ".join(f"{name} {importlib.metadata.version(name)}" for name in LIBRARIES)
    asked = pool.parts().queries
    return [
        "# 推荐引擎的速度与大小",
        "",
        f"{time.strftime('%Y-%m-%d %H:%M', time.gmtime(time.time() + 8 * 3600))}（北京时间）· {_machine()}",
        "",
        f"{versions} · 各种线程数均为 1 · 全程 {spent / 60:.0f} 分钟 · 命令 `make bench`（或 `python -m bench.ranking`）",
        "",
        f"文字：{pool.parts().source}。每份档案由 1 至 3 项成果重新组合而成，种子固定，平均 {pool.mean_length():.0f} 字；",
        f"{len(asked)} 个查询，平均 {sum(len(q['title'] + q['problem']) for q in asked) / len(asked):.0f} 字。",
        "时间从查询的文字到前 10 名，含分词和重排；均为处理器时间的中位数，不受机器上其他程序占用的影响，",
        "但同一核上的其他程序仍会挤占缓存和内存带宽。每项测量各用一个进程，先后进行。",
        "",
    ]


def _targets(found):
    big = found[SIZE_100K]
    ours, cold = big["ours"], big["cold"]
    rows = [_ratio("查询，10 万人，与基线之比", found, SIZE_100K, 100, 300)]
    if SIZE_1M in found:
        rows.append(_ratio("查询，100 万人，与基线之比", found, SIZE_1M, 500, 2000))
    built = big["baseline_build"]["seconds"] / ours["build"]
    rows += [
        _row("更换一份档案，下一次查询即可见，10 万人", ours["replace"]["median"], 5, 1, "ms", 2),
        _row("从文字建索引，10 万人，与 jieba + TfidfVectorizer 之比", built, 5, 15, "倍", 1, least=True),
        _row(
            "从快照到第一个答案，10 万人，程序已载入，核对摘要",
            cold["first"] - cold["matching"],
            0.4,
            0.2,
            "s",
            2,
        ),
        _row("同，从启动解释器算起", cold["first"], 0.4, 0.2, "s", 2),
        _row("磁盘上的索引，10 万人", ours["disk"] / MB, 300, None, "MB", 0),
        _row("服务进程的内存峰值，10 万人", big["memory"]["peak"] / MB, 600, None, "MB", 0),
        _row("解释一个结果，10 万人", ours["explain"]["median"], 2, None, "ms", 2),
    ]
    return ["| 项目 | 测得 | 目标 | 更高目标 |", "| --- | ---: | --- | --- |", *rows, ""]


def _ratio(name, found, size, must, more):
    ours, plain = found[size]["ours"]["query"]["median"], _query(found[size], "baseline")
    product = _query(found[size], "product")
    name = f"{name}（{plain:.0f} ms ÷ {ours:.2f} ms；基线若不用 cosine_similarity 而直接相乘：{product / ours:.0f} 倍）"
    return _row(name, plain / ours, must, more, "倍", 0, least=True)


def _row(name, value, must, more, unit, digits, least=False):
    def said(aim):
        if aim is None:
            return "—"
        reached = value >= aim if least else value <= aim
        return f"{'≥' if least else '≤'} {aim} {unit}：{'达到' if reached else '未达到'}"

    return f"| {name} | {value:.{digits}f} {unit} | {said(must)} | {said(more)} |"


def _queries(found):
    sizes = list(found)
    yield "## 一次查询"
    yield ""
    yield "![一次查询的时间与专家人数](matching.svg)"
    yield ""
    yield "毫秒，中位数；括号内为第 95 百分位。“带宽下限”是一次查询必须读的字节除以同一次运行测得的内存拷贝速度。"
    yield "基线的矩阵由先切好词的句子拼成，与直接对全文计算的矩阵相同（10 万人时核对）；tantivy 与 bm25s 用 rjieba 的词，BM25。"
    yield ""
    yield "| 引擎 | " + " | ".join(f"{size // 10_000} 万人" for size in sizes) + " |"
    yield "| --- |" + " ---: |" * len(sizes)
    lines = {"本平台": [f["ours"]["query"] for f in found.values()]}
    for name in ("bm25s", "tantivy", "product", "baseline"):
        lines[NAMES[name]] = [
            f["baseline"]["product"] if name == "product" else f[name]["query"] for f in found.values()
        ]
    for name, values in lines.items():
        yield f"| {name} | " + " | ".join(f"{v['median']:.2f}（{v['p95']:.2f}）" for v in values) + " |"
    limits = [f["ours"]["limit"] for f in found.values()]
    yield "| 带宽下限 | " + " | ".join(f"{one['ms']:.3f}" for one in limits) + " |"
    yield ""
    said = (
        f"倒排 {one['postings'] / 1e3:.0f} KB、候选人的文字与主题 {one['rest'] / 1e3:.0f} KB"
        for one in limits
    )
    yield (
        "一次查询读："
        + "；".join(f"{size // 10_000} 万人 {text}" for size, text in zip(sizes, said, strict=True))
        + f"。内存拷贝 {limits[-1]['speed'] / 1e9:.1f} GB/s。"
    )
    yield ""


def _parts(found):
    stages = {
        "read": "查询的文字 → 词",
        "counts": "词频与主题",
        "candidates": "候选人",
        "blocks": "候选人的准确分数",
        "all": "后三步与第二遍（主题、近邻）合计",
    }
    yield "## 各步骤与其他"
    yield ""
    yield "| 毫秒 | " + " | ".join(f"{size // 10_000} 万人" for size in found) + " |"
    yield "| --- |" + " ---: |" * len(found)
    for key, name in stages.items():
        yield f"| {name} | " + " | ".join(f"{f['ours']['stages'][key]:.2f}" for f in found.values()) + " |"
    rows = {
        "更换一份档案，中位（第 95 百分位）": lambda o: (
            f"{o['replace']['median']:.2f}（{o['replace']['p95']:.2f}）"
        ),
        "更换 200 份后的一次查询": lambda o: f"{o['replace']['query_after']:.2f}",
        "解释一个结果": lambda o: f"{o['explain']['median']:.2f}（{o['explain']['p95']:.2f}）",
        "其中每次查询的第一个": lambda o: f"{o['explain']['first']:.2f}",
        "从文字建索引，秒": lambda o: f"{o['build']:.1f}",
        "合并改动，秒": lambda o: f"{o['replace']['compact']:.1f}" if o["replace"]["compact"] else "—",
    }
    for name, text in rows.items():
        yield f"| {name} | " + " | ".join(text(f["ours"]) for f in found.values()) + " |"
    yield ""
    big = found[SIZE_100K]
    memory, cold = big["memory"], big["imports"]
    yield (
        f"基线建索引（jieba 分词与 TfidfVectorizer，10 万人）{big['baseline_build']['seconds']:.0f} 秒；"
        f"保存快照 {big['ours']['save']:.1f} 秒。服务进程 10 万人：内存 {memory['now'] / MB:.0f} MB，其中自有 "
        f"{memory['own'] / MB:.0f} MB，映射的文件 {memory['mapped'] / MB:.0f} MB（几个进程共用）。"
    )
    yield ""
    yield (
        f"冷启动的处理器时间：解释器 {cold['python']:.2f} 秒，numpy {cold['numpy'] - cold['python']:.2f}，"
        f"numba {cold['numba'] - cold['numpy']:.2f}，matching 其余模块 {cold['matching'] - cold['numba']:.2f}，"
        f"读快照 {cold['load'] - cold['matching']:.2f}（含载入 jieba 词典和核对摘要），"
        f"第一个查询 {cold['first'] - cold['load']:.2f}（装入已编译的函数）；文件在页缓存中，"
        f"编译结果已在磁盘上。实际等待最短 {big['cold']['least_wall']:.2f} 秒。"
    )
    yield ""


def _quality(lines):
    yield "## 质量"
    yield ""
    yield "`python bench/matching_quality.py`（nDCG@10 越高越好，Kendall 损失越低越好）："
    yield ""
    yield from ["```", *lines, "```", ""]
