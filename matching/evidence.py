"""Matched words a person can read: whole words of the query that stand as whole words in a work."""

import numpy as np

from matching.query import Place
from matching.text import is_han, stem, words_in

MOST_WORDS = 8
LEAST_SHARE = 0.15  # of the best word's contribution; weaker ones say nothing to a reader


def whole_words(places: list[Place], values: np.ndarray, text: str) -> tuple[str, ...]:
    """Words of `places` (one part of a query, in order) that occur in `text`, neighbours joined, best first.

    `values` float64 [places] are their contributions. A word counts only where it begins and ends at a word
    boundary of the text, so 学生 is not found in 大学生活; single characters are left out.
    """
    words = words_in(text)
    edges = {w[0] for w in words}, {w[1] for w in words}
    stems = {stem(w[2]) for w in words if not is_han(w[2])}
    found: dict[str, float] = {}
    at = 0
    while at < len(places):
        end = _longest(places, values, at, text, edges, stems)
        if end > at:
            surface, value = _joined(places[at:end]), float(values[at:end].sum())
            if len(surface) > 1:
                found[surface] = found.get(surface, 0.0) + value
        at = max(end, at + 1)
    best = sorted(found, key=lambda w: (-found[w], w))
    return tuple(w for w in best if found[w] >= LEAST_SHARE * found[best[0]])[:MOST_WORDS]


def _longest(places, values, at: int, text: str, edges, stems) -> int:
    """End of the longest run of neighbouring words from `at` that stands in the text; `at` when there is none."""
    if values[at] <= 0 or not _stands(places[at].word, text, edges, stems):
        return at
    end, phrase = at + 1, places[at].word
    while end < len(places) and places[end].start == places[end - 1].end and values[end] > 0:
        phrase += places[end].word
        if not _occurs(phrase, text, edges):
            break
        end += 1
    return end


def _stands(word: str, text: str, edges, stems) -> bool:
    return _occurs(word, text, edges) if is_han(word) else stem(word) in stems


def _occurs(phrase: str, text: str, edges) -> bool:
    at = text.find(phrase)
    while at >= 0:
        if at in edges[0] and at + len(phrase) in edges[1]:
            return True
        at = text.find(phrase, at + 1)
    return False


def _joined(places: list[Place]) -> str:
    return "".join(p.surface for p in places)
