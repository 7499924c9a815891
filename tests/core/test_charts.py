"""Geometry of the charts: corners, shares and ticks."""

import datetime as dt

from core import charts


def test_a_radar_puts_full_marks_on_the_rim_and_nothing_in_the_centre():
    chart = charts.radar([("甲", 10, 10), ("乙", 0, 5), ("丙", 2.5, 5), ("丁", 7, 10)])
    first, second, third, _ = chart.axes
    assert (first.dot_x, first.dot_y) == (first.x, first.y) == (180, 44)
    assert (second.dot_x, second.dot_y) == chart.centre == (180, 136)
    assert (third.dot_x, third.dot_y) == (180, 182)
    assert chart.shape == "180.0,44.0 180.0,136.0 180.0,182.0 115.6,136.0"
    assert chart.summary == "甲 10（满分 10）；乙 0（满分 5）；丙 2.5（满分 5）；丁 7（满分 10）"
    assert [axis.anchor for axis in chart.axes] == ["middle", "start", "middle", "end"]


def test_a_radar_keeps_values_beyond_the_scale_on_the_rim():
    chart = charts.radar([("甲", 12, 10), ("乙", -1, 10), ("丙", 5, 10)])
    assert (chart.axes[0].dot_x, chart.axes[0].dot_y) == (180, 44)
    assert (chart.axes[1].dot_x, chart.axes[1].dot_y) == (180, 136)


def test_the_longest_bar_fills_the_width():
    chart = charts.bars([("甲", 40, "40 项"), ("乙", 10, "10 项"), ("丙", 0, "0 项")])
    assert [(row.label, row.share, row.text) for row in chart.rows] == [
        ("甲", 100, "40 项"),
        ("乙", 25, "10 项"),
        ("丙", 0, "0 项"),
    ]


def test_bars_of_nothing_are_empty():
    assert charts.bars([]).rows == []
    assert [row.share for row in charts.bars([("甲", 0, "0 项")]).rows] == [0]


def test_a_gantt_covers_whole_months():
    items = [
        ("小试", dt.date(2026, 1, 10), dt.date(2026, 1, 31), "good", "一月"),
        ("中试", dt.date(2026, 2, 1), dt.date(2026, 4, 10), "open", "二月至四月"),
    ]
    chart = charts.gantt(items, dt.date(2026, 3, 1))
    assert [(row.label, row.start, row.width, row.tone) for row in chart.rows] == [
        ("小试", 7.5, 18.33, "good"),
        ("中试", 25.83, 57.5, "open"),
    ]
    assert chart.today == 49.17
    assert [(tick.label, tick.at, tick.anchor) for tick in chart.ticks] == [
        ("2026.01", 0, "start"),
        ("2026.02", 25.83, "middle"),
        ("2026.03", 49.17, "middle"),
        ("2026.04", 75.0, "middle"),
    ]


def test_a_gantt_shows_no_line_for_a_day_outside_and_few_ticks_for_long_work():
    chart = charts.gantt(
        [("攻关", dt.date(2024, 11, 1), dt.date(2027, 10, 31), "quiet", "三年")], dt.date(2028, 1, 1)
    )
    assert chart.today is None
    assert [tick.label for tick in chart.ticks] == [
        "2024.11",
        "2025.05",
        "2025.11",
        "2026.05",
        "2026.11",
        "2027.05",
    ]


def test_a_gantt_of_nothing_is_empty():
    chart = charts.gantt([])
    assert (chart.rows, chart.ticks, chart.today) == ([], [], None)


def test_a_matrix_fills_its_cells_from_below_and_marks_what_is_enough():
    chart = charts.matrix(["甲", "乙"], [("效率", (0.5, 0.249), True), ("寿命", (0, 1), False)], 0.25)
    assert (chart.columns, chart.size, chart.line, chart.enough_text) == (["甲", "乙"], 28, 21.0, "25%")
    assert [(row.label, row.is_closed) for row in chart.rows] == [("效率", True), ("寿命", False)]
    assert [[(c.text, c.top, c.height, c.is_enough) for c in row.cells] for row in chart.rows] == [
        [("50%", 14.0, 14.0, True), ("24%", 21.0, 7.0, False)],
        [("0%", 28, 0, False), ("100%", 0, 28, True)],
    ]


def test_shares_are_rounded_down_but_not_by_the_noise_of_a_float():
    assert [charts.share_text(one) for one in (0.29, 0.2499, 0.25, 0.999)] == ["29%", "24%", "25%", "99%"]


def test_places_run_over_the_columns_and_tell_what_moves():
    chart = charts.places(
        [("乙单位", (1, 2, 2)), ("甲", (2, 1, 1)), ("丙" * 12, (3, 3, 3))], ("少", "今", "多")
    )
    assert [(one.label, one.leads, one.moves) for one in chart.lines] == [
        ("甲", True, True),
        ("乙单位", False, True),
        ("丙" * 12, False, False),
    ]
    assert chart.lines[2].text == "丙" * 8 + "…"
    assert chart.moves
    assert [(one.x, one.text) for one in chart.heads] == [(144, "少"), (220, "今"), (296, "多")]
    assert [(dot.x, dot.y, dot.place) for dot in chart.lines[0].dots] == [
        (144, 68, 2),
        (220, 40, 1),
        (296, 40, 1),
    ]
    assert chart.lines[0].points == "144.0,68.0 220.0,40.0 296.0,40.0"
    assert (chart.width, chart.height) == (320, 26 + 3 * 28)
    assert not charts.places([("甲", (1, 1, 1))], ("少", "今", "多")).moves


def test_a_path_is_as_wide_as_its_longest_text():
    short = charts.path([("甲", "任职", "某大学", False)])
    assert (short.width, short.inner) == (46 + 2 * 14, 46 + 2 * 14 - 1)
    assert charts.path([("甲", "任职", "大" * 40, False)]).width == 24 + 19 * 14 + 9


def test_a_chain_cuts_what_finds_no_room_in_the_picture():
    chart = charts.chain(
        [
            ("榜单要求", "≥ 35 Wh/L", "quiet"),
            ("结论", "外观完好、无可见裂纹，各批次之间没有任何差别", "good"),
        ]
    )
    assert [(dot.label, dot.text, dot.tone, dot.y) for dot in chart.dots] == [
        ("榜单要求", "≥ 35 Wh/L", "quiet", 15),
        ("结论", "外观完好、无可见裂纹，各批次之间没有任…", "good", 45),
    ]
    assert (chart.width, chart.height) == (320, 60)
