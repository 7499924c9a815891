"""Geometry of the picture of a race: one track for each lane, one column for each gate; drawn by templates/challenge/race."""

import unicodedata
from types import SimpleNamespace

WIDTH, TOP, ROW = 360, 20, 58
START, EDGE = 14, 30
NAME = 40  # how many half-width signs of a name find room


def tracks(rows, heads):
    """`rows` = [(name, state in words, cells)], a cell with .label .tone .points → picture; lanes end where they left."""
    step = (WIDTH - START - EDGE) / max(len(heads), 1)
    at = [round(START + step * number, 1) for number in range(1, len(heads) + 1)]
    return SimpleNamespace(
        width=WIDTH,
        height=TOP + ROW * len(rows),
        start=START,
        heads=[SimpleNamespace(x=x, text=text) for x, text in zip(at, heads, strict=True)],
        rows=[_track(place, row, at) for place, row in enumerate(rows)],
        summary="；".join(
            f"赛道 {name}：{'、'.join(_said(one) for one in cells)}" for name, _, cells in rows
        ),
    )


def _track(place, row, at):
    name, state, cells = row
    y = TOP + ROW * (place + 1) - 26
    dots = [
        SimpleNamespace(x=x, tone=one.tone, points=one.points)
        for x, one in zip(at, cells, strict=True)
        if one.tone != "none"
    ]
    done = [dot.x for dot in dots if dot.tone != "quiet"]
    return SimpleNamespace(
        name=_short(name),
        state=state,
        y=y,
        name_y=y - 16,
        dots=dots,
        done=max(done, default=START),
        end=max((dot.x for dot in dots), default=START),
    )


def _said(cell):
    return f"{cell.label} {cell.points}".strip()


def _short(text):
    taken = 0
    for place, sign in enumerate(text):
        taken += 2 if unicodedata.east_asian_width(sign) in "WFA" else 1
        if taken > NAME:
            return f"{text[: place - 1]}…"
    return text
