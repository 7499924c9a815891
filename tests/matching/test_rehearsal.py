"""After the rehearsal no question and no change has to wait for a loop that is still to be compiled."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = """
import sys
from numba.core.registry import CPUDispatcher
from matching import Matcher
from matching.rehearsal import rehearse

def compiled():
    modules = [one for name, one in sys.modules.items() if name.startswith("matching")]
    found = {loop for one in modules for loop in vars(one).values() if isinstance(loop, CPUDispatcher)}
    return {(loop.py_func.__qualname__, str(kind)) for loop in found for kind in loop.signatures}

if sys.argv[2] == "rehearsed":
    rehearse()
before = compiled()
words = ["电极", "流道", "催化剂", "莫来石", "视觉", "旋流器", "能量", "厌氧"]
expert = lambda i: {"id": i, "unit": "u", "title": "t", "keywords": [words[i % 8]],
    "works": [{"type": "paper", "title": words[i % 8] + words[i % 7] + str(i), "abstract": words[i % 5] * 9}] * (1 + i % 3)}
query = {"id": "q", "title": "液流电池流道", "problem": {"难点": "电极与催化剂"}, "indicators": ["能量效率 ≥ 80%"]}
matcher = Matcher().fit([expert(i) for i in range(700)])
for step in ("built", "mapped", "changed"):
    if step == "mapped":
        matcher.save(sys.argv[1] + "/pool")
        matcher = Matcher.load(sys.argv[1] + "/pool")
    if step == "changed":
        matcher.change([expert(800), expert(801)], removed=[3])
    found = matcher.rank(query, 10)
    matcher.rank(query, 10, among=list(range(500)))
    matcher.explain(query, found[0][0])
    matcher.scores(query, [1, 2, 5], by_words=True)
    matcher.cosine(query, 10)
print(len(compiled() - before))
"""


def _later(folder, how):
    command = [sys.executable, "-c", PROGRAM, str(folder), how]
    answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S603  our own words
    return int(answer.stdout)


def test_nothing_is_compiled_after_the_rehearsal(tmp_path):
    assert _later(tmp_path, "rehearsed") == 0


def test_without_it_the_first_questions_compile(tmp_path):
    assert _later(tmp_path, "cold") > 5
