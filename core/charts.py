"""Geometry of the charts that `templates/components/charts.html` draws: numbers in, points and percentages out."""

import math
import unicodedata
from types import SimpleNamespace

CENTRE = (180, 136)
RADIUS = 92
LABEL_GAP = 20
EDGE = 10  # per cent from either side within which a tick's text is set inwards
MONTH_STEPS = (1, 2, 3, 6, 12, 24, 60)
MOST_TICKS = 6
CELL = 28
BOX, GAP, LINE, HEAD = (
    32,
    40,
    24,
    8,
)  # of a path: heights of box and gap, where the line runs, size of its head
LONGEST_TEXT = 20
WIDEST, WIDE_LETTER, NARROW_LETTER, LAST_NARROW = 320, 14, 9, 0x2E7F
# Of a chain: width, height of a row, and how many half-width signs find room: of a label, of label and text.
CHAIN_WIDTH, CHAIN_ROW, CHAIN_LABEL, CHAIN_ROOM = 320, 30, 20, 44
# Of places: width, where the lines begin, what is left at the right, where the first row begins, height of a row.
PLACES_WIDTH, PLACES_LEFT, PLACES_EDGE, PLACES_TOP, PLACES_ROW = 320, 144, 24, 26, 28
LONGEST_SERIES = 9


def radar(values):
    """`values` = [(label, value, most)] with three or more axes, most > 0 → chart for the macro `radar`."""
    axes = [_axis(index, len(values), *each) for index, each in enumerate(values)]
    rings = [
        _points([_at(i, len(values), share) for i in range(len(values))]) for share in (0.25, 0.5, 0.75, 1)
    ]
    summary = "；".join(f"{axis.label} {axis.value_text}（满分 {axis.most_text}）" for axis in axes)
    shape = _points([(axis.dot_x, axis.dot_y) for axis in axes])
    return SimpleNamespace(axes=axes, rings=rings, shape=shape, centre=CENTRE, summary=summary)


def _axis(index, count, label, value, most):
    x, y = _at(index, count, 1)
    dot_x, dot_y = _at(index, count, min(max(value / most, 0), 1))
    label_x, label_y = _at(index, count, 1 + LABEL_GAP / RADIUS)
    side = round(x - CENTRE[0])
    return SimpleNamespace(
        label=label,
        value_text=f"{value:g}",
        most_text=f"{most:g}",
        x=x,
        y=y,
        dot_x=dot_x,
        dot_y=dot_y,
        label_x=label_x,
        label_y=round(label_y - 4, 1),
        anchor="middle" if side == 0 else ("start" if side > 0 else "end"),
    )


def _at(index, count, share):
    angle = 2 * math.pi * index / count - math.pi / 2
    return (
        round(CENTRE[0] + RADIUS * share * math.cos(angle), 1),
        round(CENTRE[1] + RADIUS * share * math.sin(angle), 1),
    )


def _points(pairs):
    return " ".join(f"{x},{y}" for x, y in pairs)


def path(steps):
    """`steps` = [(from, label, to, is_back)], each from where the last one ended → chart for the macro `path`.

    Drawn from above to below, so that it stands on a narrow screen; names too long for a box are cut, never in the text.
    """
    names = [steps[0][0], *(end for _, _, end, _ in steps)]
    tops = [place * (BOX + GAP) for place in range(len(names))]
    nodes = [
        SimpleNamespace(text=_cut(name), y=top + 0.5, middle=top + BOX / 2)
        for name, top in zip(names, tops, strict=True)
    ]
    links = [
        _link(top + BOX, label, is_back) for top, (_, label, _, is_back) in zip(tops, steps, strict=False)
    ]
    height = len(names) * (BOX + GAP) - GAP
    width = _width(nodes, links)
    return SimpleNamespace(nodes=nodes, links=links, box=BOX - 1, inner=width - 1, width=width, height=height)


def _width(nodes, links):
    """As wide as the longest text needs: a picture in a narrow cell is not made smaller than it must be."""
    asked = [24 + _length(one.text) for one in nodes] + [46 + _length(one.label) for one in links]
    return min(max(asked), WIDEST)


def _length(text):
    return sum(WIDE_LETTER if ord(letter) > LAST_NARROW else NARROW_LETTER for letter in text)


def _link(top, label, is_back):
    bottom = top + GAP
    tip, ends = (top, top + HEAD) if is_back else (bottom, bottom - HEAD)
    head = _points([(LINE, tip), (LINE - HEAD / 2, ends), (LINE + HEAD / 2, ends)])
    return SimpleNamespace(label=_cut(label), top=top, bottom=bottom, middle=top + GAP / 2, head=head, x=LINE)


def _cut(text):
    return text if len(text) <= LONGEST_TEXT else f"{text[: LONGEST_TEXT - 1]}…"


def chain(rows):
    """`rows` = [(label, text, tone of a tag)] from first to last → chart for the macro `chain`.

    A line of dots from above to below; what finds no room is cut in the picture, never in the table beside it.
    """
    dots = [
        SimpleNamespace(
            label=_narrow(label, CHAIN_LABEL),
            text=_narrow(text, CHAIN_ROOM - min(_taken(label), CHAIN_LABEL)),
            tone=tone,
            y=CHAIN_ROW * (place + 0.5),
        )
        for place, (label, text, tone) in enumerate(rows)
    ]
    return SimpleNamespace(dots=dots, width=CHAIN_WIDTH, height=CHAIN_ROW * len(dots))


def _narrow(text, room):
    """As much of a text as finds room, where a Chinese sign takes two places."""
    for place in range(len(text)):
        if _taken(text[: place + 1]) > room:
            return f"{text[: place - 1]}…"
    return text


def _taken(text):
    return sum(2 if unicodedata.east_asian_width(sign) in "WFA" else 1 for sign in text)


def bars(rows):
    """`rows` = [(label, value, text)], value ≥ 0 → chart for the macro `bars`; the longest bar fills the width."""
    most = max((value for _, value, _ in rows), default=0)
    return SimpleNamespace(
        rows=[
            SimpleNamespace(label=label, text=text, share=_percent(value, most))
            for label, value, text in rows
        ]
    )


def _percent(part, whole):
    return round(100 * part / whole, 2) if whole else 0


def ranges(rows, places):
    """`rows` = [(label, here, best, worst, text)] with places 1 … `places` → chart for the macro `ranges`."""
    return SimpleNamespace(
        rows=[
            SimpleNamespace(
                label=label,
                text=text,
                here=_percent(here - 0.5, places),
                start=_percent(best - 1, places),
                width=_percent(worst - best + 1, places),
            )
            for label, here, best, worst, text in rows
        ],
        places=places,
    )


def places(rows, columns):
    """`rows` = [(label, place in each column)], places 1 … len(rows) → chart for the macro `places`.

    A line for each row over the `columns` (labels); the row that is first in the middle is the leading one. `moves`:
    some place differs.
    """
    step = (PLACES_WIDTH - PLACES_LEFT - PLACES_EDGE) / (len(columns) - 1)
    at = [round(PLACES_LEFT + step * number, 1) for number in range(len(columns))]
    lines = [_line(label, where, at) for label, where in sorted(rows, key=lambda row: row[1][len(at) // 2])]
    heads = [SimpleNamespace(x=x, text=text) for x, text in zip(at, columns, strict=True)]
    height = PLACES_TOP + PLACES_ROW * len(rows)
    return SimpleNamespace(
        lines=lines, heads=heads, width=PLACES_WIDTH, height=height, moves=any(one.moves for one in lines)
    )


def _line(label, where, at):
    dots = [
        SimpleNamespace(x=x, y=PLACES_TOP + PLACES_ROW * (place - 0.5), place=place)
        for x, place in zip(at, where, strict=True)
    ]
    middle = dots[len(dots) // 2]
    return SimpleNamespace(
        label=label,
        text=label if len(label) <= LONGEST_SERIES else f"{label[: LONGEST_SERIES - 1]}…",
        places=where,
        dots=dots,
        y=dots[0].y,
        points=_points([(one.x, one.y) for one in dots]),
        moves=len(set(where)) > 1,
        leads=middle.place == 1,
    )


def gantt(items, today=None):
    """`items` = [(label, start, end, tone, text)] with dates, tone of a tag → chart for the macro `gantt`.

    `today` (a date) draws a line if it lies within the time shown.
    """
    if not items:
        return SimpleNamespace(rows=[], ticks=[], today=None)
    first = min(start for _, start, *_ in items).replace(day=1)
    last = _month(max(end for _, _, end, *_ in items).replace(day=1), 1)
    span = (last - first).days
    rows = [
        SimpleNamespace(
            label=label,
            tone=tone,
            text=text,
            start=_percent((start - first).days, span),
            width=_percent((end - start).days + 1, span),
        )
        for label, start, end, tone, text in items
    ]
    here = _percent((today - first).days, span) if today and first <= today < last else None
    return SimpleNamespace(rows=rows, ticks=_ticks(first, last, span), today=here)


def _ticks(first, last, span):
    months = (last.year - first.year) * 12 + last.month - first.month
    step = next((step for step in MONTH_STEPS if months / step <= MOST_TICKS), MONTH_STEPS[-1])
    return [_tick(_month(first, number), first, span) for number in range(0, months, step)]


def _tick(day, first, span):
    at = _percent((day - first).days, span)
    anchor = "start" if at < EDGE else ("end" if at > 100 - EDGE else "middle")
    return SimpleNamespace(at=at, label=f"{day.year}.{day.month:02}", anchor=anchor)


def _month(day, later):
    years, month = divmod(day.month - 1 + later, 12)
    return day.replace(year=day.year + years, month=month + 1)


def matrix(columns, rows, enough):
    """Labels of the columns, `rows` = [(label, shares 0 … 1, is_closed)] → chart for the macro `matrix`.

    A cell fills from below with its share; a line marks `enough`. Per cents are rounded down, so that a number never
    says more than the verdict of its row.
    """
    return SimpleNamespace(
        columns=list(columns),
        size=CELL,
        line=round(CELL * (1 - enough), 1),
        enough_text=share_text(enough),
        rows=[
            SimpleNamespace(label=label, is_closed=is_closed, cells=[_cell(one, enough) for one in shares])
            for label, shares, is_closed in rows
        ],
    )


def _cell(share, enough):
    height = round(CELL * min(max(share, 0), 1), 1)
    return SimpleNamespace(
        text=share_text(share), height=height, top=round(CELL - height, 1), is_enough=share >= enough
    )


def whole_percent(share):
    """A share in whole per cent, rounded down."""
    return math.floor(100 * share + 1e-9)


def share_text(share):
    """A share as people read it."""
    return f"{whole_percent(share)}%"
