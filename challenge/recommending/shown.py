"""A recommendation as its pages and its spreadsheet show it: how the place came about, the list's own words."""

import dataclasses
import functools

from challenge.posting.content import demand_text
from challenge.recommend import RANKED, SECTIONS
from talent.reasons import marked, whole
from talent.recommend import WEAK


@dataclasses.dataclass(frozen=True)
class Line:
    """One line of the reckoning: what, the fact behind it, and what it adds, as text."""

    label: str
    fact: str
    points: str


def points(value):
    """Points with sign, to three decimals."""
    return f"{value:+.3f}" if abs(value) >= 0.0005 else "0"


def reckoning(row, order):
    """How the total came about: the text score and its parts, each factor as weight × value; [] by name."""
    if row.score is None:
        return []
    counted = order == RANKED
    lines = [
        Line("文本匹配", "、".join(f"{name} {value:.3f}" for name, value in row.shares), f"{row.score:.3f}")
    ]
    lines += [Line(one.label, _fact(one), points(one.points) if counted else "不计") for one in row.factors]
    return [*lines, Line("合计", "", f"{row.total:.3f}")]


def _fact(factor):
    return f"{factor.text}，{factor.weight:g} × {factor.value:.2f}"


def sum_in_short(row, order):
    """The reckoning in one line."""
    if order != RANKED:
        return f"文本匹配 {row.score:.3f}，因素不计"
    return f"文本匹配 {row.score:.3f}，因素 {points(row.total - row.score)}"


def list_text(challenge, rows):
    """The texts of the list with the words that the fitting experts of this page share: [(heading, pieces)]."""
    fitting = [row for row in rows if row.score >= WEAK] or rows[:1]
    words = whole(word for row in fitting for word in sorted(row.words))
    texts = [
        ("题目", challenge.title),
        *((label, getattr(challenge, name)) for name, label in SECTIONS.items()),
    ]
    texts += [(f"指标 {place}", _indicator(one)) for place, one in enumerate(challenge.indicators, 1)]
    return [(heading, marked(text, words)) for heading, text in texts if text]


def _indicator(one):
    return f"{one.name} {demand_text(one)}"


def ties_text(row):
    """Ties as one text."""
    return "；".join(f"{tie.label}：{tie.path}" for tie in row.conflicts)


def columns(factor_rules, order):
    """(heading, (place, row, own feedback) -> value) of the spreadsheet."""
    counted = order == RANKED
    found = [
        ("名次", lambda place, row, said: place),
        ("姓名", lambda place, row, said: row.profile.name),
        ("单位", lambda place, row, said: row.profile.unit),
        ("职称", lambda place, row, said: row.profile.title),
        ("地区", lambda place, row, said: row.profile.region),
        ("人才池", lambda place, row, said: "、".join(row.profile.pools)),
        ("文本匹配", lambda place, row, said: _rounded(row.score)),
    ]
    for number, one in enumerate(factor_rules):
        found += [(one["label"], functools.partial(_fact_of, number))]
        found += [(f"{one['label']}计分", functools.partial(_points_of, number, counted))]
    return [
        *found,
        ("合计", lambda place, row, said: _rounded(row.total)),
        ("推荐理由", lambda place, row, said: row.sentence),
        ("关联核查", lambda place, row, said: ties_text(row)),
        ("我的评价", lambda place, row, said: said),
    ]


def _rounded(value):
    return None if value is None else round(value, 3)


def _fact_of(number, _place, row, _said):
    return row.factors[number].text


def _points_of(number, counted, _place, row, _said):
    return round(row.factors[number].points, 3) if counted else None
