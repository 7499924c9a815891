"""Ranking quality of the matcher beside the plain scikit-learn baseline, on the benchmark of BENCH_DATA.

python bench/matching_quality.py [--tasks zh_nsfc_pi,…]    nDCG@10 per task (higher is better), Kendall loss (lower)
"""

import json
import os
import pathlib
import subprocess
import sys

MATCHERS = {"baseline": "matching.reference:Reference", "matcher": "matching:Matcher"}
FIGURES = ("ndcg@10", "kendall_loss")


def main(arguments: list[str]) -> int:
    data = pathlib.Path(os.environ.get("BENCH_DATA", "../shared/bench/matching-dev"))
    script = data.parent / "eval_matching.py"
    if not script.exists():
        sys.stderr.write(f"no benchmark at {data}: set BENCH_DATA\n")
        return 1
    reports = {name: evaluate(script, data, matcher, arguments) for name, matcher in MATCHERS.items()}
    for line in table(reports):
        sys.stdout.write(line + "\n")
    return 0


def evaluate(script, data, matcher: str, arguments: list[str]) -> dict:
    command = [sys.executable, str(script), "--matcher", matcher, "--data", str(data), *arguments]
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


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
