"""The ranking against figures worked out by hand."""

from fractions import Fraction

import pytest

from challenge.review import scoring

KEYS = ["a", "b"]
TABLE = {
    1: {1: {"a": 200, "b": 100}, 2: {"a": 210, "b": 90}, 3: {"a": 150, "b": 90}},
    2: {1: {"a": 180, "b": 90}, 2: {"a": 200, "b": 100}, 3: {"a": 190, "b": 80}},
    3: {1: {"a": 100, "b": 50}, 2: {"a": 110, "b": 60}, 3: {"a": 120, "b": 40}},
}


def test_a_ranking_worked_out_by_hand():
    first, second, third = scoring.ranking(TABLE, KEYS, drop_from=7)
    assert [row.bid for row in (first, second, third)] == [1, 2, 3]
    assert [row.figure for row in (first, second, third)] == [280, 280, 160]
    assert [row.median for row in (first, second, third)] == [300, 270, 160]
    assert (first.mean, first.lowest, first.highest, first.spread) == (280, 240, 300, 60)
    assert first.totals == {1: 300, 2: 300, 3: 240}
    assert first.criteria == {"a": Fraction(560, 3), "b": Fraction(280, 3)}
    assert (first.tie, second.tie, third.tie) == ("median", "median", "")


def test_what_changes_without_one_reviewer():
    first, second, third = scoring.ranking(TABLE, KEYS, drop_from=7)
    assert first.left_out == {1: 2, 2: 2, 3: 1}
    assert second.left_out == {1: 1, 2: 1, 3: 2}
    assert third.left_out == {1: 3, 2: 3, 3: 3}


def test_highest_and_lowest_are_dropped_from_the_number_of_the_rule_pack_on():
    totals = {number: number * 100 for number in range(1, 8)}
    assert scoring.dropped_of(totals, 7) == (1, 7)
    assert scoring.figure_of(totals | {7: 900}, 7) == 400
    assert scoring.dropped_of(totals, 8) == ()
    assert scoring.figure_of(totals | {7: 900}, 8) == Fraction(3000, 7)


def test_only_one_of_equal_extremes_is_dropped():
    assert scoring.dropped_of({1: 50, 2: 50, 3: 50}, 3) == (1, 3)


def test_ties_are_broken_by_criteria_in_order_then_by_number():
    by_criterion = {5: {1: {"a": 10, "b": 20}}, 4: {1: {"a": 20, "b": 10}}}
    assert [(row.bid, row.tie) for row in scoring.ranking(by_criterion, KEYS, 7)] == [(4, "a"), (5, "a")]
    equal = {9: {1: {"a": 10, "b": 10}}, 8: {1: {"a": 10, "b": 10}}}
    assert [(row.bid, row.tie) for row in scoring.ranking(equal, KEYS, 7)] == [(8, "number"), (9, "number")]


def test_a_single_reviewer_cannot_be_left_out():
    (only,) = scoring.ranking({1: {1: {"a": 10, "b": 5}}}, KEYS, 7)
    assert only.left_out == {}
    assert (only.rank, only.figure, only.tie) == (1, 15, "")


@pytest.mark.parametrize(
    ("tenths", "decimals", "text"),
    [
        (863, 2, "86.30"),
        (Fraction(2590, 3), 2, "86.33"),
        (865, 1, "86.5"),
        (0, 2, "0.00"),
        (Fraction(999, 100), 1, "1.0"),
    ],
)
def test_points_on_paper(tenths, decimals, text):
    assert scoring.points(tenths, decimals) == text
