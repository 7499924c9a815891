"""The core against scikit-learn's TF-IDF, where both are defined."""

import pytest

from matching import Matcher
from matching.index import pieces_of
from matching.reference import Reference
from matching.score import Block
from matching.text import han_words, normalise, stem, words_in

COSINE = Block("words", 1.0, "profile", "word", "cosine")


class SameWords(Reference):
    """The reference with our words and logarithmic counts: then both compute the same number."""

    def vectorizer_options(self) -> dict:
        words = lambda text: [stem(w) for _, _, w in words_in(normalise(text))]  # noqa: E731  (a tokenizer)
        return {"tokenizer": words, "sublinear_tf": True}


def test_word_cosine_equals_scikit_learn(pool):
    """For a query all of whose words the pool knows; scikit-learn forgets the others, we count them as unmet."""
    query = {"title": "电池能量密度", "problem": "电池液冷极板流道", "keywords": ["batteries"]}
    ours = dict(Matcher((COSINE,)).fit(pool).rank(query, 99))
    theirs = {i: s for i, s in SameWords().fit(pool).rank(query, 99) if s > 0}
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
    assert pieces_of({"id": 1, "keywords": ["甲"]}) == [(None, "甲\n甲")]
