"""The list of what stands on a long page: names of its headings, without states, and none on a short page."""

from core.jumps import with_jumps


def test_headings_of_a_long_page_are_named_and_listed():
    heads = ['<h2>约定 <span class="tag">演示</span></h2>', '<h2 id="own">证据</h2>']
    made = with_jumps("".join(heads + [f"<h2>第 {n} 项</h2>" for n in range(3)]))
    assert made.items[:3] == [("约定", "part-1"), ("证据", "own"), ("第 0 项", "part-3")]
    assert '<h2 id="part-1">约定' in made.html
    assert '<h2 id="own">证据</h2>' in made.html


def test_a_short_page_has_no_list():
    assert with_jumps("<h2>甲</h2><h2>乙</h2>").items == []
