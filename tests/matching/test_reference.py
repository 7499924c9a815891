"""The core against scikit-learn's TF-IDF, where both are defined."""

import itertools
import re

import pytest

from matching import Matcher
from matching.reference import Reference
from matching.score import Block
from matching.text import han_words, is_han, normalise, stem, words_in

COSINE = Block("bigram_cosine", 1.0, "profile", "bigram", "cosine")


def pairs(text: str) -> list[str]:
    """Neighbours of Chinese characters, and Latin words."""
    found = []
    for _, _, word in words_in(normalise(text)):
        if not is_han(word):
            found.append(stem(word))
    for run in re.findall("[\u4e00-\u9fff]+", normalise(text)):
        found += [a + b for a, b in itertools.pairwise(run)]
    return found


class SamePairs(Reference):
    """The reference with our bigrams and logarithmic counts: then both compute the same number."""

    def vectorizer_options(self) -> dict:
        return {"tokenizer": pairs, "sublinear_tf": True, "lowercase": False}


def test_bigram_cosine_equals_scikit_learn(pool):
    """For a query all of whose bigrams the pool knows; scikit-learn forgets the others, we count them as unmet."""
    query = {"title": "能量密度", "problem": "极板流道", "indicators": ["batteries", "能量密度"]}
    ours = dict(Matcher((COSINE,)).fit(pool).cosine(query, 99))
    theirs = {i: s for i, s in SamePairs().fit(pool).rank(query, 99) if s > 0}
    assert set(ours) == set(theirs)
    assert [ours[i] for i in theirs] == pytest.approx(list(theirs.values()), abs=1e-6)


def test_the_baseline_agrees_on_clear_cases(pool, matcher):
    reference = Reference().fit(pool)
    for query in ("电池液冷极板流道", "茶叶加工设备", "大学生活与心理健康", "H2/CO2膜分离"):
        best, score = reference.rank(query, 1)[0]
        assert score > 0
        ours = matcher.rank(query, 1)[0][0]
        assert {best, ours} in ({best}, {"twin-a", "twin-b"})


def test_segmenter_joins_nothing_across_latin():
    assert han_words("电池abc材料") == ["电池", "材料"]
