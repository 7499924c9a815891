"""The strip of weeks: half a year a row, each square in its place."""

from core.strips import strip


def test_squares_stand_in_rows_of_half_a_year():
    drawn = strip([(f"第 {number} 周", "good") for number in range(27)])
    first, last = drawn.cells[0], drawn.cells[26]
    assert ((first.x, first.y), (last.x, last.y)) == ((1, 1), (1, 19))
    assert (drawn.side, drawn.width, drawn.height) == (16, 468, 36)
    assert (first.dot, first.cross) == ((9, 9), (5, 13, 13, 5))
    assert (last.text, last.tone) == ("第 26 周", "good")


def test_a_few_weeks_take_little_room():
    assert strip([("第一周", "bad")]).width == 18
