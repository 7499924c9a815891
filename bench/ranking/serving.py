"""Fresh processes that load a snapshot: time to the first answer, and the memory of one that serves."""

import json
import statistics
import subprocess
import sys
import time

from bench.ranking import pool

REPEATS = 7
FIRST = """
import sys, time
marks = {"python": time.process_time()}
import json
if "imports" in sys.argv:
    import numpy
    marks["numpy"] = time.process_time()
    import numba
    marks["numba"] = time.process_time()
from matching import Matcher
from matching import matcher as _
marks["matching"] = time.process_time()
matcher = Matcher.load(sys.argv[1])
marks["load"] = time.process_time()
queries = json.loads(sys.stdin.readline())
assert len(matcher.rank(queries[0], 10)) == 10
marks["first"] = time.process_time()
print(json.dumps(marks), flush=True)
"""
SERVE = """
for query in queries:
    best = matcher.rank(query, 10)
    matcher.explain(query, best[0][0])
status = dict(line.split(":", 1) for line in open("/proc/self/status"))
names = {"peak": "VmHWM", "now": "VmRSS", "own": "RssAnon", "mapped": "RssFile"}
print(json.dumps({name: int(status[key].split()[0]) * 1024 for name, key in names.items()}))
"""


def measure(folder: str) -> dict:
    """Cold starts (files in the page cache, numba's compiled code on disk) and the memory of a serving process."""
    found = {
        "cold": _cold(folder),
        "imports": _cold(folder, "imports"),
    }
    done = subprocess.run(  # noqa: S603  (our own command)
        [sys.executable, "-c", FIRST + SERVE, folder],
        input=_asked(), capture_output=True, text=True, check=True,
    )  # fmt: skip
    return found | {"memory": json.loads(done.stdout.splitlines()[-1])}


def _cold(folder: str, *options: str) -> dict:
    runs = [_once(folder, options) for _ in range(REPEATS)]
    marks = {name: statistics.median(run[name] for run in runs) for name in runs[0]}
    return marks | {"least_wall": min(run["wall"] for run in runs)}


def _once(folder: str, options) -> dict:
    begun = time.perf_counter()
    with subprocess.Popen(  # noqa: S603  (our own command)
        [sys.executable, "-c", FIRST, folder, *options],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        process.stdin.write(_asked())
        process.stdin.flush()
        marks = json.loads(process.stdout.readline())
        marks["wall"] = time.perf_counter() - begun
    return marks


def _asked() -> str:
    return json.dumps(pool.parts().queries) + "\n"
