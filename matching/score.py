"""The score: a weighted sum of blocks, each a classic formula on one unit of text. Arrays in, arrays out.

Formulas: BM25 (Robertson & Zaragoza 2009, eq. 3.15) without its constant factor k1 + 1, divided by the greatest
value the query can reach, so that scores of different queries compare; cosine of (1 + ln tf) · idf
(Salton & Buckley 1988), idf smoothed as scikit-learn does. Every block is within 0 … 1 unless it adds up works.
"""

import json
import pathlib
from typing import NamedTuple

import numpy as np

from matching.index import Postings, Segment

WEIGHTS = pathlib.Path(__file__).with_name("weights.json")


class Block(NamedTuple):
    """One summand. `level` profile or work, `unit` char, bigram or word, `kind` bm25 or cosine."""

    name: str
    weight: float
    level: str
    unit: str
    kind: str
    k1: float = 1.2
    b: float = 0.75
    idf_power: float = 1.0
    power: float = 2.0  # works are joined by the power mean of this exponent …
    share: float = 0.0  # … divided by (number of works) ** share: 0 is the power sum, 1 the power mean


class Bag(NamedTuple):
    """Terms of a query in one unit: codes uint64 [n] rising, counts float64 [n]."""

    codes: np.ndarray
    counts: np.ndarray


def load_blocks(path=WEIGHTS) -> tuple[Block, ...]:
    """The blocks of a weights file (JSON with `blocks`, a list of objects with the fields of `Block`)."""
    return tuple(Block(**b) for b in json.loads(pathlib.Path(path).read_text(encoding="utf-8"))["blocks"])


def fields_of(blocks) -> tuple[tuple[str, str], ...]:
    """The `(level, unit)` pairs the blocks read, in a fixed order."""
    return tuple(sorted({(b.level, b.unit) for b in blocks}))


class Statistics:
    """Document counts over the living experts: base − removed + added. Nothing is stored twice."""

    def __init__(self, base: Segment, removed: Segment, added: Segment):
        self._parts = ((1, base), (-1, removed), (1, added))

    def size(self, level: str) -> int:
        """Number of experts or of works."""
        return sum(s * (len(p.owner) if level == "work" else p.size) for s, p in self._parts)

    def document_counts(self, level: str, unit: str, codes: np.ndarray) -> np.ndarray:
        """How many documents contain each code, int64 [n]."""
        return sum(s * p.postings[level, unit].document_counts(codes) for s, p in self._parts)

    def mean_length(self, level: str, unit: str) -> float:
        """Mean number of terms in a document; 1 when there is none."""
        total = sum(s * float(p.postings[level, unit].lengths.sum(dtype=np.float64)) for s, p in self._parts)
        return total / max(self.size(level), 1) or 1.0

    def idf(self, block: Block, codes: np.ndarray) -> np.ndarray:
        """Inverse document frequency of each code by the block's formula, float64 [n], > 0."""
        n, df = self.size(block.level), self.document_counts(block.level, block.unit, codes)
        if block.kind == "bm25":
            return np.log1p((n - df + 0.5) / (df + 0.5))
        return (np.log((1.0 + n) / (1.0 + df)) + 1.0) ** block.idf_power


def normaliser(block: Block, segment: Segment, statistics: Statistics) -> np.ndarray:
    """What a document's length does to its weights, float64 [documents].

    bm25: k1 · (1 − b + b · length / mean length), the K of the formula. cosine: the Euclidean norm.
    """
    postings = segment.postings[block.level, block.unit]
    if block.kind == "bm25":
        mean = statistics.mean_length(block.level, block.unit)
        return block.k1 * (1.0 - block.b + block.b * postings.lengths.astype(np.float64) / mean)
    idf = statistics.idf(block, postings.codes)
    weights = (1.0 + np.log(postings.counts)) * np.repeat(idf, np.diff(postings.start))
    return np.sqrt(np.bincount(postings.docs, weights=weights**2, minlength=len(postings.lengths)))


def query_weights(block: Block, bag: Bag, statistics: Statistics) -> np.ndarray:
    """Weight of each query term, float64 [n], already divided by what makes queries comparable.

    bm25: idf · (1 + ln tf) over its sum. cosine: (1 + ln tf) · idf over its norm, times the document's idf.
    """
    idf = statistics.idf(block, bag.codes)
    weights = (1.0 + np.log(bag.counts)) * idf
    if block.kind == "bm25":
        return weights / (weights.sum() or 1.0)
    return weights * idf / (np.sqrt((weights**2).sum()) or 1.0)


def document_weights(block: Block, counts: np.ndarray, norm: np.ndarray) -> np.ndarray:
    """Weight of postings from their counts and the normaliser of their documents, float64."""
    if block.kind == "bm25":
        return counts / (counts + norm)
    return (1.0 + np.log(counts)) / norm


def gather(postings: Postings, codes: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """All postings of the codes: `(term number in codes, documents, counts as float64)`."""
    rows = postings.rows(codes)
    term = np.flatnonzero(rows >= 0)
    start = postings.start[rows[term]]
    sizes = postings.start[rows[term] + 1] - start
    at = np.arange(sizes.sum()) + np.repeat(start - (np.cumsum(sizes) - sizes), sizes)
    return np.repeat(term, sizes), postings.docs[at], postings.counts[at].astype(np.float64)


def join_works(block: Block, values: np.ndarray, owner: np.ndarray, size: int) -> np.ndarray:
    """Scores of works [works] → scores of experts [size] by the power mean (or sum) of the block."""
    total = np.bincount(owner, weights=values**block.power, minlength=size)
    many = np.maximum(np.bincount(owner, minlength=size), 1)
    return (total / many**block.share) ** (1.0 / block.power)


def block_scores(block: Block, segment: Segment, norm, weights: np.ndarray, found) -> np.ndarray:
    """One block for all experts of the segment, float64 [experts]; `found` is `gather` of its postings."""
    term, docs, counts = found
    size = len(segment.postings[block.level, block.unit].lengths)
    parts = weights[term] * document_weights(block, counts, norm[docs])
    values = np.bincount(docs, weights=parts, minlength=size)
    return join_works(block, values, segment.owner, segment.size) if block.level == "work" else values
