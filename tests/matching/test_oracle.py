"""The compiled core against the slow oracle, on generated pools and queries."""

import itertools
import random

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from matching import Matcher
from matching.latent import STEPS
from matching.query import read
from matching.search import Search

from .conftest import POOL, QUERY
from .oracle import Oracle, terms_of_query

WORDS = [
    "能量密度",
    "动力电池",
    "液冷極板",
    "大学生活",
    "茶叶",
    "的",
    "CO₂",
    "ＷＨ/kg",
    "350.5",
    "batteries",
    "battery",
    "电",
    "〇",
    "㐂龘",
    "𠀀𠀁",
    "é",
    "、",
    " ",
    "\n",
    "≥",
    "\ue001",
]
TEXT = st.lists(st.sampled_from(WORDS), max_size=7).map("".join)
WORK = st.fixed_dictionaries(
    {}, optional={"title": TEXT, "abstract": TEXT, "keywords": st.lists(TEXT, max_size=2)}
)
EXPERT = st.fixed_dictionaries(
    {},
    optional={
        "fields": st.lists(TEXT, max_size=2) | TEXT,
        "keywords": st.lists(TEXT, max_size=2) | st.none(),
        "works": st.lists(WORK | TEXT, max_size=3),
    },
)
POOLS = st.lists(EXPERT, min_size=1, max_size=7).map(
    lambda found: [{**expert, "id": n} for n, expert in enumerate(found)]
)
ASKED = st.fixed_dictionaries(
    {},
    optional={
        "title": TEXT,
        "problem": TEXT,
        "indicators": st.lists(TEXT, max_size=2),
        "keywords": st.lists(TEXT, max_size=2),
    },
)


def of_core(matcher, query):
    """What the core computes: blocks, places of the experts and of the query."""
    search = Search(matcher._state, read(query))
    rows = np.arange(len(matcher)), np.empty(0, dtype=np.int64)
    topics = matcher._state.base.segment.topics.astype(np.float64) / STEPS
    return search.blocks(rows).tolist(), (topics, search.topic.astype(np.float64))


@settings(max_examples=150, deadline=None)
@given(POOLS, ASKED)
def test_blocks_and_second_pass_equal_the_definitions(pool, query):
    matcher, oracle = Matcher().fit(pool), Oracle(pool)
    blocks, places = of_core(matcher, query)
    assert blocks == pytest.approx(oracle.blocks(query), rel=1e-6, abs=1e-9)
    expected = oracle.scores(query, places)
    assert matcher.scores(query, oracle.ids) == pytest.approx(expected, rel=1e-5, abs=1e-6)
    assert dict(matcher.rank(query, 99)) == pytest.approx(
        {id_: score for id_, score in expected.items() if score > 0}, rel=1e-5, abs=1e-6
    )


# Words said many times over leave a weak dimension, in which a step of the table is wide.
BLURRED = [
    {"id": 0, "fields": "能量密度"},
    {"id": 1, "fields": "能量密度" * 4},
    {"id": 2, "keywords": ["能量密度" * 5]},
]


@settings(max_examples=60, deadline=None)
@given(POOLS, ASKED)
@example(BLURRED, {})
def test_topics_equal_a_singular_value_decomposition(pool, query):
    """Up to the rotation that such a decomposition leaves open: inner products are the same, as far as steps allow."""
    matcher, oracle = Matcher().fit(pool), Oracle(pool)
    _, (topics, topic) = of_core(matcher, query)
    own, asked = oracle.places, oracle.place_of(query)
    blurs = np.array([oracle.blur(profile) for profile in oracle.profiles])
    blur = oracle.blur({term: n for term, n in terms_of_query(query).items() if oracle.in_profiles[term]})
    off = np.abs(topics @ topics.T - own @ own.T)
    assert (off <= 1e-3 + blurs[:, None] + blurs + blurs[:, None] * blurs).all()
    assert (np.abs(topics @ topic - own @ asked) <= 1e-3 + blurs + blur + blurs * blur).all()


def test_topics_of_common_texts_hardly_blur():
    matcher, oracle = Matcher().fit(POOL), Oracle(POOL)
    _, (topics, topic) = of_core(matcher, QUERY)
    own = oracle.places
    assert topics @ topics.T == pytest.approx(own @ own.T, abs=2e-2)
    assert topics @ topic == pytest.approx(own @ oracle.place_of(QUERY), abs=2e-2)


def test_the_pool_of_the_other_tests():
    matcher, oracle = Matcher().fit(POOL), Oracle(POOL)
    assert matcher.scores(QUERY, oracle.ids) == pytest.approx(oracle.scores(QUERY), abs=2e-3)


def crowd(size):
    """Experts of several words each, drawn with a fixed seed."""
    drawn = random.Random(7)  # noqa: S311  invented texts, no secrets
    words = [a + b for a, b in itertools.permutations("能量密度电池液冷极板茶叶加工隧道", 2)] + WORDS
    return [
        {
            "id": n,
            "keywords": drawn.sample(words, 2),
            "works": ["，".join(drawn.choices(words, k=12)) for _ in range(drawn.randrange(1, 4))],
        }
        for n in range(size)
    ]


def test_candidates_lose_none_of_the_best():
    """With more experts than are looked at exactly, the best ten are those of the whole pool."""
    pool = crowd(900)
    matcher, oracle = Matcher().fit(pool), Oracle(pool)
    for query in (
        "能量密度电池",
        "茶叶加工隧道 batteries",
        {"title": "液冷极板", "keywords": ["CO₂", "电池"]},
    ):
        _, places = of_core(matcher, query)
        expected = oracle.scores(query, places)
        best = sorted(expected, key=lambda id_: (-expected[id_], str(id_)))[:10]
        found = matcher.rank(query, 10)
        assert [id_ for id_, _ in found] == best
        assert dict(found) == pytest.approx({id_: expected[id_] for id_ in best}, rel=1e-5)
