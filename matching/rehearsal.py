"""Every question and change once on a small pool, so that no reader waits for loops that are being compiled."""

import subprocess
import sys
import tempfile
from pathlib import Path

from matching.matcher import Matcher

_MANY = 320  # more than the first stage keeps, so that every stage runs
_EXPERTS = [
    {
        "id": number,
        "unit": "某单位",
        "title": "工程师",
        "fields": ["储能"],
        "keywords": ["电极", "电解液"],
        "works": [
            {
                "type": "paper",
                "title": "液流电池电极 flow battery",
                "abstract": "电解液流道",
                "keywords": ["电堆"],
            }
        ],
    }
    for number in range(_MANY)
]
_QUERY = {
    "id": "q",
    "title": "液流电池电堆",
    "problem": "极板流道",
    "indicators": "能量效率 ≥ 80%",
    "keywords": ["电极"],
}


def rehearse() -> None:
    """Compile, or load from disk, what a built pool, a mapped one and one with changes need; changes nothing."""
    built = Matcher().fit(_EXPERTS)
    _ask(built)
    with tempfile.TemporaryDirectory() as folder:
        built.save(Path(folder) / "pool")
        mapped = Matcher.load(Path(folder) / "pool")
        _ask(mapped)
        mapped.change([_EXPERTS[0] | {"id": "new"}], removed=[0])
        _ask(mapped)
        mapped.compact()
        del mapped


def rehearse_beside() -> None:
    """Compile in a process of its own: here the compiler would hold up every other thread for as long as it works.

    What it compiled is kept on disk, see docs/operations.md; `rehearse` then only loads it.
    """
    root = Path(__file__).resolve().parent.parent
    subprocess.run([sys.executable, "-m", __name__], cwd=root, check=False, timeout=600)  # noqa: S603  our own module


def _ask(matcher):
    for among in (None, [1, 2]):
        for found, _score in matcher.rank(_QUERY, 10, among=among):
            matcher.explain(_QUERY, found)
    matcher.scores(_QUERY, [1], by_words=True)
    matcher.cosine(_QUERY, 2)


if __name__ == "__main__":
    rehearse()
