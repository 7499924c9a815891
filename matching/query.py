"""The asking side: the parts of a query, its terms, and where each term stands in what was written."""

from typing import NamedTuple

import numpy as np

from matching.people import items
from matching.reading import Terms, terms_of
from matching.symbols import (
    BREAK,
    KEYWORD_TIMES,
    NO_CHARACTER,
    PAIR_BITS,
    encode,
    latin_code_of,
    numbers_of,
    word_code,
    write,
)
from matching.text import normalise_with_origin

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
    """The raw text of each part; a bare string is a title, a list or sections are joined by line breaks."""
    if not isinstance(query, dict):
        query = {"title": query}
    texts = {part: query.get(part) for part in PARTS}
    return {part: _text(list(v.values()) if isinstance(v, dict) else v) for part, v in texts.items()}


def sections_of(query) -> dict[str, str]:
    """The sections of the problem by name; none where it is one text."""
    problem = query.get("problem") if isinstance(query, dict) else None
    return {str(name): _text(text) for name, text in problem.items()} if isinstance(problem, dict) else {}


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


def layout_of(parts: list[Part], words: list[list[tuple[int, int, str]]]) -> Layout:
    """How the terms of all units fall on the characters of the query; `words` as `text.words_in` finds them."""
    spans = [_spans(part, own) for part, own in zip(parts, words, strict=True)]
    codes, start, long, times = (np.concatenate(column) for column in zip(*spans, strict=True))
    each = np.arange(long.sum()) - np.repeat(np.cumsum(long) - long, long)
    return Layout(np.repeat(codes, long), np.repeat(start, long) + each, np.repeat(times / long, long))


def _spans(part: Part, words):
    """Every term of a part: code, first character in the query, number of characters, how often it counts."""
    numbers = numbers_of(part.text)
    stands = numbers != NO_CHARACTER
    single = np.flatnonzero(stands)
    pair = np.flatnonzero(stands[:-1] & stands[1:])
    pairs = numbers[pair].astype(np.int64) << PAIR_BITS | numbers[pair + 1]
    listed = numbers.tolist()
    named = [_code(word, listed[start:end]) for start, end, word in words]
    codes = np.concatenate([numbers[single], pairs, np.array(named, dtype=np.int64)]).astype(np.int64)
    begin = np.concatenate([single, pair, [start for start, _, _ in words]]).astype(np.int64)
    long = np.concatenate([np.ones(len(single)), np.full(len(pair), 2), [b - a for a, b, _ in words]])
    times = np.full(len(codes), float(KEYWORD_TIMES if part.name == "keywords" else 1))
    return codes, begin + part.offset, long.astype(np.int64), times


def _code(word: str, numbers: list[int]) -> int:
    return latin_code_of(word) if numbers[0] == NO_CHARACTER else word_code(numbers)


def _text(value) -> str:
    if value is None:
        return ""
    if isinstance(value, str) or not hasattr(value, "__iter__"):
        return str(value)
    return "\n".join(str(v) for v in items(value) if v is not None)
