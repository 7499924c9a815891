"""Normalising, segmenting and the places of terms."""

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.text import (
    han_words,
    normalise,
    normalise_with_origin,
    segmenter_name,
    stem,
    words_in,
)

SCRIPTS = st.text(
    st.sampled_from("能量密度液冷極板〇ab1.₂≥％ＡW /\n，。é\u0301\u0130\ud800㎡𠀀"), max_size=40
)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("ＣＯ₂ 捕集", "co2 捕集"),
        ("能量密度≥３５０Ｗｈ/ｋｇ", "能量密度≥350wh/kg"),
        ("隧道掘進機", "隧道掘进机"),
        ("著作权", "著作权"),
        (None, ""),
        (3.5, "3.5"),
    ],
)
def test_normalise(raw, expected):
    assert normalise(raw) == expected


def test_words_never_span_punctuation():
    assert [w for _, _, w in words_in("能量，密度 350.5kg")] == ["能量", "密度", "350.5", "kg"]


def test_stems_join_forms_and_leave_formulas():
    assert (stem("batteries"), stem("battery"), stem("co2"), stem("led")) == (
        "batteri",
        "batteri",
        "co2",
        "led",
    )


@settings(max_examples=60, deadline=None)
@given(SCRIPTS)
def test_origin_points_into_the_surface(raw):
    text, surface, origin = normalise_with_origin(raw)
    assert text == normalise(raw)
    assert len(origin) == len(text)
    assert origin == sorted(origin)
    assert all(0 <= o < len(surface) for o in origin)


def test_origin_finds_the_written_form():
    text, surface, origin = normalise_with_origin("含ＣＯ₂的㎡")
    at = text.index("co2")
    assert surface[origin[at] : origin[at + 2] + 1] == "ＣＯ₂"


def test_jieba_stands_in_where_the_port_is_missing():
    program = (
        "import sys; sys.modules['rjieba'] = None\n"
        "from matching.text import han_words, segmenter_name\n"
        "print(segmenter_name(), *han_words('液冷极板的能量密度'))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)  # noqa: S603  (our own literal)
    assert done.stdout.split() == ["jieba", *han_words("液冷极板的能量密度")]
    assert segmenter_name() == "rjieba"
