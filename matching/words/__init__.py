"""Word data of the matcher: simplified for traditional characters, and words that explain nothing."""

import functools
import pathlib

_FOLDER = pathlib.Path(__file__).parent


@functools.lru_cache(maxsize=1)
def simplified_table() -> dict[int, str]:
    """Table for `str.translate`: one traditional character → one simplified character.

    Lines of `simplified.txt` are pairs; lines that begin with # say where the table comes from.
    """
    return {ord(pair[0]): pair[1] for pair in _items("simplified.txt")}


@functools.lru_cache(maxsize=1)
def plain_words() -> frozenset[str]:
    """Words that are never shown as a reason. They count in scores as every other word."""
    return frozenset(_items("plain.txt"))


def _items(name: str) -> list[str]:
    lines = (_FOLDER / name).read_text(encoding="utf-8").splitlines()
    return [item for line in lines if not line.startswith("#") for item in line.split()]
