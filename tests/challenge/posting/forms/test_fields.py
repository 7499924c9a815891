"""Fields: what they read, what they refuse, what they keep."""

import datetime as dt

import pytest
from werkzeug.datastructures import MultiDict

from challenge.posting.forms import fields
from challenge.states import Mode


class Sample(fields.Row):
    """One field of each kind."""

    line = fields.Line("行", 5)
    money = fields.Wan("钱")
    whole = fields.Whole("数", 1, 60)
    choice = fields.Choice("选", fields.states(Mode))
    instant = fields.Instant("时")


def read(**typed):
    """(data, first error, shown again) of the one field that was typed."""
    form = Sample(MultiDict(typed))
    form.validate()
    (name,) = typed
    return (
        form[name].data,
        next(iter(form[name].errors), None),
        form[name]._value() if name != "choice" else "",
    )


@pytest.mark.parametrize(
    ("typed", "data", "error"),
    [
        ({"line": " 甲\x00乙 "}, "甲乙", None),
        ({"line": "一二三四五六"}, "一二三四五六", "不能超过 5 个字。"),
        ({"money": "１２0.5"}, 120_500_000, None),
        ({"money": ""}, 0, None),
        ({"money": "三百"}, 0, "请用数字填写金额，单位为万元，例如 120.5。"),
        ({"whole": "１８"}, 18, None),
        ({"whole": ""}, None, None),
        ({"whole": "61"}, None, "请填写 1 至 60 之间的整数。"),
        ({"whole": "x"}, None, "请填写 1 至 60 之间的整数。"),
        ({"whole": "9" * 30}, None, "请填写 1 至 60 之间的整数。"),
        ({"choice": "race"}, "race", None),
        ({"choice": ""}, "", None),
        ({"choice": "free"}, "free", "请从列表中选择。"),
        ({"instant": "2026-10-31T17:30"}, dt.datetime(2026, 10, 31, 9, 30, tzinfo=dt.UTC), None),
        ({"instant": ""}, None, None),
        ({"instant": "明天"}, None, "请填写日期和时间，例如 2026-10-31 17:30。"),
        ({"instant": "0001-01-01T00:00"}, None, "请填写 2000 至 2100 年之间的北京时间。"),
        ({"instant": "2026-10-31T17:30+08:00"}, None, "请填写 2000 至 2100 年之间的北京时间。"),
    ],
)
def test_what_is_read(app, typed, data, error):
    assert read(**typed)[:2] == (data, error)


def test_what_was_typed_is_shown_again(app):
    assert read(money="三百")[2] == "三百"
    assert read(whole="x")[2] == "x"
    assert read(instant="明天")[2] == "明天"


def test_a_field_that_was_not_sent_keeps_its_value(app):
    instant = dt.datetime(2026, 10, 31, 9, 30, tzinfo=dt.UTC)
    form = Sample(MultiDict({"line": "新"}), data={"money": 5, "whole": 7, "instant": instant, "line": "旧"})
    assert (form.line.data, form.money.data, form.whole.data, form.instant.data) == ("新", 5, 7, instant)
    assert form.instant._value() == "2026-10-31T17:30"


def test_an_empty_row_does_not_count(app):
    assert Sample(MultiDict({"money": "5"})).is_empty()
    assert not Sample(MultiDict({"line": "x"})).is_empty()
