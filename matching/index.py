"""Immutable inverted index of a set of experts: postings, lengths, and the counts behind every weight."""

from typing import NamedTuple

import numpy as np

from matching.text import UNITS, normalise, tokenise

KEYWORD_TIMES = 2  # a keyword counts as often as if it had been written this many times
_MOST = 65_535  # greatest count kept (uint16)


class Postings(NamedTuple):
    """Terms × documents, by term. Rows of one term hold documents in rising order.

    codes uint64 [terms] rising · start int64 [terms+1] · docs int32 [n] · counts uint16 [n] occurrences ·
    lengths float32 [documents] occurrences in all.
    """

    codes: np.ndarray
    start: np.ndarray
    docs: np.ndarray
    counts: np.ndarray
    lengths: np.ndarray

    def rows(self, codes: np.ndarray) -> np.ndarray:
        """Row of each code, int64; -1 where the index does not know it."""
        if not len(self.codes):
            return np.full(len(codes), -1)
        at = np.minimum(np.searchsorted(self.codes, codes), len(self.codes) - 1)
        return np.where(self.codes[at] == codes, at, -1)

    def document_counts(self, codes: np.ndarray) -> np.ndarray:
        """Number of documents that contain each code, int64."""
        rows = self.rows(codes)
        return np.where(rows >= 0, self.start[rows + 1] - self.start[rows], 0)


class Segment(NamedTuple):
    """Some experts: `ids` in order, `owner` int32 [works] = the expert of each work.

    `postings`: (level, unit) → Postings; documents are experts at level profile, works at level work.
    """

    ids: tuple
    owner: np.ndarray
    postings: dict

    @property
    def size(self) -> int:
        return len(self.ids)


def pieces_of(expert: dict) -> list[tuple[int | None, str]]:
    """`(work number or None, normalised text)` of an expert; None is the profile's own fields and keywords.

    The organisation and the title of a person are not evidence of what he can do and are not read.
    """
    own = [*_items(expert.get("fields")), *_keywords(expert)]
    pieces: list[tuple[int | None, list]] = [(None, own)] if own else []
    for number, work in enumerate(_works(expert)):
        pieces.append((number, [work.get("title"), work.get("abstract"), *_keywords(work)]))
    return [(number, normalise("\n".join(str(t) for t in texts if t))) for number, texts in pieces]


def works_of(expert: dict) -> list[dict]:
    """The expert's works as dictionaries; a bare string is a title."""
    return _works(expert)


class Entry(NamedTuple):
    """One expert ready for the index: term counts of the joined profile, of each work, of each piece, per unit.

    Each is `(codes uint64 [n] rising, counts int64 [n])`.
    """

    id: object
    profile: dict
    works: list
    pieces: list


def read(expert: dict) -> Entry:
    """Tokenise one expert. An expert without works is one work made of its fields and keywords."""
    pieces = pieces_of(expert)
    tokens = [tokenise(text) for _, text in pieces]
    counted = [{u: _count(getattr(t, u)) for u in UNITS} for t in tokens]
    works = [c for (number, _), c in zip(pieces, counted, strict=True) if number is not None] or counted
    joined = {u: _count(np.concatenate([getattr(t, u) for t in tokens] or [_NONE])) for u in UNITS}
    return Entry(expert["id"], joined, works, counted)


def build(entries: list[Entry], fields) -> Segment:
    """Index of the entries, in their order, over the `(level, unit)` pairs of `fields`."""
    owner = np.repeat(np.arange(len(entries), dtype=np.int32), [len(e.works) for e in entries])
    documents = {"profile": [e.profile for e in entries], "work": [work for e in entries for work in e.works]}
    return Segment(
        tuple(e.id for e in entries),
        owner,
        {(level, unit): _invert([d[unit] for d in documents[level]]) for level, unit in fields},
    )


_NONE = np.empty(0, dtype=np.uint64)


def _count(codes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    return np.unique(codes, return_counts=True)


def postings_of(codes, docs, counts, lengths) -> Postings:
    """Postings from parallel arrays [n]; documents must rise within a code."""
    order = np.argsort(codes, kind="stable")
    terms, start = np.unique(codes[order], return_index=True)
    starts = np.append(start, len(codes)).astype(np.int64)
    return Postings(terms, starts, docs[order], np.minimum(counts[order], _MOST).astype(np.uint16), lengths)


def _invert(bags: list[tuple[np.ndarray, np.ndarray]]) -> Postings:
    codes = np.concatenate([c for c, _ in bags] or [_NONE])
    counts = np.concatenate([n for _, n in bags] or [np.empty(0, dtype=np.int64)])
    docs = np.repeat(np.arange(len(bags), dtype=np.int32), [len(c) for c, _ in bags])
    lengths = np.bincount(docs, weights=counts, minlength=len(bags)).astype(np.float32)
    return postings_of(codes, docs, counts, lengths)


def _items(value) -> list:
    if value is None or value == "":
        return []
    return [value] if isinstance(value, str) or not hasattr(value, "__iter__") else list(value)


def _keywords(source: dict) -> list:
    return _items(source.get("keywords")) * KEYWORD_TIMES


def _works(expert: dict) -> list[dict]:
    works = expert.get("works")
    works = [works] if isinstance(works, dict) else _items(works)
    return [w if isinstance(w, dict) else {"title": w} for w in works]
