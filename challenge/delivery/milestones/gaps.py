"""How far the measured values of an indicator are from what the contract demands: a sentence, and a picture."""

from types import SimpleNamespace

from challenge.delivery.milestones.judging import bounds, worse_end
from challenge.delivery.milestones.measuring import with_unit
from challenge.posting.content import demand_text
from core import scales


def gap(indicator, measured):
    """`.text` and `.picture` of measurements, oldest first; None where no number can be set beside the demand."""
    limits = bounds(indicator)
    if limits is None:
        return None
    numbers = [(one, worse_end(indicator, one.value)) for one in measured if not one.is_by_judge]
    numbers = [(one, number) for one, number in numbers if number is not None]
    if not numbers:
        return None
    away = [_away(number, *limits) for _one, number in numbers]
    marks = [(with_unit(one), number) for one, number in numbers]
    demand = demand_text(indicator)
    return SimpleNamespace(
        text=f"最近实测 {marks[-1][0]}，任务书约定 {demand}，{_words(away, indicator.unit)}。",
        picture=scales.scale(limits[0], limits[1], marks, demand),
    )


def _away(number, floor, ceiling):
    """How much is missing; 0 where nothing is."""
    below = floor - number if floor is not None else 0
    above = number - ceiling if ceiling is not None else 0
    return max(below, above, 0)


def _words(away, unit):
    if not away[-1]:
        return "已到约定值"
    said = f"还差 {_plain(away[-1])} {unit}".strip()
    if len(away) == 1 or away[-1] == away[-2]:
        return said
    if not away[-2]:
        return f"{said}，上一次已到约定值"
    nearer = away[-2] - away[-1]
    return f"{said}，比上一次{'接近' if nearer > 0 else '远离'} {_plain(abs(nearer))} {unit}".strip()


def _plain(number):
    return f"{number.normalize():f}"
