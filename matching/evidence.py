"""Matched words a person can read: whole words and phrases that stand both in the query and in a work."""

import itertools
import re
from typing import NamedTuple

import numpy as np

from matching.query import Part
from matching.symbols import HASHED, LATIN, NUMBER, WORD_BEGINS, character, latin_code, latin_symbols
from matching.text import is_han, words_in
from matching.words import plain_words

MOST_WORDS = 8
LEAST_SHARE = 0.15  # of the best word's contribution; weaker ones say nothing to a reader
_GAPS = re.compile(r"[ /·.-]")
_GAP = re.compile(r"[ /·.-]?")  # what may stand between parts of one expression: 350 Wh/kg


class Reading(NamedTuple):
    """A text and its words `(start, end, word)`: `edges` are their ends, `known` the Chinese ones, `latin` word → code."""

    text: str
    words: list[tuple[int, int, str]]
    edges: set[int]
    known: set[str]
    latin: dict[str, int]


def reading_of_part(text: str) -> Reading:
    """Read a normalised part of a query once for many comparisons."""
    words = words_in(text)
    latin = {word: latin_code(latin_symbols(word)) for *_, word in words if not is_han(word)}
    return _reading(text, words, latin)


def reading_of(symbols, names: dict[int, str]) -> Reading:
    """Read the symbols of a piece; a Latin word has the name that `names` gives its code, others are left blank."""
    text, words, latin, at, long = [], [], {}, 0, 0
    symbols = symbols.tolist()
    while at < len(symbols):
        symbol = symbols[at]
        number = symbol & NUMBER
        if number < HASHED:
            if symbol >= WORD_BEGINS or not words or words[-1][1] != long:
                words.append((long, long + 1, character(number)))
            else:
                start, end, word = words[-1]
                words[-1] = start, end + 1, word + character(number)
            text.append(character(number))
            long += 1
        else:
            piece = " "
            if symbol == LATIN:
                code = latin_code(symbols[at : at + 5])
                at += 4
                if code in names:
                    latin[names[code]] = code
                    piece = f" {names[code]}"
                    words.append((long + 1, long + len(piece), names[code]))
            text.append(piece)
            long += len(piece)
        at += 1
    return _reading("".join(text), words, latin)


def _reading(text, words, latin) -> Reading:
    edges = {edge for start, end, _ in words for edge in (start, end)}
    return Reading(text, words, edges, {word for *_, word in words if is_han(word)}, latin)


def whole_words(part: Part, asked: Reading, values: np.ndarray, other: Reading) -> tuple[str, ...]:
    """Words of one part of a query (`asked`) that stand in another text too, neighbours joined, best first.

    `values` float64 [characters of the part] are their contributions. A word is a word of one text that occurs
    in the other with at least one end at a word boundary there: 能量密度 is found in 高能|量|密度, but 学生
    not in 大学|生活. Single characters and bare numbers are left out. As the asker wrote them.
    """
    found: dict[str, float] = {}
    for start, end in _joined(_chosen(_places(asked, other)), asked.text, other.text):
        if end - start > 1 and not asked.text[start:end].replace(".", "").isdigit():
            surface = part.surface_of(start, end)
            found[surface] = found.get(surface, 0.0) + float(values[start:end].sum())
    best = sorted((w for w in found if found[w] > 0), key=lambda w: (-found[w], w))
    return tuple(w for w in best if found[w] >= LEAST_SHARE * found[best[0]])[:MOST_WORDS]


def _places(asked: Reading, other: Reading) -> list[tuple[int, int]]:
    """Where common words stand in `asked`, overlaps and all."""
    places, codes = [], set(other.latin.values())
    for start, end, word in asked.words:
        if word in plain_words():
            continue
        if not is_han(word):
            stands = asked.latin[word] in codes
        else:
            stands = len(word) > 1 and (word in other.known or any(_occurrences(word, other)))
        if stands:
            places.append((start, end))
    for word in other.known - plain_words():
        if len(word) > 1 and word in asked.text and is_han(word):
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


def _joined(places: list[tuple[int, int]], asked: str, text: str) -> list[tuple[int, int]]:
    """Neighbours that stand together in the text become one phrase."""
    if not places:
        return []
    bare = _GAPS.sub("", text)
    joined = [places[0]]
    for (_, before), (start, end) in itertools.pairwise(places):
        phrase = _GAPS.sub("", asked[joined[-1][0] : end])
        if _GAP.fullmatch(asked[before:start]) and phrase in bare:
            joined[-1] = joined[-1][0], end
        else:
            joined.append((start, end))
    return joined
