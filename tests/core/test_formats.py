"""Money, time, sizes and masks as people read them, and amounts as people type them."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask, render_template_string
from hypothesis import given
from hypothesis import strategies as st

from core import formats

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("fen", "text"),
    [
        (1_234_500_000, "1,234.50 万元"),
        (0, "0.00 万元"),
        (1, "0.000001 万元"),
        (10_000, "0.01 万元"),
        (-2_500_000, "-2.50 万元"),
        (None, "—"),
    ],
)
def test_wan(fen, text):
    assert formats.wan(fen) == text


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("120.5", 120_500_000),
        ("1,234.50 万元", 1_234_500_000),
        ("１２万", 12_000_000),
        (" 0 ", 0),
        ("0.000001", 1),
        ("0.0000010", 1),
        ("100000000", 100_000_000_000_000),
    ],
)
def test_parse_wan(text, fen):
    assert formats.parse_wan(text) == fen


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "请填写金额，单位为万元。"),
        (None, "请填写金额，单位为万元。"),
        ("万元", "请填写金额，单位为万元。"),
        ("-3", "金额不能是负数。"),
        ("1e5", "请用数字填写金额，单位为万元，例如 120.5。"),
        ("12,34", "请用数字填写金额，单位为万元，例如 120.5。"),
        ("一百", "请用数字填写金额，单位为万元，例如 120.5。"),
        ("NaN", "请用数字填写金额，单位为万元，例如 120.5。"),
        ("0.0000001", "金额最多精确到分，即小数点后 6 位。"),
        ("100000000.000001", "金额过大，请检查单位是否为万元。"),
        ("9" * 5000, "金额过大，请检查单位是否为万元。"),
    ],
)
def test_parse_wan_says_what_to_do(text, sentence):
    with pytest.raises(ValueError, match=f"^{re.escape(sentence)}$"):
        formats.parse_wan(text)


@given(st.integers(0, formats.MAX_WAN * formats.FEN_PER_WAN))
def test_what_is_shown_can_be_typed_again(fen):
    assert formats.parse_wan(formats.wan(fen)) == fen


def test_dates_and_moments_are_beijing_time():
    assert formats.moment(NOW) == "2026年11月22日（周日）17:30"
    assert formats.moment(datetime(2026, 12, 31, 16, 0, tzinfo=UTC)) == "2027年1月1日（周五）00:00"
    assert formats.date_zh(date(2026, 3, 4)) == "2026年3月4日"
    assert formats.date_zh(datetime(2026, 12, 31, 16, 0, tzinfo=UTC)) == "2027年1月1日"
    assert formats.moment(None) == formats.date_zh(None) == "—"


@pytest.mark.parametrize(
    ("ahead", "text"),
    [
        (timedelta(days=12, hours=3, minutes=9), "还剩 12 天 3 小时"),
        (timedelta(days=2), "还剩 2 天"),
        (timedelta(days=2, minutes=5), "还剩 2 天"),
        (timedelta(hours=5, minutes=7), "还剩 5 小时 7 分钟"),
        (timedelta(minutes=1), "还剩 1 分钟"),
        (timedelta(seconds=59), "还剩 不到 1 分钟"),
        (timedelta(microseconds=1), "还剩 不到 1 分钟"),
        (timedelta(0), "刚刚到时"),
        (-timedelta(seconds=59), "刚刚到时"),
        (-timedelta(minutes=1), "已过 1 分钟"),
        (-timedelta(days=2, hours=5), "已过 2 天"),
    ],
)
def test_distance(ahead, text):
    assert formats.distance(NOW + ahead, NOW) == text


def test_countdown_before_near_and_after():
    far = formats.countdown(NOW + timedelta(days=3, seconds=1), NOW)
    assert (far.urgent, far.past, far.text) == (False, False, "还剩 3 天")
    near = formats.countdown(NOW + timedelta(days=3), NOW)
    assert (near.urgent, near.past, near.iso) == (True, False, "2026-11-25T09:30:00.000000Z")
    gone = formats.countdown(NOW, NOW)
    assert (gone.urgent, gone.past, gone.at_text) == (False, True, "2026年11月22日（周日）17:30")


@pytest.mark.parametrize(
    ("size", "text"),
    [
        (0, "0 字节"),
        (1023, "1023 字节"),
        (1536, "1.5 KB"),
        (1024**2 - 1, "1 MB"),
        (20 * 1024**2, "20 MB"),
        (3 * 1024**3, "3 GB"),
    ],
)
def test_bytes_zh(size, text):
    assert formats.bytes_zh(size) == text


def test_masks():
    assert formats.masked_phone("13812345678") == "138****5678"
    assert formats.masked_phone("2022816") == "****16"
    assert formats.masked_phone("110") == "****"
    assert formats.masked_email("zhang@example.com") == "z***@example.com"
    assert formats.masked_email("nonsense") == "***"
    assert formats.masked_phone("") == formats.masked_email(None) == "—"


def test_filters_are_registered():
    app = Flask(__name__)
    formats.register(app)
    with app.app_context():
        text = render_template_string("{{ 5000000|wan }} {{ t|moment }} {{ countdown(t, t).past }}", t=NOW)
    assert text == "5.00 万元 2026年11月22日（周日）17:30 True"


def test_a_period_that_ends_with_a_day_ends_at_its_24_o_clock():
    midnight = datetime(2026, 11, 30, 16, 0, tzinfo=UTC)
    found = formats.countdown(midnight, midnight - timedelta(days=2))
    assert (found.at_text, found.iso) == ("2026年11月30日（周一）24:00", "2026-11-30T16:00:00.000000Z")


def test_a_clock_that_stands_still_shows_since_when():
    since, deadline = NOW - timedelta(days=2), NOW + timedelta(days=3)
    shown = formats.time_left(deadline, since)
    assert (shown.text, shown.at_text) == ("恢复后另行公布", f"{formats.moment(since)}起暂停")
    assert (shown.runs, shown.past, shown.urgent) == (False, False, False)
    assert formats.time_left(deadline, None) == formats.countdown(deadline)
    passed = formats.time_left(since, since)
    assert (passed.past, passed.runs) == (True, False)
    assert formats.time_left(None, since) is None


@pytest.mark.parametrize(
    ("label", "lead"),
    [
        ("编号", "编号："),
        ("编号：", "编号："),
        ("我已逐项核对公示内容。", "我已逐项核对公示内容："),
        ("是否符合？", "是否符合？"),
    ],
)
def test_the_name_of_a_field_leads_into_a_sentence(label, lead):
    assert formats.lead_in(label) == lead


@pytest.mark.parametrize(
    ("text", "sentence"), [("", ""), ("流榜", "流榜。"), ("流榜。", "流榜。"), ("流榜了！", "流榜了！")]
)
def test_a_sentence_ends_once(text, sentence):
    assert formats.ended_sentence(text) == sentence
