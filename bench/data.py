"""The benchmark's data: a folder of tasks in the format of eval_matching.py, named by BENCH_DATA."""

import gzip
import json
import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT / "../shared/bench"
SCRIPT = "eval_matching.py"


def folder() -> Path:
    """Where the tasks are, or should be."""
    return Path(os.environ.get("BENCH_DATA", SHARED / "matching-dev"))


def tasks() -> list[Path]:
    """The folders of its tasks, whatever they are called."""
    found = folder()
    return sorted(one.parent for one in found.glob("*/experts.jsonl.gz")) if found.is_dir() else []


def script() -> Path | None:
    """The evaluation script: beside the data, else where the development data is."""
    return next((one / SCRIPT for one in (folder().parent, SHARED) if (one / SCRIPT).exists()), None)


def lines(task: Path, name: str) -> list[dict]:
    """The rows of `experts` or `queries` of a task."""
    with gzip.open(task / f"{name}.jsonl.gz", "rt", encoding="utf-8") as rows:
        return [json.loads(row) for row in rows if row.strip()]


def missing() -> str | None:
    """Why nothing can be measured on it, or None."""
    if not folder().is_dir():
        return f"没有找到 BENCH_DATA 指向的文件夹（{folder()}）"
    if not tasks():
        return f"BENCH_DATA 指向的文件夹（{folder()}）中没有评测任务（*/experts.jsonl.gz）"
    return None if script() else f"没有找到评测程序 {SCRIPT}（应在 BENCH_DATA 的上一级）"
