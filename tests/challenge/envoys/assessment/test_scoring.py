"""Points: by hand for a few years, and laws for any."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from challenge import rulepack
from challenge.envoys.assessment.rules import most_excellent
from challenge.envoys.assessment.scoring import Facts, hundredths, scored

WEIGHTS = rulepack.load()["rules"]["envoy_score_weights"]["value"]


def points(**changes):
    facts = {
        "confirmed": 12,
        "target": 12,
        "ratings": (5,),
        "ended": 1,
        "fruitful": 1,
        "clocked": 4,
        "timely": 4,
    }
    found = scored(Facts(**(facts | changes)), WEIGHTS)
    return found["total"], {one["key"]: one["points"] for one in found["items"]}


def test_a_perfect_year():
    assert points() == (10000, {"visits": 3000, "satisfaction": 3000, "results": 2500, "timeliness": 1500})
    assert points(confirmed=40)[0] == 10000


def test_each_item_by_hand():
    assert points(confirmed=6)[1]["visits"] == 1500
    assert points(ratings=(5, 4, 3))[1]["satisfaction"] == 2400
    assert points(ended=3, fruitful=1)[1]["results"] == 833
    assert points(timely=3)[1]["timeliness"] == 1125


def test_what_nobody_could_say_is_left_out():
    total, each = points(ratings=())
    assert (total, each["satisfaction"], each["visits"]) == (10000, 0, 4286)
    assert points(ratings=(), ended=0, fruitful=0, confirmed=6)[0] == 6667
    assert points(confirmed=0, ratings=(), ended=0, fruitful=0, clocked=0, timely=0)[0] == 0


def test_a_silent_enterprise_is_neither_for_nor_against():
    notes = scored(Facts(6, 12, (), 1, 1, 2, 2), WEIGHTS)["items"]
    assert [one["note"] for one in notes if not one["counted"]] == ["没有企业评价，本项不计"]


@pytest.mark.parametrize(("number", "most"), [(0, 0), (1, 1), (4, 1), (9, 1), (10, 2), (15, 3)])
def test_how_many_may_be_excellent(number, most):
    assert most_excellent(number) == most


def test_half_a_hundredth_goes_up():
    assert [hundredths(Fraction(n, 1000)) for n in (4, 5, 14, 15)] == [0, 1, 1, 2]


counts = st.integers(0, 40)


@settings(max_examples=200, deadline=None)
@given(counts, st.lists(st.integers(1, 5), max_size=6), counts, counts, counts, counts)
def test_points_stay_within_the_hundred(confirmed, ratings, ended, fruitful, clocked, timely):
    facts = Facts(confirmed, 12, tuple(ratings), ended, min(fruitful, ended), clocked, min(timely, clocked))
    found = scored(facts, WEIGHTS)
    assert 0 <= found["total"] <= 10000
    assert abs(sum(one["points"] for one in found["items"]) - found["total"]) <= 2
    more = scored(
        Facts(confirmed + 1, 12, facts.ratings, ended, facts.fruitful, clocked, facts.timely), WEIGHTS
    )
    assert more["total"] >= found["total"]
