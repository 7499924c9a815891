"""The figure and the rank of each lane at a gate, from data alone: whoever reads the same numbers gets the same ranking."""

import dataclasses
from fractions import Fraction

from challenge.bidding.checklist import number_in
from challenge.delivery.milestones.judging import judged, worse_end
from challenge.delivery.states import Verdict
from challenge.states import Comparator

MOST = 150  # per cent that one indicator can bring


@dataclasses.dataclass(frozen=True)
class Runner:
    """One lane at a gate: `results` is {indicator id: (text of the value, verdict)}; `rank` that of the review."""

    lane: int
    rank: int
    results: dict


@dataclasses.dataclass(frozen=True)
class Placed:
    """One row of a ranking: `points` and `shares` in hundredths of a per cent; `tie` and `why` as sentences or ''."""

    lane: int
    rank: int
    points: int
    shares: dict
    verdicts: dict
    tie: str
    stays: bool
    why: str


def ranking(tests, runners, rule):
    """`Placed` rows from the best. `tests`: indicators as asked at the gate, with .id .comparator .threshold
    .threshold_high .unit .weight .is_must; `rule`: .stay .floor .gap .must_meet .keeps_ties."""
    shares = {one.lane: {test.id: share(test, *one.results[test.id]) for test in tests} for one in runners}
    figures = {one.lane: figure(tests, shares[one.lane]) for one in runners}
    by_weight = sorted(tests, key=lambda test: -test.weight)

    def order(one):
        return (-figures[one.lane], *(-shares[one.lane][test.id] for test in by_weight), one.rank, one.lane)

    rows = sorted(runners, key=order)
    return _judged(
        [_placed(one, number, rows, figures, shares) for number, one in enumerate(rows, 1)], tests, rule
    )


def share(test, value, verdict):
    """How far one result fulfils what is asked, in hundredths of a per cent, 0 … 15000."""
    if verdict is Verdict.UNCLEAR:
        return 0
    met = 10000 if verdict is Verdict.MET else 0
    if test.comparator not in (Comparator.AT_LEAST, Comparator.AT_MOST):
        return met
    asked, found = number_in(test.threshold), worse_end(test, value)
    if asked is None or found is None or asked <= 0:
        return met
    is_floor = test.comparator is Comparator.AT_LEAST
    if not is_floor and found <= 0:
        return MOST * 100
    part = Fraction(found) / Fraction(asked) if is_floor else Fraction(asked) / Fraction(found)
    return min(max(rounded(part * 10000), 0), MOST * 100)


def figure(tests, shares):
    """The mean of the shares by weight, in hundredths of a per cent; without weights every test counts the same."""
    weights = {test.id: test.weight for test in tests}
    if not any(weights.values()):
        weights = dict.fromkeys(weights, 1)
    return rounded(Fraction(sum(weights[key] * part for key, part in shares.items()), sum(weights.values())))


def rounded(number):
    """To the nearest whole, a half upwards."""
    return int((2 * number + 1) // 2)


def verdict_of(test, value):
    """What the numbers say of one value."""
    return judged(test, value)[0]


def text(hundredths):
    """As people read it: 87.50."""
    return f"{hundredths // 100}.{hundredths % 100:02}"


def _placed(one, number, rows, figures, shares):
    near = [rows[place] for place in (number - 2, number) if 0 <= place < len(rows)]
    is_tied = any(figures[each.lane] == figures[one.lane] for each in near)
    return Placed(
        lane=one.lane,
        rank=number,
        points=figures[one.lane],
        shares=shares[one.lane],
        verdicts={key: verdict for key, (_, verdict) in one.results.items()},
        tie="综合完成率与相邻赛道相同，按并列规则排序" if is_tied else "",
        stays=True,
        why="",
    )


def _judged(rows, tests, rule):
    """The rows with who leaves: by what is asked of each first, then by the places that are left."""
    best, found, taken, last = rows[0].points if rows else 0, [], 0, None
    for row in rows:
        why = _falls_short(row, best, tests, rule)
        if not why and taken >= rule.stay and not (rule.keeps_ties and row.points == last):
            why = f"晋级名额 {rule.stay} 个已满"
        if not why:
            taken, last = taken + 1, row.points
        found.append(dataclasses.replace(row, stays=not why, why=why))
    return found


def _falls_short(row, best, tests, rule):
    if rule.floor is not None and row.points < rule.floor * 100:
        return f"综合完成率 {text(row.points)}%，低于 {rule.floor}%"
    missed = [test.name for test in tests if test.is_must and row.verdicts[test.id] is not Verdict.MET]
    if rule.must_meet and missed:
        return f"必达指标未达到：{'、'.join(missed)}"
    if rule.gap is not None and best - row.points > rule.gap * 100:
        return f"与第一名相差 {text(best - row.points)} 个百分点，超过 {rule.gap}"
    return ""
