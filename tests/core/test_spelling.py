"""Names that are the same however they are typed, and names that are not."""

import pytest

from core.spelling import LONGEST, plain, same


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("岭表工业大学(演示)", "岭表工业大学（演示）"),
        ("岭表工业大学", "岭表工业大学（演示）"),
        ("中北大学(朔州校区)", "中北大学（朔州校区）"),
        ("中北大学〔朔州校区〕", "中北大学 【朔州校区】"),
        ("北岭　大学", "北岭大学"),
        ("北岭\u200b大学\ufeff", "北岭大学"),
        ("ＡＢＣ电池厂", "abc电池厂"),
        ("㈱山阴", "(株)山阴"),
        ("阿卜杜拉·买买提", "阿卜杜拉•买买提"),
    ],
)
def test_the_same_name(one, other):
    assert (plain(one), same(one, other)) == (plain(other), True)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("中北大学", "中北大学（朔州校区）"),
        ("朔州一中", "朔州二中"),
        ("甲（演示）厂", "甲厂"),
        ("", ""),
        (None, "　"),
    ],
)
def test_different_names(one, other):
    assert same(one, other) is False


def test_a_spelling_fits_its_column():
    assert len(plain("ﷺ" * 120)) == LONGEST
