"""Figures and ranks of a gate from data alone: monotone, the same for the same numbers, ties broken as they are explained."""

import itertools
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from challenge.delivery.race import money
from challenge.delivery.race.scoring import Runner, figure, ranking, rounded, share, text, verdict_of
from challenge.delivery.race.states import Share
from challenge.delivery.states import Verdict
from challenge.states import Comparator


def asked(key=1, comparator=Comparator.AT_LEAST, threshold="30", **facts):
    """An indicator as a gate asks for it."""
    plain = {"id": key, "name": f"指标{key}", "comparator": comparator, "threshold": threshold, "unit": ""}
    return SimpleNamespace(**plain | {"threshold_high": "", "weight": 60, "is_must": True} | facts)


RULE = SimpleNamespace(stay=2, floor=None, gap=None, must_meet=False, keeps_ties=False)
TWO = [asked(1), asked(2, Comparator.AT_MOST, "2", weight=40)]


def runner(lane, *values, rank=None, tests=TWO):
    """One lane with these values."""
    results = {one.id: (value, verdict_of(one, value)) for one, value in zip(tests, values, strict=True)}
    return Runner(lane, rank or lane, results)


@pytest.mark.parametrize(
    ("comparator", "threshold", "value", "wanted"),
    [
        (Comparator.AT_LEAST, "30", "30", 10000),
        (Comparator.AT_LEAST, "30", "33", 11000),
        (Comparator.AT_LEAST, "30", "20", 6667),
        (Comparator.AT_LEAST, "30", "20～40", 6667),  # the worse end counts
        (Comparator.AT_LEAST, "30", "300", 15000),
        (Comparator.AT_LEAST, "0", "-1", 0),
        (Comparator.AT_LEAST, "-5", "-4", 10000),
        (Comparator.AT_MOST, "2", "1.6", 12500),
        (Comparator.AT_MOST, "2", "2 ± 0.5", 8000),
        (Comparator.AT_MOST, "2", "0", 15000),
        (Comparator.EQUAL, "7", "7", 10000),
        (Comparator.EQUAL, "7", "7.1", 0),
        (Comparator.RANGE, "2", "4", 10000),
        (Comparator.RANGE, "2", "6", 0),
    ],
)
def test_how_far_a_value_fulfils_what_is_asked(comparator, threshold, value, wanted):
    one = asked(comparator=comparator, threshold=threshold, threshold_high="5")
    assert share(one, value, verdict_of(one, value)) == wanted


def test_what_was_not_measured_counts_nothing():
    assert share(asked(), "", Verdict.UNCLEAR) == 0
    word = asked(comparator=Comparator.QUALITATIVE, threshold="无开裂")
    assert [share(word, "", one) for one in (Verdict.MET, Verdict.MISSED)] == [10000, 0]


def test_without_weights_every_test_counts_the_same():
    tests = [asked(1, weight=0), asked(2, weight=0)]
    assert figure(tests, {1: 10000, 2: 5001}) == 7501
    assert [rounded(7500.5), text(7501), text(5)] == [7501, "75.01", "0.05"]


def test_the_worst_leave_when_the_places_are_taken():
    rows = ranking(TWO, [runner(1, "30", "2"), runner(2, "33", "1.8"), runner(3, "24", "2.5")], RULE)
    assert [(one.lane, one.rank, one.stays) for one in rows] == [(2, 1, True), (1, 2, True), (3, 3, False)]
    assert rows[2].why == "晋级名额 2 个已满"


@pytest.mark.parametrize(
    ("rule", "why"),
    [
        ({"floor": 90}, "综合完成率 80.00%，低于 90%"),
        ({"must_meet": True}, "必达指标未达到：指标1、指标2"),
        ({"gap": 25}, "与第一名相差 30.44 个百分点，超过 25"),
    ],
)
def test_each_rule_says_why(rule, why):
    lanes = [runner(1, "33", "1.8"), runner(2, "24", "2.5")]
    rows = ranking(TWO, lanes, SimpleNamespace(**vars(RULE) | rule))
    assert [(one.stays, one.why) for one in rows] == [(True, ""), (False, why)]


def test_equal_figures_are_told_apart_as_it_is_explained():
    same = [runner(1, "30", "2", rank=3), runner(2, "30", "2", rank=1), runner(3, "30", "2", rank=2)]
    rows = ranking(TWO, same, RULE)
    assert [one.lane for one in rows] == [2, 3, 1]
    assert all(one.tie for one in rows)
    # 60 · 110 + 40 · 85 = 60 · 100 + 40 · 100: the heavier indicator counts first.
    heavy = [runner(1, "30", "2"), Runner(2, 2, {1: ("33", Verdict.MET), 2: ("2.352941", Verdict.MISSED)})]
    rows = ranking(TWO, heavy, RULE)
    assert ([one.points for one in rows], [one.lane for one in rows]) == ([10000, 10000], [2, 1])


def test_who_shares_the_last_place_stays_where_the_list_says_so():
    lanes = [runner(1, "30", "2"), runner(2, "30", "2"), runner(3, "29", "2")]
    one = SimpleNamespace(**vars(RULE) | {"stay": 1})
    assert [row.stays for row in ranking(TWO, lanes, one)] == [True, False, False]
    both = SimpleNamespace(**vars(one) | {"keeps_ties": True})
    assert [row.stays for row in ranking(TWO, lanes, both)] == [True, True, False]


VALUES = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 50)), min_size=1, max_size=5)


@settings(max_examples=60, deadline=None)
@given(values=VALUES, stay=st.integers(1, 5), seed=st.randoms(use_true_random=False))
def test_the_ranking_depends_on_nothing_but_the_numbers(values, stay, seed):
    lanes = [runner(lane, str(one), f"{two / 10}") for lane, (one, two) in enumerate(values, 1)]
    rule = SimpleNamespace(**vars(RULE) | {"stay": stay})
    rows, mixed = ranking(TWO, lanes, rule), lanes[:]
    seed.shuffle(mixed)
    assert ranking(TWO, mixed, rule) == rows
    assert sum(one.stays for one in rows) == min(stay, len(lanes))
    assert all(a.points >= b.points for a, b in itertools.pairwise(rows))
    assert [one.stays for one in rows] == sorted((one.stays for one in rows), reverse=True)
    better = [runner(1, str(values[0][0] + 1), f"{values[0][1] / 10}"), *lanes[1:]]
    place = {one.lane: one.rank for one in rows}[1]
    assert {one.lane: one.rank for one in ranking(TWO, better, rule)}[1] <= place


@given(
    total=st.integers(0, 10**12),
    lanes=st.integers(1, 9),
    weights=st.lists(st.integers(1, 10**9), min_size=1, max_size=6),
)
def test_money_is_split_to_the_last_fen(total, lanes, weights):
    parts = money.parts_of(total, Share.EQUAL, list(range(lanes)))
    assert (sum(parts.values()), max(parts.values()) - min(parts.values()) <= 1) == (total, True)
    assert money.parts_of(total, Share.FIRST, [7, 8]) == {7: total}
    assert money.parts_of(total, Share.RETURNED, [7, 8]) == money.parts_of(total, Share.EQUAL, []) == {}
    spread = money.spread(total, weights)
    assert (sum(spread), min(spread) >= 0) == (total, True)
