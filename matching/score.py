"""The score: a weighted sum of blocks, each a classic formula on one unit of text; its weights per query term.

Formulas: BM25 (Robertson & Zaragoza 2009, eq. 3.15) without its constant factor k1 + 1, divided by the greatest
value the query can reach, so that scores of different queries compare; cosine of (1 + ln tf) · idf
(Salton & Buckley 1988), idf smoothed as scikit-learn does. Every block is within 0 … 1 unless it adds up works.
"""

import functools
import json
import pathlib
from typing import NamedTuple

import numpy as np

from matching.reading import UNIT_BITS

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

    @property
    def bits(self) -> int:
        """Bit of the unit."""
        return UNIT_BITS[self.unit]

    @property
    def row(self) -> int:
        """Number of the unit: 0 char, 1 bigram, 2 word."""
        return list(UNIT_BITS).index(self.unit)


class SecondPass(NamedTuple):
    """Weights of the likeness of topics, in the first pass and in the score, and of the votes of neighbours."""

    topic_first: float
    topic: float
    votes: float


class Counts(NamedTuple):
    """What weights are made of, for the terms of one query and the living pool.

    experts, works: how many · in_profiles, in_works float64 [slots] document counts · means float64 [3] mean
    number of terms of a profile, per unit.
    """

    experts: int
    works: int
    in_profiles: np.ndarray
    in_works: np.ndarray
    means: np.ndarray


class Plan(NamedTuple):
    """The blocks, those of profiles first, and a query as the compiled ranking takes them; every array by block.

    weights float64 [slots, blocks] · outer float64 weight of the block · works_from: first block of works · cosine
    bool · saturation, slope float64: K of bm25 is saturation + slope · length · power, share float64 · rows int64
    unit · norms int64 row of the block's norms in the segment, −1 without.
    """

    weights: np.ndarray
    outer: np.ndarray
    works_from: int
    cosine: np.ndarray
    saturation: np.ndarray
    slope: np.ndarray
    power: np.ndarray
    share: np.ndarray
    rows: np.ndarray
    norms: np.ndarray


@functools.lru_cache(maxsize=1)
def load_blocks(path=WEIGHTS) -> tuple[Block, ...]:
    """The blocks of a weights file (JSON with `blocks`, a list of objects with the fields of `Block`)."""
    return tuple(Block(**b) for b in json.loads(pathlib.Path(path).read_text(encoding="utf-8"))["blocks"])


def load_second_pass(path=WEIGHTS) -> SecondPass:
    """The weights beside the blocks, `second_pass` of a weights file."""
    return SecondPass(**json.loads(pathlib.Path(path).read_text(encoding="utf-8"))["second_pass"])


def idf(block: Block, counts, experts: int, works: int) -> np.ndarray:
    """Inverse document frequency by the block's formula, float64 like `counts`, > 0."""
    total = works if block.level == "work" else experts
    if block.kind == "bm25":
        return np.log1p((total - counts + 0.5) / (counts + 0.5))
    smooth = np.log((1.0 + total) / (1.0 + counts)) + 1.0
    return smooth if block.idf_power == 1.0 else smooth**block.idf_power


def term_weights(block: Block, units, counts, found: Counts) -> np.ndarray:
    """Weight of each query term in a block, float64 [slots], divided by what makes queries comparable.

    bm25: idf · (1 + ln tf) over its sum. cosine: (1 + ln tf) · idf over its norm, times the document's idf.
    """
    inside = (units & block.bits) != 0
    each = idf(
        block, found.in_works if block.level == "work" else found.in_profiles, found.experts, found.works
    )
    weights = np.where(inside, (1.0 + np.log(counts)) * each, 0.0)
    if block.kind == "bm25":
        return weights / (weights.sum() or 1.0)
    return weights * each / (np.sqrt((weights**2).sum()) or 1.0)


def plan_for(blocks, units, counts, found: Counts, norm_rows: dict, only: str | None = None) -> Plan:
    """The plan of a query; `only` names one block that shall count alone, with weight 1."""
    used = [b for b in blocks if (b.weight if only is None else b.name == only)]
    used.sort(key=lambda b: b.level == "work")
    means = [max(found.means[b.row], 1e-9) for b in used]
    column = functools.partial(np.array, dtype=np.float64)
    return Plan(
        np.column_stack([term_weights(b, units, counts, found) for b in used]),
        column([1.0 if only else b.weight for b in used]),
        sum(b.level == "profile" for b in used),
        np.array([b.kind == "cosine" for b in used], dtype=np.bool_),
        column([b.k1 * (1.0 - b.b) for b in used]),
        column([b.k1 * b.b / mean for b, mean in zip(used, means, strict=True)]),
        column([b.power for b in used]),
        column([b.share for b in used]),
        np.array([b.row for b in used], dtype=np.int64),
        np.array([norm_rows.get(b.name, -1) for b in used], dtype=np.int64),
    )
