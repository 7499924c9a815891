"""The asking side: the parts of a query, its terms, and where each term stands in what was written."""

from typing import NamedTuple

import numpy as np

from matching.people import items
from matching.reading import Terms, terms_of
from matching.symbols import (
    BREAK,
    KEYWORD_TIMES,
    PAIR_BITS,
    encode,
    latin_code,
    latin_symbols,
    word_code,
    write,
)
from matching.text import normalise_with_origin, words_in

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
    """Where terms stand: the term `codes[i]` covers character `at[i]` and gives it `share[i]`.

    codes int64 [n] · at int64 [n] · share float64 [n]; the shares of a term sum to its count.
    """

    codes: np.ndarray
    at: np.ndarray
    share: np.ndarray


def texts_of(query) -> dict[str, str]:
    """The raw text of each part; a bare string is a title, a list is joined by line breaks."""
    if not isinstance(query, dict):
        query = {"title": query}
    return {part: _text(query.get(part)) for part in PARTS}


class Asked(NamedTuple):
    """A query ready for ranking: its symbols and its terms."""

    stream: np.ndarray
    terms: Terms


def read(query) -> Asked:
    """The whole query as symbols and terms."""
    texts = texts_of(query)
    pieces = [(BREAK, [texts[part]], []) for part in PARTS if part != "keywords" and texts[part]]
    if texts["keywords"]:
        pieces.append((BREAK, [], [texts["keywords"]]))
    stream = encode(write(pieces))
    return Asked(stream, terms_of(stream))


def parts_of(query) -> list[Part]:
    """The parts of the query that say something."""
    parts, offset = [], 0
    for name, raw in texts_of(query).items():
        part = Part(name, *normalise_with_origin(raw), offset)
        parts.append(part)
        offset += len(part.text)
    return parts


def layout_of(parts: list[Part]) -> Layout:
    """How the terms of all units fall on the characters of the query."""
    codes, at, share = [], [], []
    for part in parts:
        times = KEYWORD_TIMES if part.name == "keywords" else 1
        for code, start, end in _spans(part.text):
            long = (end - start) / times
            codes.extend([code] * (end - start))
            at.extend(range(part.offset + start, part.offset + end))
            share.extend([1 / long] * (end - start))
    return Layout(np.array(codes, np.int64), np.array(at, np.int64), np.array(share, np.float64))


def _spans(text: str):
    """`(code, start, end)` of every term of a normalised text."""
    numbers = {}
    for start, end, word in words_in(text):
        symbols = [int(s) & 0x7FFF for s in encode(word)]
        if symbols and symbols[0] == BREAK:
            yield latin_code(latin_symbols(word)), start, end
            continue
        yield word_code(symbols), start, end
        numbers.update(zip(range(start, end), symbols, strict=True))
    for at, number in numbers.items():
        yield number, at, at + 1
        if at + 1 in numbers:
            yield number << PAIR_BITS | numbers[at + 1], at, at + 2


def _text(value) -> str:
    if value is None:
        return ""
    if isinstance(value, str) or not hasattr(value, "__iter__"):
        return str(value)
    return "\n".join(str(v) for v in items(value) if v is not None)
