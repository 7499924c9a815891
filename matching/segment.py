"""A set of experts as arrays: their symbol streams, the inverted index of bigrams, document counts, norms."""

from typing import NamedTuple

import numpy as np

from matching import inversion, latent
from matching.latent import Latent
from matching.norms import add_squares, character_norms, norms_of
from matching.score import Block, idf
from matching.symbols import LATIN_KIND, NUMBER, WORD_KIND

CHOOSER = Block("candidates", 1.0, "profile", "bigram", "bm25", k1=2.0, b=0.5)


class Segment(NamedTuple):
    """Immutable arrays; [experts] and [works] in the order they were given.

    stream uint16 symbols · start int64 [experts + 1] · work_start int64 [experts + 1] · lengths float32 [3, experts]
    terms per unit · codes int64 [terms] rising · in_profiles, in_works int32 [terms] document counts · posted int64
    [terms + 1] where a term's postings begin (bigrams and Latin words have some) · rows int32 [postings] ·
    impacts uint8 [postings] 255 · tf / (tf + K) · norms float32 [k, experts] · work_norms float32 [k, works] ·
    total_lengths float64 [3] sums of `lengths` · topics int8 [experts, dimensions] places in
    `space`, see `Latent`.
    """

    stream: np.ndarray
    start: np.ndarray
    work_start: np.ndarray
    lengths: np.ndarray
    codes: np.ndarray
    in_profiles: np.ndarray
    in_works: np.ndarray
    posted: np.ndarray
    rows: np.ndarray
    impacts: np.ndarray
    norms: np.ndarray
    work_norms: np.ndarray
    total_lengths: np.ndarray
    topics: np.ndarray
    space: Latent

    @property
    def experts(self) -> int:
        """How many experts."""
        return len(self.start) - 1

    @property
    def works(self) -> int:
        """How many works."""
        return int(self.work_start[-1])

    def counts_at(self, at) -> tuple[np.ndarray, np.ndarray]:
        """In how many profiles and in how many works the terms of these places stand, float64 like `at`."""
        known = at >= 0
        in_profiles, in_works = np.zeros(len(at)), np.zeros(len(at))
        in_profiles[known], in_works[known] = self.in_profiles[at[known]], self.in_works[at[known]]
        return in_profiles, in_works

    def places(self, codes) -> np.ndarray:
        """Row of each code in `codes`, int64; −1 where no expert has the term."""
        if not len(self.codes):
            return np.full(len(codes), -1)
        at = np.minimum(np.searchsorted(self.codes, codes), len(self.codes) - 1)
        return np.where(self.codes[at] == codes, at, -1)


def norm_rows(blocks) -> dict[str, int]:
    """Row of each cosine block in `norms` or `work_norms`, by name."""
    rows = {}
    for level in ("profile", "work"):
        names = [b.name for b in blocks if b.kind == "cosine" and b.level == level]
        rows |= {name: row for row, name in enumerate(names)}
    return rows


def build(streams, blocks) -> Segment:
    """The segment of the streams, in their order. Raises ValueError for more than 2**26 experts."""
    if len(streams) >= inversion.MOST_EXPERTS:
        raise ValueError("a segment holds fewer than 2**26 experts")
    start = np.zeros(len(streams) + 1, dtype=np.int64)
    np.cumsum([len(s) for s in streams], out=start[1:])
    stream = np.concatenate(streams) if streams else np.empty(0, dtype=np.uint16)
    return of_stream(stream, start, blocks)


def of_stream(stream, start, blocks) -> Segment:
    """The segment of streams that stand one after the other."""
    found = inversion.gather(stream, start)
    work_start = np.zeros(len(start), dtype=np.int64)
    np.cumsum(found.works, out=work_start[1:])
    experts, works = len(start) - 1, int(work_start[-1])
    found.pairs.sort()
    pair_codes, pair_starts, pair_rows, pair_counts = inversion.unpack(found.pairs)
    latins = _latin(found)
    words = _runs(found.words)
    characters = np.flatnonzero(found.characters)
    codes = np.concatenate([characters, pair_codes, words[0], latins.codes]).astype(np.int64)
    in_profiles = np.concatenate(
        [found.characters[characters], np.diff(pair_starts), words[1], np.diff(latins.starts)]
    ).astype(np.int32)
    in_works = np.concatenate(
        [
            found.characters_in_works[characters],
            np.zeros(len(pair_codes), dtype=np.int32),
            _beside(words[0], _runs(found.words_in_works)),
            _beside(latins.codes, _runs(found.latin_in_works)),
        ]
    ).astype(np.int32)
    space = latent.learn(stream, start, codes, in_profiles)
    made = Segment(
        stream,
        start,
        work_start,
        found.lengths,
        codes,
        in_profiles,
        in_works,
        _posted(len(characters), pair_starts, len(words[0]), latins.starts),
        np.concatenate([pair_rows, latins.rows]),
        np.empty(0, dtype=np.uint8),
        np.empty((0, experts), dtype=np.float32),
        np.empty((0, works), dtype=np.float32),
        found.lengths.sum(axis=1, dtype=np.float64),
        latent.vectors(stream, start, space),
        space,
    )
    counts = np.concatenate([pair_counts, np.minimum(latins.counts, inversion.MOST_COUNT).astype(np.uint8)])
    made = made._replace(norms=_profile_norms(made, counts, blocks), work_norms=_work_norms(made, blocks))
    saturation = _saturation(made.lengths[1].astype(np.float64), blocks)
    both = np.append(pair_starts, pair_starts[-1] + latins.starts[1:])
    return made._replace(impacts=inversion.impacts(both, made.rows, counts, saturation))


def _saturation(lengths, blocks):
    """K of the bm25 of bigrams, by which candidates are chosen, float64 [experts]."""
    block = next((b for b in blocks if b.unit == "bigram" and b.kind == "bm25"), CHOOSER)
    return (
        block.k1 * (1.0 - block.b + block.b * lengths / (lengths.mean() or 1.0)) if len(lengths) else lengths
    )


class _Latin(NamedTuple):
    codes: np.ndarray
    starts: np.ndarray
    rows: np.ndarray
    counts: np.ndarray


def _latin(found) -> _Latin:
    order = np.argsort(found.latin, kind="stable")
    codes, times = _runs(found.latin[order])
    starts = np.concatenate([[0], np.cumsum(times)]).astype(np.int64)
    return _Latin(codes, starts, found.latin_rows[order], found.latin_counts[order])


def _runs(codes):
    codes = np.sort(codes)
    return inversion.runs(codes)


def _beside(codes, found):
    """Counts of `found` (codes, counts) in the order of `codes`; 0 for those it lacks."""
    counts = np.zeros(len(codes), dtype=np.int32)
    counts[np.searchsorted(codes, found[0])] = found[1]
    return counts


def _posted(characters: int, pair_starts, words: int, latin_starts):
    return np.concatenate(
        [
            np.zeros(characters, dtype=np.int64),
            pair_starts[:-1],
            np.full(words, pair_starts[-1]),
            latin_starts + pair_starts[-1],
        ]
    )


def _profile_norms(made: Segment, counts, blocks):
    rows = []
    for block in (b for b in blocks if b.kind == "cosine" and b.level == "profile"):
        if block.unit != "bigram":
            raise ValueError(f"{block.name}: a cosine of profiles is one of bigrams")
        squares = np.zeros(made.experts)
        first, last = np.searchsorted(made.codes, [1 << 15, WORD_KIND])
        latin = int(np.searchsorted(made.codes, LATIN_KIND))
        for begin, end in ((first, last), (latin, len(made.codes))):
            weights = idf(block, made.in_profiles[begin:end].astype(np.float64), made.experts, made.works)
            add_squares(made.posted[begin : end + 1], made.rows, counts, weights, squares)
        rows.append(np.sqrt(squares))
    return np.array(rows, dtype=np.float32).reshape(len(rows), made.experts)


def _work_norms(made: Segment, blocks):
    chosen = [b for b in blocks if b.kind == "cosine" and b.level == "work"]
    norms = np.zeros((len(chosen), made.works), dtype=np.float32)
    characters = int(np.searchsorted(made.codes, NUMBER))
    latin = int(np.searchsorted(made.codes, LATIN_KIND))
    for row, block in enumerate(chosen):
        if block.unit != "char":
            raise ValueError(f"{block.name}: a cosine of works is one of characters")
        weights = idf(block, made.in_works.astype(np.float64), made.experts, made.works)
        dense = np.zeros(NUMBER + 1)
        dense[made.codes[:characters]] = weights[:characters]
        character_norms(made.stream, made.start, dense, made.codes[latin:], weights[latin:], norms[row])
    return norms


def beside(extras, base: Segment) -> Segment:
    """Segment of experts added to a base: streams and norms only, found by reading, not by an index."""
    start, work_start = np.zeros(len(extras) + 1, dtype=np.int64), np.zeros(len(extras) + 1, dtype=np.int64)
    np.cumsum([len(one.stream) for one in extras], out=start[1:])
    np.cumsum([one.work_norms.shape[1] for one in extras], out=work_start[1:])
    names = "lengths", "norms", "work_norms"
    joined = {name: _joined(base, [getattr(one, name) for one in extras], name) for name in names}
    return Segment(
        stream=np.concatenate([np.empty(0, dtype=np.uint16), *(one.stream for one in extras)]),
        start=start,
        work_start=work_start,
        codes=base.codes[:0],
        in_profiles=base.in_profiles[:0],
        in_works=base.in_works[:0],
        posted=base.posted[:1],
        rows=base.rows[:0],
        impacts=base.impacts[:0],
        total_lengths=joined["lengths"].sum(axis=1, dtype=np.float64),
        topics=np.concatenate([base.topics[:0], *(one.topics for one in extras)]),
        space=base.space,
        **joined,
    )


def _joined(base: Segment, parts, name: str):
    return np.concatenate([getattr(base, name)[:, :0], *parts], axis=1)


def lengths_of(stream) -> np.ndarray:
    """Number of terms per unit of one stream, float32 [3, 1]."""
    return inversion.gather(stream, np.array([0, len(stream)])).lengths


def norms_beside(stream, made: Segment, blocks) -> tuple[np.ndarray, np.ndarray]:
    """Norms of one more expert with the idf of a segment: float32 [k] and float32 [k, works of his]."""
    profile, works = [], []
    for block in (b for b in blocks if b.kind == "cosine"):
        by_work = block.level == "work"
        counts, total = (made.in_works, made.works) if by_work else (made.in_profiles, made.experts)
        norms = np.zeros(len(stream) + 1, dtype=np.float32)
        n = norms_of(
            stream, 0, len(stream), block.bits, by_work, made.codes, counts, total, block.idf_power, norms
        )
        (works if by_work else profile).append(norms[: n if by_work else 1])
    return np.array(profile, dtype=np.float32), np.array(works, dtype=np.float32)
