"""The asking side: the parts of a query, the bags of terms that are scored, and where each term stands."""

from typing import NamedTuple

import numpy as np

from matching.score import Bag
from matching.text import UNITS, normalise, normalise_with_origin, spans, tokenise

PARTS = ("title", "problem", "indicators", "keywords")


class Part(NamedTuple):
    """One part of a query: `text` as compared, `surface` as written, `origin` from one to the other.

    Its characters are numbered from `offset` on in the whole query.
    """

    name: str
    text: str
    surface: str
    origin: list[int]
    offset: int

    def surface_of(self, start: int, end: int) -> str:
        """What the asker wrote for `text[start:end]`."""
        return self.surface[self.origin[start] : self.origin[end - 1] + 1]


class Layout(NamedTuple):
    """Where the terms of a unit stand: term `codes[i]` covers character `at[i]` and gives it `share[i]`.

    codes uint64 [n] · at int64 [n] · share float64 [n]; the shares of a term sum to its count.
    """

    codes: np.ndarray
    at: np.ndarray
    share: np.ndarray


def texts_of(query) -> dict[str, str]:
    """The raw text of each part; a bare string is a title, a list is joined by line breaks."""
    if not isinstance(query, dict):
        query = {"title": query}
    return {part: _text(query.get(part)) for part in PARTS}


def bags_of(query) -> dict[str, Bag]:
    """Terms of the whole query per unit."""
    tokens = [tokenise(normalise(text)) for text in texts_of(query).values() if text]
    bags = {}
    for unit in UNITS:
        columns = [getattr(t, unit) for t in tokens] or [np.empty(0, dtype=np.uint64)]
        terms, counts = np.unique(np.concatenate(columns), return_counts=True)
        bags[unit] = Bag(terms, counts.astype(np.float64))
    return bags


def layout_of(query) -> tuple[list[Part], dict[str, Layout]]:
    """The parts of the query and, per unit, how its terms fall on their characters."""
    parts, rows, offset = [], {u: ([], [], []) for u in UNITS}, 0
    for name, raw in texts_of(query).items():
        part = Part(name, *normalise_with_origin(raw), offset)
        for span in spans(part.text):
            codes, at, share = rows[span.unit]
            long = span.end - span.start
            codes.extend([span.code] * long)
            at.extend(range(offset + span.start, offset + span.end))
            share.extend([1 / long] * long)
        parts.append(part)
        offset += len(part.text)
    return parts, {u: _layout(*columns) for u, columns in rows.items()}


def _layout(codes: list, at: list, share: list) -> Layout:
    return Layout(np.array(codes, np.uint64), np.array(at, np.int64), np.array(share, np.float64))


def _text(value) -> str:
    if value is None:
        return ""
    if isinstance(value, str) or not hasattr(value, "__iter__"):
        return str(value)
    return "\n".join(str(v) for v in value if v is not None)
