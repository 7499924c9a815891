"""How scores become a ranking: pure functions over tenths of a point; raw scores never change.

`table` is {bid: {reviewer: {criterion: tenths}}}; every figure is exact (`Fraction` of tenths).
"""

import dataclasses
import statistics
from fractions import Fraction


@dataclasses.dataclass(frozen=True)
class Standing:
    """One bid's place: `figure` ranks it, the rest shows how firm the place is.

    `dropped` are the reviewers whose total was left out (lowest, highest); `left_out` maps a reviewer to the
    rank this bid would have without that reviewer; `tie` names what separated it from an equal neighbour.
    """

    bid: int
    rank: int
    figure: Fraction
    mean: Fraction
    median: Fraction
    lowest: int
    highest: int
    spread: int
    dropped: tuple
    totals: dict
    criteria: dict
    left_out: dict
    tie: str


def total(scores):
    """The sum over the criteria; their maxima are the weights, so no further weighting is due."""
    return sum(scores.values())


def dropped_of(totals, drop_from):
    """Reviewers of the lowest and the highest total when there are at least `drop_from`, else nobody."""
    if len(totals) < drop_from:
        return ()
    ordered = sorted(totals, key=lambda reviewer: (totals[reviewer], reviewer))
    return ordered[0], ordered[-1]


def figure_of(totals, drop_from):
    """The figure that decides: the mean, without the lowest and the highest from `drop_from` reviewers on."""
    out = dropped_of(totals, drop_from)
    kept = [value for reviewer, value in totals.items() if reviewer not in out]
    return Fraction(sum(kept), len(kept))


def criterion_means(reviews, criteria):
    """Mean of each criterion over all reviewers of one bid."""
    return {
        key: Fraction(sum(scores.get(key, 0) for scores in reviews.values()), len(reviews))
        for key in criteria
    }


def _keys(bid, reviews, criteria, drop_from):
    totals = {reviewer: total(scores) for reviewer, scores in reviews.items()}
    means = criterion_means(reviews, criteria)
    return [
        ("figure", -figure_of(totals, drop_from)),
        ("median", -Fraction(statistics.median(totals.values()))),
        *((key, -means[key]) for key in criteria),
        ("number", bid),
    ]


def order(table, criteria, drop_from):
    """Bids from the best: by figure, then median, then each criterion in turn, then the number of the bid."""
    return sorted(table, key=lambda bid: [value for _, value in _keys(bid, table[bid], criteria, drop_from)])


def _tie(one, other):
    """What separates two neighbours with an equal figure; '' when their figures differ."""
    if one[0][1] != other[0][1]:
        return ""
    return next(name for (name, mine), (_, theirs) in zip(one, other, strict=True) if mine != theirs)


def _without(table, reviewer):
    return {
        bid: {who: scores for who, scores in reviews.items() if who != reviewer}
        for bid, reviews in table.items()
    }


def left_out_ranks(table, criteria, drop_from):
    """{reviewer: {bid: rank without that reviewer}}, for reviewers without whom every bid is still scored."""
    ranks = {}
    for reviewer in sorted({who for reviews in table.values() for who in reviews}):
        rest = _without(table, reviewer)
        if all(rest.values()):
            places = enumerate(order(rest, criteria, drop_from), 1)
            ranks[reviewer] = {bid: place for place, bid in places}
    return ranks


def ranking(table, criteria, drop_from):
    """`Standing` rows from the best; every bid of `table` needs at least one review."""
    ordered = order(table, criteria, drop_from)
    keys = {bid: _keys(bid, table[bid], criteria, drop_from) for bid in ordered}
    without = left_out_ranks(table, criteria, drop_from)
    rows = []
    for place, bid in enumerate(ordered, 1):
        neighbours = ordered[max(0, place - 2) : place - 1] + ordered[place : place + 1]
        ties = [_tie(keys[bid], keys[other]) for other in neighbours]
        ranks = {reviewer: places[bid] for reviewer, places in without.items()}
        rows.append(
            _standing(bid, place, table[bid], criteria, drop_from, ranks, next(filter(None, ties), ""))
        )
    return rows


def _standing(bid, rank, reviews, criteria, drop_from, left_out, tie):
    totals = {reviewer: total(scores) for reviewer, scores in reviews.items()}
    values = list(totals.values())
    return Standing(
        bid=bid,
        rank=rank,
        figure=figure_of(totals, drop_from),
        mean=Fraction(sum(values), len(values)),
        median=Fraction(statistics.median(values)),
        lowest=min(values),
        highest=max(values),
        spread=max(values) - min(values),
        dropped=dropped_of(totals, drop_from),
        totals=totals,
        criteria=criterion_means(reviews, criteria),
        left_out=left_out,
        tie=tie,
    )


def signed(tenths):
    """A difference of tenths as points on paper: −23 → '−2.3'."""
    return f"{'−' if tenths < 0 else '+'}{points(abs(tenths), 1)}"


def points(tenths, decimals=2):
    """Tenths as points on paper: 863 → '86.30', half up."""
    scale = 10**decimals
    whole, rest = divmod(int(Fraction(tenths) * scale / 10 + Fraction(1, 2)), scale)
    return f"{whole}.{rest:0{decimals}d}"
