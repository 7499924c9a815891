"""Highlighting: the words of an explanation are found in what was written."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching import Matcher
from matching.marking import marks

from .conftest import POOL, QUERY
from .test_text import SCRIPTS


def marked(text, *words):
    return [text[start:end] for start, end in marks(text, words)]


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("一种液冷极板流道的极板", ["极板流道", "极板"], ["极板流道", "极板"]),
        ("隧道掘進機刀盤", ["掘进机"], ["掘進機"]),
        ("Ｈ₂／ＣＯ₂ 膜分离", ["co2", "H2"], ["Ｈ₂", "ＣＯ₂"]),
        ("达到350Wh/kg以上", ["350 Wh/kg"], ["350Wh/kg"]),
        ("Lithium Batteries and battery packs", ["battery"], ["Batteries", "battery"]),
        ("co2x 与 xco2", ["co2"], []),
        ("电池，材料", ["电池材料"], []),
        ("㎡与能量", ["能量"], ["能量"]),
        ("e\u0301电池", ["电池"], ["电池"]),
        ("电池电池", ["电池"], ["电池", "电池"]),
        ("电池", [], []),
        ("", ["电池"], []),
        ("电池", ["", "，"], []),
    ],
)
def test_marks(text, words, expected):
    assert marked(text, *words) == expected


@settings(max_examples=100, deadline=None)
@given(SCRIPTS, st.lists(SCRIPTS, max_size=3))
def test_marks_rise_and_never_overlap(text, words):
    edges = [edge for mark in marks(text, words) for edge in mark]
    assert edges == sorted(edges)
    assert all(0 <= edge <= len(text) for edge in edges)
    assert all(start < end for start, end in marks(text, words))


def test_every_word_of_an_explanation_is_found_where_it_was_asked():
    told = Matcher().fit(POOL).explain(QUERY, "battery")
    seen = [c for c in told.contributions if c.words]
    assert {c.part for c in seen} >= {"title", "problem", "indicators"}
    for one in seen:
        asked = QUERY[one.part]
        assert [
            w for w in one.words if w not in marked(asked if isinstance(asked, str) else asked[0], w)
        ] == []
