"""The ranking of a list as plain rows that can be stored with a proposal and shown: every figure as text."""

from challenge import rulepack
from challenge.review import scoring, steadiness
from challenge.review.queries import opened_bids, submitted_reviews
from challenge.review.rules import criteria_of, number_of
from challenge.states import B

TIES = {"median": "按中位数", "number": "按方案登记先后"}
OUTLIER = 150  # tenths: a total this far from the median of its bid is pointed out


def score_table(challenge):
    """{bid id: {reviewer's number: {criterion: tenths}}} of the reviews that count; who gave up is out."""
    return {bid: {who: one.scores for who, one in mine.items()} for bid, mine in _counted(challenge).items()}


def _counted(challenge):
    found = {}
    for review in submitted_reviews(challenge):
        if review.bid.state is not B.GIVEN_UP:
            found.setdefault(review.bid_id, {})[number_of(review.assignment)] = review
    return found


def frozen_ranking(challenge):
    """The rows from the best; raw scores stand in them with those that were handed in before a revision."""
    criteria = criteria_of(challenge)
    keys, labels = (
        [one["key"] for one in criteria],
        {one["key"]: f"按{one['label']}得分" for one in criteria},
    )
    reviews, drop_from = _counted(challenge), rulepack.value(challenge, "score_drop_from")
    table = {bid: {who: one.scores for who, one in mine.items()} for bid, mine in reviews.items()}
    bids = {bid.id: bid for bid in opened_bids(challenge)}
    rows = [_row(one, bids[one.bid], TIES | labels) for one in scoring.ranking(table, keys, drop_from)]
    firm = _steadiness(table, keys, drop_from, rows)
    return [row | _raw(reviews[row["bid"]]) | more for row, more in zip(rows, firm, strict=True)]


def _raw(reviews):
    """What each reviewer gave, criterion by criterion, now and before each revision."""
    return {
        "scores": {str(who): _shown(one.scores) for who, one in reviews.items()},
        "before": {
            str(who): [
                {"total": scoring.points(past["total"], 1), "scores": _shown(past["scores"])}
                for past in one.earlier
            ]
            for who, one in reviews.items()
            if one.earlier
        },
    }


def _shown(scores):
    return {key: scoring.points(value, 1) for key, value in scores.items()}


def _steadiness(table, keys, drop_from, rows):
    """What each row says of how firm its place is; strictness stands in the first row, for all."""
    swings, adjusted = steadiness.swings(table, keys, drop_from), steadiness.adjusted(table)
    strict = {str(who): scoring.signed(value) for who, value in steadiness.strictness(table).items()}
    for place, row in enumerate(rows):
        yield {
            "swings": {key: list(pair) for key, pair in swings[row["bid"]].items()},
            "adjusted": scoring.points(adjusted[row["bid"]]) if adjusted else "",
            "strictness": {} if place else strict,
        }


def _row(one, bid, ties):
    return {
        "bid": bid.id,
        "code": bid.code,
        "unit": bid.organisation.name,
        "leader": bid.leader.display_name,
        "rank": one.rank,
        "figure": scoring.points(one.figure),
        "mean": scoring.points(one.mean),
        "median": scoring.points(one.median),
        "lowest": scoring.points(one.lowest, 1),
        "highest": scoring.points(one.highest, 1),
        "spread": scoring.points(one.spread, 1),
        "dropped": list(one.dropped),
        "totals": {str(who): scoring.points(value, 1) for who, value in one.totals.items()},
        "criteria": {key: scoring.points(value) for key, value in one.criteria.items()},
        "left_out": {str(who): rank for who, rank in one.left_out.items()},
        "tie": f"与相邻方案得分相同，{ties[one.tie]}排序" if one.tie else "",
        "outliers": [who for who, value in one.totals.items() if abs(value - one.median) >= OUTLIER],
    }
