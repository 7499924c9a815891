"""Matched words a person can read: whole words and phrases that stand both in the query and in a work."""

import itertools
import re
from typing import NamedTuple

import numpy as np

from matching.query import Part
from matching.symbols import BREAK, HASHED, LATIN, NUMBER, WORD_BEGINS, latin_code, latin_code_of, text_of
from matching.text import is_han, words_in
from matching.words import plain_words

MOST_WORDS = 8
LEAST_SHARE = 0.15  # of the best word's contribution; weaker ones say nothing to a reader
_GAPS = re.compile(r"[ /·.-]")
_GAP = re.compile(r"[ /·.-]?")  # what may stand between parts of one expression: 350 Wh/kg


class Reading(NamedTuple):
    """A text and its words `(start, end, word)`: `edges` are their ends, `known` the Chinese ones worth showing,
    `latin` word → code, `bare` the text without what may stand inside of one expression."""

    text: str
    words: list[tuple[int, int, str]]
    edges: set[int]
    known: set[str]
    latin: dict[str, int]
    bare: str


def reading_of_part(text: str) -> Reading:
    """Read a normalised part of a query once for many comparisons."""
    words = words_in(text)
    return _reading(text, words, {word: latin_code_of(word) for *_, word in words if not is_han(word)})


def reading_of(symbols, names: dict[int, str]) -> Reading:
    """Read the symbols of a piece; a Latin word has the name that `names` gives its code, others are left blank."""
    symbols, found = symbols.copy(), []
    for at in np.flatnonzero(symbols == LATIN).tolist():
        code = latin_code(symbols[at : at + 5])
        symbols[at : at + 5] = BREAK
        if code in names:
            found.append((at, names[code], code))
    characters, sizes = list(text_of(symbols & NUMBER)), np.ones(len(symbols), dtype=np.int64)
    words = _chinese_words(characters, symbols)
    for at, name, _ in found:
        characters[at : at + 5] = f" {name}", "", "", "", ""
        sizes[at : at + 5] = 1 + len(name), 0, 0, 0, 0
    begin = (np.cumsum(sizes) - sizes).tolist()
    places = [(begin[at], begin[at] + len(word), word) for at, word in words]
    places += [(begin[at] + 1, begin[at] + 1 + len(name), name) for at, name, _ in found]
    return _reading("".join(characters), places, {name: code for _, name, code in found})


def _chinese_words(characters: list[str], symbols) -> list[tuple[int, str]]:
    """`(first symbol, word)` of each Chinese word; `characters` are what the symbols stand for, one by one."""
    is_han = (symbols & NUMBER) < HASHED
    begins = is_han & (symbols >= WORD_BEGINS)
    begins[1:] |= is_han[1:] & ~is_han[:-1]
    edges = np.flatnonzero(begins | ~is_han).tolist()
    ends = [*edges[1:], len(symbols)]
    return [(a, "".join(characters[a:b])) for a, b in zip(edges, ends, strict=True) if begins[a]]


def _reading(text, words, latin) -> Reading:
    edges = {edge for start, end, _ in words for edge in (start, end)}
    known = {word for *_, word in words if len(word) > 1 and word not in latin and is_han(word)}
    return Reading(text, words, edges, known - plain_words(), latin, _GAPS.sub("", text))


def whole_words(part: Part, asked: Reading, values: np.ndarray, other: Reading) -> tuple[str, ...]:
    """Words of one part of a query (`asked`) that stand in another text too, neighbours joined, best first.

    `values` float64 [characters of the part] are their contributions. A word is a word of one text that occurs
    in the other with at least one end at a word boundary there: 能量密度 is found in 高能|量|密度, but 学生
    not in 大学|生活. A single character beside a word that follows or leads it in both texts is part of it: 西咪替|丁.
    Other single characters and bare numbers are left out. As the asker wrote them.
    """
    found: dict[str, float] = {}
    places = _completed(_chosen(_places(asked, other)), asked, other)
    for start, end in _joined(places, asked.text, other.bare):
        if end - start > 1 and not asked.text[start:end].replace(".", "").isdigit():
            surface = part.surface_of(start, end)
            found[surface] = found.get(surface, 0.0) + float(values[start:end].sum())
    best = sorted((w for w in found if found[w] > 0), key=lambda w: (-found[w], w))
    return tuple(w for w in best if found[w] >= LEAST_SHARE * found[best[0]])[:MOST_WORDS]


def _places(asked: Reading, other: Reading) -> list[tuple[int, int]]:
    """Where common words stand in `asked`, overlaps and all."""
    codes = set(other.latin.values())
    stands = {word for word, code in asked.latin.items() if code in codes and word not in plain_words()}
    stands |= {word for word in asked.known if word in other.known or any(_occurrences(word, other))}
    places = [(start, end) for start, end, word in asked.words if word in stands]
    for word in other.known:
        if word in asked.text:
            places.extend(_occurrences(word, asked))
    return places


def _occurrences(word: str, within: Reading):
    at = within.text.find(word)
    while at >= 0:
        if at in within.edges or at + len(word) in within.edges:
            yield at, at + len(word)
        at = within.text.find(word, at + 1)


def _chosen(places: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest places that do not overlap, in reading order."""
    taken: set[int] = set()
    chosen = []
    for start, end in sorted(set(places), key=lambda p: (p[0] - p[1], p[0])):
        if taken.isdisjoint(range(start, end)):
            taken.update(range(start, end))
            chosen.append((start, end))
    return sorted(chosen)


def _completed(places: list[tuple[int, int]], asked: Reading, other: Reading) -> list[tuple[int, int]]:
    """The places with the single characters beside them that the segmenter has cut off, if both texts have them."""
    taken = {at for start, end in places for at in range(start, end)}
    lone = {start for start, _, word in asked.words if len(word) == 1 and is_han(word)} - taken
    lone -= {at for at in lone if asked.text[at] in plain_words()}
    completed = []
    for start, end in places:
        to = end + (end in lone and any(_occurrences(asked.text[start : end + 1], other)))
        at = start - (start - 1 in lone and any(_occurrences(asked.text[start - 1 : to], other)))
        lone -= {at, to - 1}
        completed.append((at, to))
    return completed


def _joined(places: list[tuple[int, int]], asked: str, bare: str) -> list[tuple[int, int]]:
    """Neighbours that stand together in the other text (`bare`) become one phrase."""
    if not places:
        return []
    joined = [places[0]]
    for (_, before), (start, end) in itertools.pairwise(places):
        phrase = _GAPS.sub("", asked[joined[-1][0] : end])
        if _GAP.fullmatch(asked[before:start]) and phrase in bare:
            joined[-1] = joined[-1][0], end
        else:
            joined.append((start, end))
    return joined
