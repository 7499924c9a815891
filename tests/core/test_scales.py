"""Geometry of a scale: where the demand begins and where the values stand."""

from core import scales


def test_a_scale_shows_the_demand_and_the_way_to_it():
    chart = scales.scale(None, 15, [("21.0 s", 21), ("18.6 s", 18.6)], "≤ 15 s")
    assert (chart.zone.x, chart.limits, chart.demand.anchor) == (0, [39.0], "start")
    assert chart.zone.x + chart.zone.width == chart.limits[0]
    assert [dot.x for dot in chart.dots] == [281.0, 184.2]
    assert (chart.last.text, chart.last.anchor) == ("18.6 s", "middle")


def test_a_scale_of_one_number_has_a_width():
    chart = scales.scale(0, 0, [("0", 0)], "＝ 0")
    assert (chart.limits, chart.zone.width, chart.dots[0].x) == ([160.0, 160.0], 2, 160.0)
