"""Other weights and stricter reviewers, against figures counted by hand."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from challenge.review import scoring
from challenge.review.steadiness import adjusted, strictness, swings

A, B, C, D = 1, 2, 3, 4
KEYS = ["new", "sure"]


def table(**scores):
    """`a1=(30, 40)`: what reviewer 1 gave bid a for the two criteria."""
    found = {}
    for key, values in scores.items():
        bid = {"a": A, "b": B, "c": C, "d": D}[key[0]]
        found.setdefault(bid, {})[int(key[1:])] = dict(zip(KEYS, values, strict=True))
    return found


def test_a_weight_that_would_turn_the_order():
    close = table(a1=(500, 300), b1=(300, 490))  # 800 and 790
    assert swings(close, KEYS, 7) == {A: {"new": (2, 1), "sure": (1, 2)}, B: {"new": (1, 2), "sure": (2, 1)}}
    clear = table(a1=(500, 400), b1=(300, 300))
    assert swings(clear, KEYS, 7) == {A: {"new": (1, 1), "sure": (1, 1)}, B: {"new": (2, 2), "sure": (2, 2)}}


def test_the_rule_of_dropping_holds_for_other_weights_too():
    scores = {f"a{n}": (400, 300) for n in range(1, 7)} | {"a7": (0, 0)}
    scores |= {f"b{n}": (395, 300) for n in range(1, 8)}
    assert swings(table(**scores), KEYS, 7)[A]["new"] == (1, 1)
    assert swings(table(**scores), KEYS, 9)[A]["new"] == (2, 2)


def test_who_scores_higher_than_the_others():
    three = table(a1=(50, 50), a2=(40, 40), b1=(60, 60), b2=(60, 40), c1=(70, 70), c2=(60, 60), d2=(10, 10))
    assert strictness(three) == {1: Fraction(20 + 20 + 20, 6), 2: -Fraction(20 + 20 + 20, 6)}
    assert [scoring.signed(value) for value in strictness(three).values()] == ["+1.0", "−1.0"]


def test_strictness_is_not_told_from_few_bids():
    assert strictness(table(a1=(50, 50), a2=(40, 40), b1=(60, 60), b2=(60, 40))) == {}
    assert strictness({}) == {}


def test_means_are_adjusted_where_somebody_missed_a_bid():
    scores = {"a1": (50, 50), "a2": (40, 40), "b1": (60, 60), "b2": (60, 40), "c1": (70, 70), "c2": (60, 60)}
    assert adjusted(table(**scores)) == {A: 90, B: 110, C: 130}
    assert adjusted(table(**scores, d2=(10, 10))) == {A: 90, B: 110, C: 130, D: 30}
    del scores["c2"]
    assert adjusted(table(**scores)) == {}


# Flat rows are drawn quickly; tables within tables are not, and a busy machine then gives up on them.
SCORE = st.integers(0, 500)
ROWS = st.lists(st.tuples(st.integers(1, 4), st.integers(1, 4), SCORE, SCORE), min_size=1, max_size=8)


def folded(rows):
    """The table of these rows (bid, reviewer, one score, the other)."""
    found = {}
    for bid, who, *values in rows:
        found.setdefault(bid, {})[who] = dict(zip(KEYS, values, strict=True))
    return found


@given(ROWS)
def test_every_place_is_taken_once_and_strictness_sums_to_nothing(rows):
    scores = folded(rows)
    moved = swings(scores, KEYS, 7)
    for key in KEYS:
        for side in (0, 1):
            assert sorted(one[key][side] for one in moved.values()) == list(range(1, len(scores) + 1))
    everybody = {bid: scores[min(scores)] for bid in range(1, 4)}
    assert sum(strictness(everybody).values()) == 0


@given(st.lists(st.tuples(SCORE, SCORE, SCORE), min_size=3, max_size=5))
def test_where_everybody_scored_every_bid_the_adjusted_mean_is_the_mean(given_scores):
    complete = {
        bid: {who: {"new": value, "sure": 0} for who, value in enumerate(values)}
        for bid, values in enumerate(given_scores)
    }
    assert adjusted(complete) == {
        bid: Fraction(sum(values), len(values)) for bid, values in enumerate(given_scores)
    }
