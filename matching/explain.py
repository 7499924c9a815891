"""Why an expert has his score: the contributions that made it, by work, part of the query and whole words."""

import itertools
import json
from typing import NamedTuple

import numpy as np

from matching.evidence import reading_of, reading_of_part, whole_words
from matching.query import Layout, Part, layout_of, parts_of, sections_of
from matching.ranking import counts_by_piece
from matching.search import Search
from matching.sentence import NEIGHBOURS, TOPICS, sentence_for
from matching.state import State
from matching.symbols import WORK


class Contribution(NamedTuple):
    """What one work gave through one part of the query.

    work: number in the expert's `works`, None for the profile's own fields and keywords. title: of the work, or
    the beginning of its abstract. part: title, problem, indicators or keywords; or topics (the whole profile and
    the whole query speak of the same matters), neighbours (it resembles the profiles that match best). words:
    whole words of that part that stand in the work too, best first, as the asker wrote them; empty when only
    characters are shared. labels: for each word the section of the problem it stands in, "" in other parts.
    """

    work: int | None
    type: str
    title: str
    part: str
    words: tuple[str, ...]
    contribution: float
    labels: tuple[str, ...] = ()


class Explanation(NamedTuple):
    """`contributions` are in falling order and sum to `score` (within 1e-9 of it, relatively)."""

    expert_id: object
    score: float
    contributions: tuple[Contribution, ...]
    sentence: str


class Question:
    """A query made ready to be explained for many experts of one state."""

    def __init__(self, state: State, query, search: Search):
        self.search = search
        self.pool, self.terms, self.parts = state, self.search.terms, parts_of(query)
        self.plan = self.search.plan()
        self.readings = [reading_of_part(part.text) for part in self.parts]
        self.layout = layout_of(self.parts, [one.words for one in self.readings])
        self.names = {code: word for one in self.readings for word, code in one.latin.items()}
        self._sections = sections_of(query)

    def labels_of(self, part: str, words) -> tuple[str, ...]:
        """The section of the problem that each word stands in; "" for other parts and a problem of one text."""
        sections = self._sections.items() if part == "problem" else ()
        return tuple(next((name for name, text in sections if word in text), "") for word in words)


def explain(question: Question, expert_id) -> Explanation:
    """Explanation of one expert of the question's state. Raises KeyError for an unknown id."""
    state, terms = question.pool, question.terms
    place = state.place(expert_id)
    if place is None:
        raise KeyError(expert_id)
    side, row = place
    segment, label = state.side(side).segment, json.loads(state.side(side).labels[row])
    begin, end = segment.start[row], segment.start[row + 1]
    starts, counts = counts_by_piece(segment.stream, begin, end, terms)
    stream = segment.stream[begin:end]
    numbers = _work_numbers(stream[starts[:-1]])
    found = []
    if len(terms.codes) and counts.any():
        by_term = _by_term(question.plan, state.side(side).segment, row, counts, numbers)
        by_character = _by_character(by_term, terms.codes, question.layout, _length(question.parts))
        pieces = [stream[a:b] for a, b in itertools.pairwise(starts)]
        found = _of_pieces(question, by_character, pieces, numbers, label)
        found += _of_topics(question.search, side, row)
    found.sort(key=lambda c: (-c.contribution, -1 if c.work is None else c.work, c.part))
    score = sum(c.contribution for c in found)
    sentence = sentence_for(found, bool(len(terms.codes)), len(stream) > len(numbers))
    return Explanation(expert_id, float(score), tuple(found), sentence)


def _length(parts: list[Part]) -> int:
    return parts[-1].offset + len(parts[-1].text)


def _work_numbers(marks) -> list[int | None]:
    numbers, n = [], 0
    for mark in marks:
        numbers.append(n if mark == WORK else None)
        n += int(mark == WORK)
    return numbers


def _of_pieces(question: Question, by_character, pieces, numbers, label) -> list[Contribution]:
    found = []
    for values, symbols, number in zip(by_character, pieces, numbers, strict=True):
        other = None
        for part, told in zip(question.parts, question.readings, strict=True):
            given = values[part.offset : part.offset + len(part.text)]
            if (value := float(given.sum())) > 0:
                other = other or reading_of(symbols, question.names)
                kind, title = label[number] if number is not None else ("", "")
                words = whole_words(part, told, given, other)
                labels = question.labels_of(part.name, words)
                found.append(Contribution(number, kind, title, part.name, words, value, labels))
    return found


def _of_topics(search: Search, side: int, row: int) -> list[Contribution]:
    rows = tuple(np.array([row] if s == side else [], dtype=np.int64) for s in (0, 1))
    scored = search.scores(rows)
    topics, votes = float(scored.topics[0]), float(scored.votes[0])
    # Below 0 a score is cut off; what is taken away is taken from the topics, which alone can be negative.
    topics = max(topics, -float(scored.blocks[0]) - votes)
    pairs = (TOPICS, topics), (NEIGHBOURS, votes)
    return [Contribution(None, "", "", name, (), value) for name, value in pairs if value]


def _by_term(plan, segment, row: int, counts, numbers) -> np.ndarray:
    """Contribution of each piece through each query term: float64 [pieces, slots]."""
    works = [i for i, number in enumerate(numbers) if number is not None] or list(range(len(numbers)))
    first = int(segment.work_start[row])
    result = np.zeros(counts.shape)
    total = counts.sum(axis=0)
    for b, outer in enumerate(plan.outer):
        weights = plan.weights[:, b]
        if b >= plan.works_from:
            norms = segment.work_norms[plan.norms[b], first : first + len(works)]
            result += outer * _of_works(plan, b, weights, counts, works, norms)
            continue
        saturation = plan.saturation[b] + plan.slope[b] * float(segment.lengths[plan.rows[b], row])
        norm = float(segment.norms[plan.norms[b], row]) if plan.cosine[b] else 1.0
        norm = norm or 1.0  # a text without any term of this unit
        worth = _logarithm(total) / norm if plan.cosine[b] else total / np.maximum(total + saturation, 1e-300)
        result += outer * weights * worth * counts / np.where(total > 0, total, 1.0)
    return result


def _of_works(plan, b: int, weights, counts, works, norms) -> np.ndarray:
    parts = np.zeros(counts.shape)
    parts[works] = weights * _logarithm(counts[works]) / np.where(norms > 0, norms, 1.0)[:, None]
    values = parts[works].sum(axis=1)
    powers = values ** plan.power[b]
    joined = (powers.sum() / len(works) ** plan.share[b]) ** (1.0 / plan.power[b])
    share = joined * powers / (powers.sum() or 1.0)
    parts[works] *= (share / np.where(values > 0, values, 1.0))[:, None]
    return parts


def _logarithm(counts) -> np.ndarray:
    """1 + ln count, and 0 for 0."""
    return np.where(counts > 0, 1.0 + np.log(np.maximum(counts, 1e-300)), 0.0)


def _by_character(by_term: np.ndarray, codes: np.ndarray, layout: Layout, length: int) -> np.ndarray:
    """Spread term contributions over the characters of the query: float64 [pieces, characters]."""
    term = np.searchsorted(codes, layout.codes)
    share = layout.share / np.bincount(term, weights=layout.share, minlength=len(codes))[term]
    rows = [np.bincount(layout.at, weights=row[term] * share, minlength=length) for row in by_term]
    return np.array(rows).reshape(len(by_term), length)
