"""Matched words a person can read: whole words and phrases that stand both in the query and in a work."""

import itertools
import re

import numpy as np

from matching.query import Part
from matching.text import is_han, stem, words_in

MOST_WORDS = 8
LEAST_SHARE = 0.15  # of the best word's contribution; weaker ones say nothing to a reader
_GAP = re.compile(r"[ /·.-]?")  # what may stand between parts of one expression: 350 Wh/kg


def whole_words(part: Part, values: np.ndarray, text: str) -> tuple[str, ...]:
    """Words of one part of a query that stand in `text` too, neighbours joined to phrases, best first.

    `values` float64 [characters of the part] are their contributions. A word is a word of one text that occurs
    in the other with at least one end at a word boundary there: 能量密度 is found in 高能|量|密度, but 学生
    not in 大学|生活. Single characters and bare numbers are left out. As the asker wrote them.
    """
    places = _joined(_chosen(_places(part.text, text)), part.text, text)
    found: dict[str, float] = {}
    for start, end in places:
        if end - start > 1 and not part.text[start:end].replace(".", "").isdigit():
            surface = part.surface_of(start, end)
            found[surface] = found.get(surface, 0.0) + float(values[start:end].sum())
    best = sorted((w for w in found if found[w] > 0), key=lambda w: (-found[w], w))
    return tuple(w for w in best if found[w] >= LEAST_SHARE * found[best[0]])[:MOST_WORDS]


def _places(asked: str, text: str) -> list[tuple[int, int]]:
    """Where words stand in `asked`, overlaps and all."""
    asked_words, text_words = words_in(asked), words_in(text)
    stems = {stem(w) for _, _, w in text_words if not is_han(w)}
    known = {w for _, _, w in text_words}
    text_edges, asked_edges = _edges(text_words), _edges(asked_words)
    places = []
    for start, end, word in asked_words:
        if not is_han(word):
            stands = stem(word) in stems
        else:
            stands = len(word) > 1 and (word in known or any(_occurrences(word, text, text_edges)))
        if stands:
            places.append((start, end))
    for word in known:
        if len(word) > 1 and is_han(word):
            places.extend(_occurrences(word, asked, asked_edges))
    return places


def _occurrences(word: str, text: str, edges: set[int]):
    at = text.find(word)
    while at >= 0:
        if at in edges or at + len(word) in edges:
            yield at, at + len(word)
        at = text.find(word, at + 1)


def _edges(words: list) -> set[int]:
    return {edge for start, end, _ in words for edge in (start, end)}


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
    bare = text.replace(" ", "")
    joined = [places[0]]
    for (_, before), (start, end) in itertools.pairwise(places):
        phrase = asked[joined[-1][0] : end].replace(" ", "")
        if _GAP.fullmatch(asked[before:start]) and phrase in bare:
            joined[-1] = joined[-1][0], end
        else:
            joined.append((start, end))
    return joined
