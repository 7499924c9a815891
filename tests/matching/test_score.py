"""The formulas against plain Python and scikit-learn."""

import math

import pytest

from matching import Matcher
from matching.query import read
from matching.score import Block, load_blocks
from matching.search import Search

TEXTS = {"a": "aa bb bb cc", "b": "aa dd", "c": "bb cc dd dd ee ff"}


def fitted(block: Block) -> Matcher:
    return Matcher((block,)).fit([{"id": i, "works": [{"title": t}]} for i, t in TEXTS.items()])


def blocks_of(matcher, query) -> dict:
    """What the blocks give, without topics and neighbours."""
    search = Search(matcher._state, read(query))
    rows = search.candidates(99)
    return dict(zip(matcher._state.base.ids, search.blocks(rows).tolist(), strict=True))


def test_bm25_is_the_textbook_formula_over_its_greatest_value():
    k1, b = 1.5, 0.4
    scores = blocks_of(fitted(Block("x", 2.0, "profile", "word", "bm25", k1, b)), "aa bb bb zz")
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
    blocks = tuple(b for b in load_blocks() if b.kind == "bm25")
    bound = sum(b.weight for b in blocks)
    values = blocks_of(Matcher(blocks).fit(pool), query).values()
    assert 0 < max(values) < bound
    assert min(values) == 0


@pytest.mark.parametrize(("power", "share"), [(2.0, 0.0), (2.0, 1.0), (3.0, 0.5)])
def test_work_block_joins_works_by_power(power, share):
    works = {"one": ["甲己庚"], "two": ["甲己庚", "乙丙辛壬"], "none": ["丁"]}
    block = Block("x", 1.0, "work", "char", "cosine", power=power, share=share)
    people = [{"id": i, "works": texts} for i, texts in works.items()]
    found = blocks_of(Matcher((block,)).fit(people), "甲乙")
    every = [set(text) for texts in works.values() for text in texts]

    def idf(character):
        return math.log((1 + len(every)) / (1 + sum(character in one for one in every))) + 1

    def cosine(text):
        own, asked = sum(idf(c) ** 2 for c in text), sum(idf(c) ** 2 for c in "甲乙")
        return sum(idf(c) ** 2 for c in set("甲乙") & set(text)) / math.sqrt(own * asked)

    for id_, texts in works.items():
        total = sum(cosine(text) ** power for text in texts) / len(texts) ** share
        assert found[id_] == pytest.approx(total ** (1 / power), abs=1e-6)


def test_the_weights_file_says_where_it_comes_from():
    assert [b.name for b in load_blocks()] == [
        "bigram_bm25",
        "char_bm25",
        "word_bm25",
        "char_works",
        "bigram_cosine",
    ]
