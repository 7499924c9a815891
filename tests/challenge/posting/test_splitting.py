"""拆分: weights to a hundred, money that adds up."""

import itertools
from types import SimpleNamespace

from challenge.posting.splitting import SUMS, parts_of


def listed(weights, reward, cash, public, own):
    indicators = [SimpleNamespace(id=place, weight=one) for place, one in enumerate(weights, 1)]
    money = dict(zip(SUMS, (reward, cash, public, own), strict=True))
    return SimpleNamespace(indicators=indicators, **money)


def test_parts_carry_their_share():
    row = listed((20, 30, 50), 220_000_000, 140_000_000, 80_000_000, 1_500_000)
    one, other = parts_of(row, ("甲", "乙"), ({1, 2}, {2, 3}))
    assert (one.title, one.weights, other.weights) == ("甲", {1: 40, 2: 60}, {2: 38, 3: 62})
    assert one.money == {
        "reward_fen": 83_000_000,
        "cash_fen": 53_000_000,
        "public_funds_fen": 30_000_000,
        "own_funds_fen": 0,
    }


def test_weights_sum_to_a_hundred_and_money_to_what_it_was():
    for weights in itertools.product((0, 1, 33, 34, 100), repeat=3):
        for money in (
            (300, 200, 100, 7),
            (299, 200, 100, 0),
            (0, 0, 0, 0),
            (12_345_678, 2_345_678, 10_000_000, 3),
        ):
            row = listed(weights, *money)
            for groups in (({1}, {2, 3}), ({1, 2, 3}, {3})):
                parts = parts_of(row, ("甲", "乙"), groups)
                assert {sum(one.weights.values()) for one in parts} <= {0, 100}
                for name in SUMS:
                    shares = [one.money[name] for one in parts]
                    assert (sum(shares), min(shares) >= 0) == (getattr(row, name), True)
