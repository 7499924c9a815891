"""Teams against counting all of them, and coverage against the texts it comes from."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.cover import COVERED, Member, Need, Pool, Team, coverage, team

NEEDS = ["密度", "寿命", "成本"]


def value_of(pool, members):
    """Value of a team as the first lines of matching/cover.py say it."""
    weights = np.ones(len(pool.needs)) if pool.weights is None else np.array(pool.weights)
    rows = [pool.candidates.index(m) for m in members]
    return float(pool.coverage[rows].max(axis=0, initial=0) @ weights / weights.sum())


def teams_of(pool):
    """Every team that keeps the rules."""
    others = [c for c in pool.candidates if c not in pool.fixed]
    for size in range(pool.most - len(pool.fixed) + 1):
        for added in itertools.combinations(others, size):
            members = {*pool.fixed, *added}
            if not any(a != b and {a, b} <= members for a, b in pool.excluded):
                yield members


@st.composite
def pools(draw, **settled):
    size, width = draw(st.integers(1, 7)), draw(st.integers(1, 5))
    shares = draw(st.lists(st.integers(0, 8), min_size=size * width, max_size=size * width))
    candidates = [f"人{n}" if n % 2 else n for n in range(size)]
    fixed = draw(st.lists(st.sampled_from(candidates), max_size=2, unique=True))
    pair = st.tuples(st.sampled_from(candidates), st.sampled_from(candidates)).filter(
        lambda p: not set(p) <= set(fixed)
    )
    return Pool(
        **{
            "coverage": np.array(shares).reshape(size, width) / 8,
            "candidates": candidates,
            "needs": list(range(width)),
            "most": draw(st.integers(len(fixed), 4)),
            "weights": draw(st.none() | st.lists(st.integers(1, 5), min_size=width, max_size=width)),
            "fixed": fixed,
            "excluded": draw(st.lists(pair, max_size=4)),
            "price": draw(st.sampled_from([0.0, 0.01, 0.2])),
        }
        | settled
    )


@pytest.mark.slow
@given(pools())
@settings(max_examples=300, deadline=None)
def test_the_search_finds_the_best_team(pool):
    found = team(pool)
    members = {m.id for m in found.members}

    def net(chosen):
        return value_of(pool, chosen) - pool.price * (len(chosen) - len(pool.fixed))

    assert found.is_best
    assert members in list(teams_of(pool))
    assert found.value == pytest.approx(value_of(pool, members))
    assert net(members) == pytest.approx(max(map(net, teams_of(pool))))


@pytest.mark.slow
@given(pools(price=0.0, excluded=()))
@settings(max_examples=300, deadline=None)
def test_greedy_alone_reaches_its_guarantee(pool):
    found = team(pool, steps=0)
    base = value_of(pool, pool.fixed)
    best = max(value_of(pool, members) for members in teams_of(pool))
    assert not found.is_best
    assert found.value - base >= (1 - 1 / math.e) * (best - base) - 1e-12


@pytest.mark.slow
@given(pools(), st.randoms(use_true_random=False))
@settings(max_examples=150, deadline=None)
def test_the_report_adds_up_whatever_the_order(pool, random):
    found = team(pool)
    order = random.sample(range(len(pool.candidates)), len(pool.candidates))
    turned = Pool(
        **{**vars(pool), "coverage": pool.coverage[order], "candidates": [pool.candidates[n] for n in order]}
    )
    assert team(turned) == found
    assert sum(m.gain for m in found.members) == pytest.approx(found.value)
    assert [m.id for m in found.members if m.is_fixed] == list(pool.fixed)
    rows = [pool.candidates.index(m.id) for m in found.members]
    assert found.matrix == tuple(map(tuple, pool.coverage[rows].tolist()))
    for n, need in enumerate(found.needs):
        assert need.coverage == pool.coverage[rows, n].max(initial=0)
        assert need.is_closed == (need.coverage >= COVERED) == (need.id not in found.open)
        assert [need.by] * need.is_closed == [m.id for m in found.members if need.id in m.closes]


def test_greedy_is_taken_in_and_the_search_is_not():
    shares = np.array([[0.6, 0.6, 0.6, 0.6], [1.0, 1.0, 0, 0], [0, 0, 1.0, 1.0]])
    pool = Pool(shares, ["通才", "甲", "乙"], list("abcd"), most=2)
    assert {m.id for m in team(pool, steps=0).members} == {"通才", "乙"}
    assert {m.id for m in team(pool).members} == {"甲", "乙"}


def test_who_closes_which_gap():
    shares = np.array([[0.75, 0.125, 0.0], [0.125, 0.5, 0.0], [0.5, 0.375, 0.0]])
    assert team(Pool(shares, ["甲", "乙", "丙"], NEEDS, most=2, fixed=["甲"], weights=[2, 1, 1])) == Team(
        (Member("甲", 0.40625, True, ("密度",)), Member("乙", 0.09375, False, ("寿命",))),
        (Need("密度", "甲", 0.75, True), Need("寿命", "乙", 0.5, True), Need("成本", None, 0.0, False)),
        0.5,
        ("成本",),
        ((0.75, 0.125, 0.0), (0.125, 0.5, 0.0)),
        True,
    )


def test_a_member_who_adds_too_little_is_not_asked():
    shares = np.array([[0.9, 0.5, 0.5], [0.9, 0.56, 0.5]])
    assert [m.id for m in team(Pool(shares, ["甲", "乙"], NEEDS, fixed=["甲"], price=0.03)).members] == ["甲"]
    assert [m.id for m in team(Pool(shares, ["甲", "乙"], NEEDS, fixed=["甲"], price=0.01)).members] == [
        "甲",
        "乙",
    ]


def test_those_who_exclude_each_other_are_never_together():
    shares = np.array([[1.0, 0, 0], [0, 1.0, 0], [0, 0, 0.5]])
    pool = Pool(shares, ["甲", "乙", "丙"], NEEDS, excluded=[("甲", "乙"), ("甲", "不在库中"), ("丙", "丙")])
    assert [m.id for m in team(pool).members] == ["乙", "丙"]


def test_nobody_and_nothing():
    nobody = team(Pool(np.zeros((0, 3)), [], NEEDS))
    assert (nobody.members, nobody.value, nobody.open, nobody.matrix) == ((), 0.0, tuple(NEEDS), ())
    nothing = team(Pool(np.zeros((2, 0)), ["甲", "乙"], [], fixed=["乙"]))
    assert nothing == Team((Member("乙", 0.0, True, ()),), (), 0.0, (), ((),), True)
    strangers = team(Pool(np.full((2, 3), np.nan), ["甲", "乙"], NEEDS, threshold=0.0))
    assert (strangers.members, strangers.open) == ((), tuple(NEEDS))


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"coverage": np.zeros((3, 2))}, "coverage must be a matrix"),
        ({"coverage": np.full((2, 3), 1.1)}, "coverage must be a matrix"),
        ({"weights": [1, 2]}, "weights must be 3 numbers > 0"),
        ({"weights": [1, 2, 0]}, "weights must be 3 numbers > 0"),
        ({"candidates": ["甲", "甲"]}, "candidates must be different ids"),
        ({"fixed": ["丁"]}, "fixed members must be different candidates"),
        ({"fixed": ["甲", "乙"], "most": 1}, "more members are fixed than"),
        ({"fixed": ["甲", "乙"], "excluded": [("乙", "甲")]}, "fixed members exclude each other"),
    ],
)
def test_a_pool_that_is_not_well_formed_is_refused_in_words(wrong, words):
    with pytest.raises(ValueError, match=words):
        team(Pool(**{"coverage": np.zeros((2, 3)), "candidates": ["甲", "乙"], "needs": NEEDS} | wrong))


TEXTS = {"heat": "液冷极板流道设计", "gas": "二氧化碳膜分离", "none": "", "alien": "qzx"}


def test_coverage_of_texts():
    from matching import Matcher

    works = {"same": TEXTS["heat"], "near": "电池包液冷板的流道优化", "other": "茶叶加工"}
    matcher = Matcher().fit([{"id": id_, "works": [{"title": title}]} for id_, title in works.items()])
    shares = coverage(matcher, TEXTS, ["same", "near", "other", "unknown"])
    assert shares.shape == (4, 4)
    same, near, other, unknown = shares
    assert same[0] > near[0] > other[0]
    assert same[0] > 0.9
    assert 0 < near[0] < same[0]
    assert (other[0], unknown.tolist()) == (0.0, [0.0] * 4)
    assert shares[:, 1].max() < COVERED
    assert shares[:, 2:].tolist() == [[0.0, 0.0]] * 4
    found = team(Pool(shares, ["same", "near", "other", "unknown"], list(TEXTS)))
    assert (found.members[0].id, found.needs[0].by) == ("same", "same")
    assert "gas" in found.open
