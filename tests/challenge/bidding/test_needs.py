"""What a list needs people for: indicators with what is asked, the difficulty in statements, only what may be read."""

import pytest

from challenge.bidding import needs
from challenge.bidding.needs import MOST, left_out, needs_of, statements
from challenge.posting.models import Indicator
from challenge.states import C, Comparator
from core.database import transaction
from tests import world

BOTH = {"difficulty", "indicators"}


def indicators(count):
    return [
        Indicator(position=n, name=f"指标{n}", comparator=Comparator.AT_LEAST, threshold="1", weight=1)
        for n in range(count)
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", []),
        ("。；\n", []),
        ("漏电流难以抑制。", ["漏电流难以抑制"]),
        ("一是流道堵塞；二是漏电。\n（3）密封易老化", ["流道堵塞", "漏电", "密封易老化"]),
        ("同一句。同一句。", ["同一句"]),
        ("短句，仍是一句。", ["短句，仍是一句"]),
        (
            "大面积电极内电解液分布不均并且难以调节，出口侧局部缺液引发析氢与碳毡腐蚀，寿命短，加长支管又会增加泵耗和成本负担",
            [
                "大面积电极内电解液分布不均并且难以调节",
                "出口侧局部缺液引发析氢与碳毡腐蚀，寿命短",
                "加长支管又会增加泵耗和成本负担",
            ],
        ),
    ],
)
def test_a_text_is_cut_into_statements(text, found):
    assert statements(text) == found


def test_indicators_with_what_is_asked_come_first(app):
    challenge = world.challenge(C.OPEN)
    first, second = challenge.indicators
    assert [(one.key, one.kind, one.label, one.text) for one in needs_of(challenge, BOTH)] == [
        (f"i{first.id}", "指标", "能量密度 ≥ 35 Wh/L", "能量密度"),
        (f"i{second.id}", "指标", "漏电流 ≤ 2 %", "漏电流"),
        ("d0", "难点", *["极板流道与电极压缩率耦合，漏电流难以抑制"] * 2),
    ]


@pytest.mark.parametrize(
    ("sections", "kinds"), [({"difficulty"}, ["难点"]), ({"indicators"}, ["指标"] * 2), (set(), [])]
)
def test_only_sections_that_may_be_read_enter(app, sections, kinds):
    challenge = world.challenge(C.OPEN)
    assert [one.kind for one in needs_of(challenge, sections)] == kinds
    assert left_out(challenge, sections) == 0


@pytest.mark.parametrize(
    ("asked", "said", "kept"), [(30, 30, (14, 10)), (3, 30, (3, 21)), (30, 2, (22, 2)), (2, 1, (2, 1))]
)
def test_many_needs_are_cut_and_counted(app, asked, said, kept):
    challenge = world.challenge(C.OPEN, difficulty="。".join(f"第{n}处难点说明" for n in range(said)))
    with transaction():
        challenge.indicators = indicators(asked)
    found = needs_of(challenge, BOTH)
    assert tuple(sum(one.kind == kind for one in found) for kind in ("指标", "难点")) == kept
    assert left_out(challenge, BOTH) == asked + said - sum(kept)
    assert len({one.key for one in found}) == len(found) <= MOST == needs.MOST
