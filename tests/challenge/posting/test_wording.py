"""Vague, closed and excluding wording, and what only looks like it."""

import pytest

from challenge.posting import wording


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("技术水平国际领先。", "国际领先"),
        ("效率显著提高。", "显著提高"),
        ("效率显著提高 15%。", ""),
        ("效率提高 15%。整体性能先进。", "先进"),
        ("", ""),
        ("研制双极板。", ""),
    ],
)
def test_vague(text, word):
    assert wording.vague(text) == word


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("须为唯一供应商。", "唯一供应"),
        ("解不唯一，需给出判据。", ""),
        ("采用原厂或相当的控制器。", ""),
        ("使用长城牌电机。", "使用长城牌"),
        ("车辆牌照自理。", ""),
        ("不得指定品牌。", ""),
    ],
)
def test_closed(text, word):
    assert wording.closed(text) == word


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("负责人年龄不超过 50 岁。", ["年龄"]),
        ("须有博士学位；正高职称。", ["学历", "职称"]),
        ("单位成立满 3 年，注册资本 500 万元以上。", ["注册时间"]),
        ("不限年龄、学历、职称和单位注册时间。", []),
        ("近三年无科研失信记录，有同类装置运行经验。", []),
    ],
)
def test_thresholds(text, kinds):
    assert wording.thresholds(text) == kinds
