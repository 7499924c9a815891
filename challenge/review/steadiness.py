"""How firm a ranking is: what other weights would change, and how strictly each reviewer scores. Nothing here decides.

`table` is {bid: {reviewer: {criterion: tenths}}} as in `challenge.review.scoring`.
"""

from fractions import Fraction

from challenge.review.scoring import order, total

STEP = Fraction(1, 5)  # of a weight, down and up
LEAST_SHARED = 3  # bids of a reviewer that others scored too, below which strictness is chance


def swings(table, criteria, drop_from):
    """{bid: {criterion: (rank with its weight a fifth less, rank with it a fifth more)}}."""
    found = {bid: {} for bid in table}
    for criterion in criteria:
        less, more = (_ranks(table, criterion, 1 + sign * STEP, criteria, drop_from) for sign in (-1, 1))
        for bid in table:
            found[bid][criterion] = less[bid], more[bid]
    return found


def _ranks(table, criterion, factor, criteria, drop_from):
    weighed = {
        bid: {who: scores | {criterion: scores.get(criterion, 0) * factor} for who, scores in reviews.items()}
        for bid, reviews in table.items()
    }
    return {bid: place for place, bid in enumerate(order(weighed, criteria, drop_from), 1)}


def strictness(table):
    """{reviewer: how far his totals lie above (or below) those of all who scored the same bids, mean in tenths}.

    Empty where a reviewer shares fewer than LEAST_SHARED bids with others.
    """
    totals = _totals(table)
    means = {bid: Fraction(sum(row.values()), len(row)) for bid, row in totals.items()}
    shared = [bid for bid, row in totals.items() if len(row) > 1]
    found = {}
    for who in sorted({who for row in totals.values() for who in row}):
        own = [totals[bid][who] - means[bid] for bid in shared if who in totals[bid]]
        if len(own) < LEAST_SHARED:
            return {}
        found[who] = Fraction(sum(own), len(own))
    return found


def adjusted(table):
    """{bid: mean total less each reviewer's strictness}; empty where strictness cannot be told.

    Where everybody scored every bid it is the mean itself: strictness sums to nothing.
    """
    totals, strict = _totals(table), strictness(table)
    if not strict:
        return {}
    return {
        bid: Fraction(sum(value - strict[who] for who, value in row.items()), len(row))
        for bid, row in totals.items()
    }


def _totals(table):
    return {bid: {who: total(scores) for who, scores in reviews.items()} for bid, reviews in table.items()}
