"""得分: the year of an envoy in points, in whole hundredths, each item with the count it comes from.

An item about which nobody could have said anything (no mission ended, nobody rated) is left out, and the points of the
others are raised to 100: silence of others is neither for nor against an envoy.
"""

import dataclasses
from fractions import Fraction

LABELS = {
    "visits": "服务次数",
    "satisfaction": "企业满意度",
    "results": "办结成效",
    "timeliness": "及时性",
}
MOST_RATING = 5


@dataclasses.dataclass(frozen=True)
class Facts:
    """Counts of one year: visits confirmed and asked for, `usual` those of a whole year; ratings (1–5) as given; missions ended, and with a result;
    things that had a clock, and those done in time."""

    confirmed: int
    target: int
    ratings: tuple
    ended: int
    fruitful: int
    clocked: int
    timely: int
    usual: int | None = None


def _visits_note(facts):
    told = f"已确认 {facts.confirmed} 次，满分需 {facts.target} 次"
    if facts.usual is None or facts.usual == facts.target:
        return told
    return f"{told}（全年 {facts.usual} 次，按本年度在聘天数折算）"


def shares_of(facts):
    """{item: (share of its points as a Fraction or None, the count in words)}."""
    mean = Fraction(sum(facts.ratings), MOST_RATING * len(facts.ratings)) if facts.ratings else None
    done = Fraction(facts.fruitful, facts.ended) if facts.ended else None
    timely = Fraction(facts.timely, facts.clocked) if facts.clocked else None
    visits = min(Fraction(facts.confirmed, facts.target), Fraction(1))
    average = f"平均 {_two(mean * MOST_RATING)} 分，{len(facts.ratings)} 家评价" if mean is not None else ""
    return {
        "visits": (visits, _visits_note(facts)),
        "satisfaction": (mean, average or "没有企业评价，本项不计"),
        "results": (
            done,
            f"办结 {facts.ended} 项，有成效 {facts.fruitful} 项"
            if facts.ended
            else "没有办结的任务，本项不计",
        ),
        "timeliness": (
            timely,
            f"应按时办理 {facts.clocked} 件，按时 {facts.timely} 件"
            if facts.clocked
            else "没有可计的事项，本项不计",
        ),
    }


def _two(number):
    whole = hundredths(number)
    return f"{whole // 100}.{whole % 100:02}"


def hundredths(number):
    """A Fraction in whole hundredths, half up."""
    return int((number * 100 * 2 + 1) // 2)


def scored(facts, weights):
    """{"items": [{key, label, weight, counted, points, note}], "total"}; points and total in hundredths of 100."""
    shares = shares_of(facts)
    counted = sum(weights[key] for key, (share, _) in shares.items() if share is not None)
    factor = Fraction(100, counted) if counted else Fraction(0)
    items, total = [], Fraction(0)
    for key, (share, note) in shares.items():
        points = Fraction(0) if share is None else share * weights[key] * factor
        total += points
        items.append(
            {
                "key": key,
                "label": LABELS[key],
                "weight": weights[key],
                "counted": share is not None,
                "points": hundredths(points),
                "note": note,
            }
        )
    return {"items": items, "total": hundredths(total)}
