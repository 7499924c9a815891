"""Ranking quality of the matcher beside the plain scikit-learn baseline, on the benchmark of BENCH_DATA.

python bench/matching_quality.py [--tasks zh_nsfc_pi,…]    nDCG@10 per task (higher is better), Kendall loss (lower)
Where there is no such data it measures a synthetic pool made from demo/data and says so.
"""

import importlib
import json
import os
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench import data  # noqa: E402  (run as a file it finds the project by itself)

MATCHERS = {"baseline": "matching.reference:Reference", "matcher": "matching:Matcher"}
FIGURES = ("ndcg@10", "kendall_loss")
SYNTHETIC = (
    "{}，改用由 demo/data 合成的数据：\n"
    "关联由文字的来历得出（为哪个专栏、由哪位虚构专家而写），只说明排序是否正常，不代表真实数据上的质量。"
)


def main(arguments: list[str]) -> int:
    why = data.missing()
    for line in synthetic_lines(why) if why else real(data.script(), data.folder(), arguments):
        sys.stdout.write(line + "\n")
    return 0


def real(script, folder, arguments: list[str]):
    return table({name: evaluate(script, folder, matcher, arguments) for name, matcher in MATCHERS.items()})


def evaluate(script, folder, matcher: str, arguments: list[str]) -> dict:
    command = [sys.executable, str(script), "--matcher", matcher, "--data", str(folder), *arguments]
    environment = os.environ | {"OMP_NUM_THREADS": "1"}
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True, env=environment)  # noqa: S603  (our own command)
    return json.loads(done.stdout)


def table(reports: dict):
    yield f"{'task':<20} {'figure':<13}" + "".join(f"{name:>10}" for name in reports) + "   ms/query"
    for task, last in reports["matcher"]["tasks"].items():
        figure = next(f for f in FIGURES if f in last["metrics"])
        values = "".join(f"{r['tasks'][task]['metrics'][figure]['mean']:>10.4f}" for r in reports.values())
        speeds = " → ".join(str(round(r["tasks"][task]["query"]["median_ms"], 1)) for r in reports.values())
        yield f"{task:<20} {figure:<13}{values}   {speeds}"
    means = [r.get("mean_ndcg@10") for r in reports.values()]
    if None not in means:
        yield f"{'mean':<20} {'ndcg@10':<13}" + "".join(f"{m:>10.4f}" for m in means)


def synthetic_lines(why: str):
    from bench import synthetic

    yield SYNTHETIC.format(why)
    yield f"{'task':<20} {'figure':<13}" + "".join(f"{name:>10}" for name in MATCHERS) + "   ms/query"
    for task in synthetic.tasks():
        found = [synthetic.measured(_made(where), task) for where in MATCHERS.values()]
        values = "".join(f"{figure:>10.4f}" for figure, _ in found)
        speeds = " → ".join(f"{span:.1f}" for _, span in found)
        size = f"{task.what}，{len(task.experts)} 人，{len(task.queries)} 个查询"
        yield f"{task.name:<20} {'ndcg@10':<13}{values}   {speeds}   （{size}）"


def _made(where):
    module, _, name = where.partition(":")
    return getattr(importlib.import_module(module), name)()


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
