"""A lapsed list beside lists that found a winner: those of its field and its matter first."""

import dataclasses
import statistics

from challenge.lapsed.queries import SHOWN, winners
from challenge.posting.queries.similar import SAME_MATTER
from core import formats
from talent.recommend import similar_to

ENOUGH = 3  # fewer lists make no median to go by


@dataclasses.dataclass(frozen=True)
class Line:
    """One list: how near it is in words, and its figures."""

    code: str
    title: str
    near: str
    reward_fen: int
    cycle_months: int | None
    must: int
    days: int


@dataclasses.dataclass(frozen=True)
class Comparison:
    """The lapsed list, the lists beside it, and their medians."""

    own: Line
    lines: tuple

    @property
    def is_enough(self):
        """There are enough lists to go by."""
        return len(self.lines) >= ENOUGH

    def median(self, name):
        """The median of a figure over the lists beside, None without any."""
        values = [getattr(one, name) for one in self.lines if getattr(one, name) is not None]
        return statistics.median(values) if values else None

    @property
    def rows(self):
        """(label, own figure, median) in words."""
        told = [
            ("悬赏金额", "reward_fen", lambda fen: formats.wan(int(fen))),
            ("攻关周期", "cycle_months", lambda months: f"{months:g} 个月"),
            ("必达指标", "must", lambda number: f"{number:g} 项"),
            ("揭榜期", "days", lambda days: f"{days:g} 天"),
        ]
        return [
            (label, _said(getattr(self.own, name), say), _said(self.median(name), say))
            for label, name, say in told
        ]


def _said(value, say):
    return "" if value is None else say(value)


def compare(challenge):
    """The five nearest lists with a winner: of the same field or matter first, then the newest."""
    rows = winners()
    texts = {"title": challenge.title, "problem": challenge.difficulty if _is_open(challenge) else ""}
    others = [
        (row.id, {"title": row.title, "problem": row.difficulty if _is_open(row) else ""}) for row in rows
    ]
    alike = [key for key, _ in similar_to(texts, others, k=SHOWN, threshold=SAME_MATTER)]
    near = {row.id: _nearness(challenge, row, alike) for row in rows}
    order = sorted(rows, key=lambda row: near[row.id][0])  # sorted() keeps the newest first among equals
    own = _line(challenge, "", sum(one.is_must for one in challenge.indicators))
    return Comparison(own, tuple(_line(row, near[row.id][1], row.must) for row in order[:SHOWN]))


def _nearness(challenge, row, alike):
    if row.id in alike:
        return alike.index(row.id), "内容相近"
    return (SHOWN, "同一领域") if row.industry == challenge.industry else (SHOWN + 1, "其他领域")


def _line(row, near, must):
    days = (row.deadline - row.published_at).days
    return Line(row.code, row.title, near, row.reward_fen, row.cycle_months, must, days)


def _is_open(row):
    return row.secrecy.get("difficulty", "public") == "public"
