"""The formulas against plain Python and scikit-learn."""

import math

import numpy as np
import pytest

from matching import Matcher
from matching.score import Block, join_works, load_blocks

TEXTS = {"a": "aa bb bb cc", "b": "aa dd", "c": "bb cc dd dd ee ff"}


def fitted(block: Block) -> Matcher:
    return Matcher((block,)).fit([{"id": i, "works": [{"title": t}]} for i, t in TEXTS.items()])


def test_bm25_is_the_textbook_formula_over_its_greatest_value():
    k1, b = 1.5, 0.4
    scores = fitted(Block("x", 2.0, "profile", "word", "bm25", k1, b)).scores("aa bb bb zz", TEXTS)
    words = {i: t.split() for i, t in TEXTS.items()}
    mean = sum(map(len, words.values())) / 3

    def idf(term):
        df = sum(term in w for w in words.values())
        return math.log(1 + (3 - df + 0.5) / (df + 0.5))

    asked = {"aa": 1.0, "bb": 1 + math.log(2), "zz": 1.0}
    greatest = sum(q * idf(t) for t, q in asked.items())
    for id_, own in words.items():
        norm = k1 * (1 - b + b * len(own) / mean)
        value = sum(q * idf(t) * own.count(t) / (own.count(t) + norm) for t, q in asked.items())
        assert scores[id_] == pytest.approx(2.0 * value / greatest, abs=1e-6)


def test_bm25_block_stays_within_one(pool, query):
    blocks = [b for b in load_blocks() if b.kind == "bm25"]
    bound = sum(b.weight for b in blocks)
    assert all(0 < s < bound for _, s in Matcher(blocks).fit(pool).rank(query, 99))


def test_work_block_joins_works_by_power():
    block = Block("x", 1.0, "work", "char", "cosine", power=2.0, share=0.0)
    values, owner = np.array([0.3, 0.4, 0.5]), np.array([0, 0, 2])
    assert join_works(block, values, owner, 3).tolist() == pytest.approx([0.5, 0.0, 0.5])
    mean = block._replace(share=1.0)
    assert join_works(mean, values, owner, 3).tolist() == pytest.approx([math.sqrt(0.125), 0.0, 0.5])


def test_the_weights_file_says_where_it_comes_from():
    assert [b.name for b in load_blocks()] == [
        "bigram_bm25",
        "char_bm25",
        "word_bm25",
        "char_works",
        "bigram_cosine",
    ]
