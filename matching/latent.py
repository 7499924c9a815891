"""A small space of topics learned from the pool itself (latent semantic analysis), and votes of neighbours in it.

Deerwester et al. 1990. A text is three cosine vectors ((1 + ln tf) · idf of its characters, bigrams and words, each
of length 1) one after the other; its place is their product with V · S^-1/2, brought to length 1. V and S come from
the eigenvectors of the products between some profiles of the pool, drawn with a fixed seed. Only frequent terms of
the pool have a row in V: rare ones say nothing of topics.
"""

from typing import NamedTuple

import numpy as np

from matching.reading import UNIT_BITS, place_of_many, slots_of
from matching.topics import STEPS, added_up, fold, sample_matrix

FEWEST, MOST = 48, 256  # dimensions; between them the square root of the pool's size
MOST_TERMS, LEAST_PROFILES = 1 << 15, 2
SAMPLE, SEED = 2000, 2022
WEAKEST = 1e-3  # of the greatest strength; weaker dimensions are noise


class Latent(NamedTuple):
    """keys int64 [2**m] open addressing, slots int32 [2**m] · idf float32 [terms + 1], last that of all other terms ·
    table int8 [terms, dimensions] and scale float32 [terms]: V · S^-1/2 is scale · table.

    A byte each: adding up hundreds of rows a profile is as quick as memory is.
    """

    keys: np.ndarray
    slots: np.ndarray
    idf: np.ndarray
    table: np.ndarray
    scale: np.ndarray


def learn(stream, start, codes, in_profiles) -> Latent:
    """The space of a pool; `codes` and `in_profiles` are its dictionary (see `Segment`)."""
    chosen, experts = _frequent(in_profiles), len(start) - 1
    counts = np.append(in_profiles[chosen], 1)
    idf = (np.log((1.0 + experts) / (1.0 + counts)) + 1.0).astype(np.float32)
    size = 16
    while size < 3 * len(chosen):
        size *= 2
    keys, slots = np.full(size, -1, dtype=np.int64), np.zeros(size, dtype=np.int32)
    place_of_many(keys, slots, codes[chosen])
    if not len(chosen):
        return Latent(keys, slots, idf, *_in_bytes(np.zeros((0, 1))))
    rows = np.sort(np.random.default_rng(SEED).choice(experts, min(experts, SAMPLE), replace=False))
    starts, columns, values = sample_matrix(stream, start, rows, keys, slots, idf)
    dimensions = min(MOST, max(FEWEST, round(experts**0.5)), len(rows))
    return Latent(keys, slots, idf, *_in_bytes(_basis(starts, columns, values, len(chosen), dimensions)))


def vectors(stream, start, latent: Latent) -> np.ndarray:
    """Places of experts, int8 [experts, dimensions] in steps of 1 / `STEPS`, each of length 1 or 0.

    Rounding moves an inner product of two places by about .003; a byte each keeps the index small and quick.
    """
    places = fold(stream, start, *latent)
    return np.rint(places * STEPS).astype(np.int8)


def topic_of(terms, in_profiles, experts: int, latent: Latent) -> np.ndarray:
    """Place of a query, float32 [dimensions]; terms that no profile has do not count."""
    weights = (1.0 + np.log(terms.counts)) * (np.log((1.0 + experts) / (1.0 + in_profiles)) + 1.0)
    weights[in_profiles <= 0] = 0.0
    squares = np.zeros(len(weights))
    for bit in UNIT_BITS.values():
        inside = (terms.units & bit) != 0
        length = float((weights[inside] ** 2).sum())
        squares[inside] += 1.0 / length if length else 0.0
    slots = slots_of(latent.keys, latent.slots, terms.codes)
    known = slots >= 0
    place = added_up(latent.table, latent.scale, slots[known], (weights * np.sqrt(squares))[known])
    return place / (float(np.linalg.norm(place)) or 1.0)


def _frequent(in_profiles):
    found = np.flatnonzero(in_profiles >= LEAST_PROFILES)
    if len(found) <= MOST_TERMS:
        return found
    return np.sort(found[np.argsort(-in_profiles[found], kind="stable")[:MOST_TERMS]])


def _basis(starts, columns, values, terms, dimensions):
    from scipy.linalg import eigh
    from scipy.sparse import csr_array

    sample = csr_array((values.astype(np.float64), columns, starts), shape=(len(starts) - 1, terms))
    products = (sample @ sample.T).toarray()
    last = len(starts) - 2
    strengths, left = eigh(products, subset_by_index=(last - dimensions + 1, last))
    strengths = np.sqrt(np.maximum(strengths[::-1], 0.0))
    kept = strengths > WEAKEST * max(strengths[0], 1e-12)
    return sample.T @ left[:, ::-1][:, kept] / strengths[kept] ** 1.5


def _in_bytes(table):
    """(int8 [n, d], float32 [n]): each row in steps of its own."""
    scale = np.abs(table).max(axis=1, initial=0.0) / STEPS
    return np.rint(table / np.where(scale > 0, scale, 1.0)[:, None]).astype(np.int8), scale.astype(np.float32)
