"""The asking side: the parts of a query, their words and places, and the bags of terms that are scored."""

from typing import NamedTuple

import numpy as np

from matching.score import Bag
from matching.text import UNITS, normalise, spans, tokenise, words_in

PARTS = ("title", "problem", "indicators", "keywords")
KEYWORD_TIMES = 1


class Place(NamedTuple):
    """One word of the query: `part`, the word as the asker wrote it, and as it is compared."""

    part: str
    surface: str
    word: str
    start: int
    end: int


class Layout(NamedTuple):
    """Where each term of a unit stands: occurrence i belongs to `codes[i]` and gives `share[i]` to `word[i]`.

    codes uint64 [n] · word int64 [n] number of the place · share float64 [n], times the part's weight.
    """

    codes: np.ndarray
    word: np.ndarray
    share: np.ndarray


def parts_of(query) -> dict[str, str]:
    """The text of each part, raw; a bare string is a title, a list is joined by line breaks."""
    if not isinstance(query, dict):
        query = {"title": query}
    return {part: _text(query.get(part)) for part in PARTS}


def bags_of(query) -> dict[str, Bag]:
    """Terms of the whole query per unit."""
    tokens = [(_times(part), tokenise(normalise(text))) for part, text in parts_of(query).items() if text]
    bags = {}
    for unit in UNITS:
        columns = [getattr(t, unit) for times, t in tokens for _ in range(times)]
        codes = np.concatenate(columns) if columns else np.empty(0, dtype=np.uint64)
        terms, counts = np.unique(codes, return_counts=True)
        bags[unit] = Bag(terms, counts.astype(np.float64))
    return bags


def layout_of(query) -> tuple[list[Place], dict[str, Layout]]:
    """Words of the query in order, and for each unit how its terms fall on them (a term's shares sum to its count)."""
    from matching.text import normalise_with_origin

    places, rows = [], {u: ([], [], []) for u in UNITS}
    for part, text in parts_of(query).items():
        normalised, surface, origin = normalise_with_origin(text)
        word_at = [-1] * len(normalised)
        for start, end, word in words_in(normalised):
            word_at[start:end] = [len(places)] * (end - start)
            places.append(Place(part, surface[origin[start] : origin[end - 1] + 1], word, start, end))
        for span in spans(normalised):
            codes, word, share = rows[span.unit]
            for at in range(span.start, span.end):
                codes.append(span.code)
                word.append(word_at[at])
                share.append(_times(part) / (span.end - span.start))
    return places, {u: _layout(*columns) for u, columns in rows.items()}


def _layout(codes: list, word: list, share: list) -> Layout:
    return Layout(np.array(codes, np.uint64), np.array(word, np.int64), np.array(share, np.float64))


def _times(part: str) -> int:
    return KEYWORD_TIMES if part == "keywords" else 1


def _text(value) -> str:
    if value is None:
        return ""
    if isinstance(value, str) or not hasattr(value, "__iter__"):
        return str(value)
    return "\n".join(str(v) for v in value if v is not None)
