"""Words in texts: marked where they stand, the longest first; words within others are left out."""

from talent.reasons import marked, whole


def test_marked_takes_the_longest_word():
    assert marked("液流电池电堆", ("电池", "液流电池")) == (("液流电池", True), ("电堆", False))


def test_without_words_the_text_is_one_piece():
    assert marked("液流电池", ()) == (("液流电池", False),)


def test_signs_are_no_pattern_and_other_writing_is_the_same_word():
    assert marked("能量密度 ≥ 35Wh/L (实测)", ("(实测)", "35 Wh/L")) == (
        ("能量密度 ≥ ", False),
        ("35Wh/L", True),
        (" (", False),
        ("实测", True),
        (")", False),
    )
    assert marked("隧道掘進機", ("掘进机",)) == (("隧道", False), ("掘進機", True))


def test_repeated_words_are_all_marked():
    assert marked("电堆与电堆", ("电堆",)) == (("电堆", True), ("与", False), ("电堆", True))


def test_whole_leaves_out_parts():
    assert whole(["电池", "液流电池", "电堆", "电堆"]) == ("液流电池", "电堆")
