"""Word data of the matcher: the table from traditional to simplified characters."""

import functools
import pathlib

_FOLDER = pathlib.Path(__file__).parent


@functools.lru_cache(maxsize=1)
def simplified_table() -> dict[int, str]:
    """Table for `str.translate`: one traditional character → one simplified character.

    Lines of `simplified.txt` are pairs; lines that begin with # say where the table comes from.
    """
    lines = (_FOLDER / "simplified.txt").read_text(encoding="utf-8").splitlines()
    pairs = [pair for line in lines if not line.startswith("#") for pair in line.split()]
    return {ord(pair[0]): pair[1] for pair in pairs}
