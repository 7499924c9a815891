"""Geometry of a scale: values on the way to what is demanded; `components/charts.html` draws it."""

from types import SimpleNamespace

WIDTH, HEIGHT, EDGE = 320, 64, 10
MARGIN = 0.12  # of the span that is shown, beyond the outermost number on either side
INWARDS = 90  # a text nearer than this to a side is set inwards


def scale(floor, ceiling, marks, demand):
    """`marks` = [(text, number)] oldest first, at least one → chart for the macro `scale`.

    What is demanded lies between `floor` and `ceiling` (numbers, one may be None: open to that side); `demand` is its text.
    """
    limits = [float(one) for one in (floor, ceiling) if one is not None]
    numbers = [float(number) for _text, number in marks]
    low, high = min(limits + numbers), max(limits + numbers)
    margin = MARGIN * ((high - low) or abs(high) or 1)
    low, high = low - margin, high + margin

    def at(number):
        return round(EDGE + (WIDTH - 2 * EDGE) * (float(number) - low) / (high - low), 1)

    left = 0 if floor is None else at(floor)
    right = WIDTH if ceiling is None else at(ceiling)
    edge = at(limits[0])
    dots = [SimpleNamespace(x=at(number), text=text, anchor=_anchor(at(number))) for text, number in marks]
    return SimpleNamespace(
        width=WIDTH,
        height=HEIGHT,
        zone=SimpleNamespace(x=left, width=max(round(right - left, 1), 2)),
        limits=[at(one) for one in limits],
        demand=SimpleNamespace(x=edge, text=demand, anchor=_anchor(edge)),
        dots=dots,
        last=dots[-1],
    )


def _anchor(x):
    return "start" if x < INWARDS else ("end" if x > WIDTH - INWARDS else "middle")
