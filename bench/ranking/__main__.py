"""`python -m bench.ranking [--quick]`: every figure of the matcher in one run, into bench/results/matching.md and .svg.

Each measurement has a process of its own, one after the other, with one thread; --quick leaves out a million.
"""

import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
RESULTS = ROOT / "bench" / "results"
ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS")
SERVED = 100_000  # profiles at which build, cold start, memory and changes are judged


def main(arguments) -> int:
    """Measure all, print, write down."""
    if arguments[:1] == ["--one"]:
        print(json.dumps(_measured(*arguments[1:])))
        return 0
    if set(arguments) - {"--quick"}:
        print(__doc__)
        return 2
    from bench.ranking import curve, pool, report

    sizes = [s for s in pool.SIZES if s < pool.SIZES[-1] or "--quick" not in arguments]
    begun = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        found = {size: _of_size(size, folder) for size in sizes}
        found[SERVED] |= _once("serving.measure", folder) | {
            "baseline_build": _once("baseline.build", SERVED)
        }
    lines = _quality()
    text = report.page(found, lines, time.perf_counter() - begun)
    print(text)
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "matching.md").write_text(text, encoding="utf-8")
    (RESULTS / "matching.svg").write_text(curve.picture(report.series(found)), encoding="utf-8")
    return 0


def _of_size(size: int, folder: str) -> dict:
    kept = folder if size == SERVED else ""
    return {
        "ours": _once("ours.measure", size, kept),
        "baseline": _once("baseline.measure", size),
        "bm25s": _once("peers.bm25s", size),
        "tantivy": _once("peers.tantivy", size),
    }


def _once(name: str, *arguments):
    command = [sys.executable, "-m", "bench.ranking", "--one", name, *map(str, arguments)]
    environment = os.environ | dict.fromkeys(ONE_THREAD, "1")
    begun = time.perf_counter()
    done = subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, check=True)  # noqa: S603
    print(name, *arguments, f"{time.perf_counter() - begun:.0f} s", flush=True)
    return json.loads(done.stdout.splitlines()[-1])


def _measured(name: str, *arguments: str):
    import importlib

    module, _, work = name.partition(".")
    given = [int(a) if a.isdigit() else a for a in arguments]
    return getattr(importlib.import_module(f"bench.ranking.{module}"), work)(*given)


def _quality() -> list[str]:
    done = subprocess.run(
        [sys.executable, "bench/matching_quality.py"], cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True
    )
    return done.stdout.splitlines()


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
