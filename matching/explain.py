"""Why an expert has his score: the contributions that made it, by work, part of the query and whole words."""

from typing import NamedTuple

import numpy as np

from matching.evidence import reading, whole_words
from matching.index import pieces_of, read, works_of
from matching.query import Layout, bags_of, layout_of
from matching.score import document_weights, join_works, query_weights
from matching.sentence import sentence_for, title_of
from matching.state import State
from matching.text import UNITS


class Contribution(NamedTuple):
    """What one work gave through one part of the query.

    work: number in the expert's `works`, None for the profile's own fields and keywords. title: of the work, or
    the beginning of its abstract. part: title, problem, indicators or keywords. words: whole words of that part
    that stand in the work too, best first, as the asker wrote them; empty when only characters are shared.
    """

    work: int | None
    type: str
    title: str
    part: str
    words: tuple[str, ...]
    contribution: float


class Explanation(NamedTuple):
    """`contributions` are in falling order and sum to `score` (within 1e-9 of it, relatively)."""

    expert_id: object
    score: float
    contributions: tuple[Contribution, ...]
    sentence: str


def explain(state: State, query, expert_id, expert: dict) -> Explanation:
    """Explanation of one expert of the state; `expert` is his dictionary as it was added."""
    bags, pieces, works = bags_of(query), pieces_of(expert), works_of(expert)
    by_term = _by_term(state, bags, expert_id, expert, [number for number, _ in pieces])
    parts, layouts = layout_of(query)
    length = parts[-1].offset + len(parts[-1].text)
    by_character = sum(_by_character(by_term[u], bags[u].codes, layouts[u], length) for u in UNITS)
    found = []
    asked_parts = [(part, reading(part.text)) for part in parts]
    for row, (number, text) in enumerate(pieces):
        other = reading(text)
        for part, read_part in asked_parts:
            values = by_character[row, part.offset : part.offset + len(part.text)]  # type: ignore[index]
            if (value := float(values.sum())) > 0:
                words = whole_words(part, read_part, values, other)
                found.append(Contribution(number, *_label(works, number), part.name, words, value))
    found.sort(key=lambda c: (-c.contribution, -1 if c.work is None else c.work, c.part))
    asked, written = any(len(b.codes) for b in bags.values()), any(text for _, text in pieces)
    score = sum(c.contribution for c in found)
    return Explanation(expert_id, float(score), tuple(found), sentence_for(found, asked, written))


def _by_term(state: State, bags: dict, expert_id, expert: dict, numbers: list) -> dict[str, np.ndarray]:
    """Contribution of each piece through each query term: unit → float64 [pieces, terms]."""
    entry, (side, row) = read(expert), state.place(expert_id)
    segment = (state.base, state.added)[side]
    first = int(np.searchsorted(segment.owner, row))
    counted = {u: _counts(entry.pieces, u, bags[u].codes) for u in UNITS}
    work_rows = [i for i, n in enumerate(numbers) if n is not None] or list(range(len(numbers)))
    result = {u: np.zeros((len(numbers), len(bags[u].codes))) for u in UNITS}
    for number, block in enumerate(state.blocks):
        bag, counts = bags[block.unit], counted[block.unit]
        if not block.weight or not len(bag.codes) or not len(counts):
            continue
        weights = query_weights(block, bag, state.statistics)
        norms = state.norms[side][number]
        if block.level == "profile":
            parts = _of_profile(block, weights, counts, norms[row])
        else:
            parts = _of_works(block, weights, counts, work_rows, norms[first : first + len(work_rows)])
        result[block.unit] += block.weight * parts
    return result


def _of_profile(block, weights, counts, norm) -> np.ndarray:
    total = counts.sum(axis=0)
    seen = total > 0
    values = np.zeros(len(total))
    values[seen] = weights[seen] * document_weights(block, np.minimum(total[seen], 65_535), norm)
    return values * counts / np.where(seen, total, 1)


def _of_works(block, weights, counts, work_rows, norms) -> np.ndarray:
    parts = np.zeros(counts.shape)
    for row, norm in zip(work_rows, norms, strict=True):
        seen = counts[row] > 0
        parts[row, seen] = weights[seen] * document_weights(
            block, np.minimum(counts[row, seen], 65_535), norm
        )
    values = parts[work_rows].sum(axis=1)
    joined = float(join_works(block, values, np.zeros(len(values), dtype=np.int64), 1)[0])
    powers = values**block.power
    share = joined * powers / (powers.sum() or 1.0)
    parts[work_rows] *= (share / np.where(values > 0, values, 1.0))[:, None]
    return parts


def _counts(pieces: list, unit: str, codes: np.ndarray) -> np.ndarray:
    """Occurrences of the codes in each piece: float64 [pieces, codes]."""
    table = np.zeros((len(pieces), len(codes)))
    for row, piece in enumerate(pieces):
        known, counts = piece[unit]
        if len(known):
            at = np.minimum(np.searchsorted(known, codes), len(known) - 1)
            table[row] = np.where(known[at] == codes, counts[at], 0)
    return table


def _by_character(by_term: np.ndarray, codes: np.ndarray, layout: Layout, length: int) -> np.ndarray:
    """Spread term contributions over the characters of the query: float64 [pieces, characters]."""
    if not len(layout.codes):
        return np.zeros((len(by_term), length))
    term = np.searchsorted(codes, layout.codes)
    share = layout.share / np.bincount(term, weights=layout.share, minlength=len(codes))[term]
    rows = [np.bincount(layout.at, weights=row[term] * share, minlength=length) for row in by_term]
    return np.array(rows).reshape(len(by_term), length)


def _label(works: list[dict], number: int | None) -> tuple[str, str]:
    return ("", "") if number is None else (str(works[number].get("type") or ""), title_of(works[number]))
