"""Geometry of a strip: one small square a week, half a year a row; `components/charts.html` draws it."""

import math
from types import SimpleNamespace

ROW, CELL, EDGE = 26, 18, 1
MARKS = 8, 4, 12  # where in a square its dot stands, and its cross begins and ends


def strip(cells):
    """`cells` = [(text, tone of a tag)] in the order of time → chart for the macro `strip`."""
    rows = [_cell(text, tone, place) for place, (text, tone) in enumerate(cells)]
    width, height = CELL * min(len(cells), ROW), CELL * math.ceil(len(cells) / ROW)
    return SimpleNamespace(cells=rows, side=CELL - 2 * EDGE, width=width, height=height)


def _cell(text, tone, place):
    x, y = CELL * (place % ROW) + EDGE, CELL * (place // ROW) + EDGE
    middle, near, far = MARKS
    return SimpleNamespace(
        text=text,
        tone=tone,
        x=x,
        y=y,
        dot=(x + middle, y + middle),
        cross=(x + near, y + far, x + far, y + near),
    )
