"""Markdown of users becomes harmless HTML."""

import html5lib
import pytest
from flask import Flask, render_template_string
from hypothesis import given
from hypothesis import strategies as st

from core import markdown


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("", ""),
        (None, ""),
        ("**难点**：粉化", "<p><strong>难点</strong>：粉化</p>\n"),
        ("# 一\n\n###### 六", "<h3>一</h3>\n<h6>六</h6>\n"),
        ("- 甲\n- 乙", "<ul>\n<li>甲</li>\n<li>乙</li>\n</ul>\n"),
        ("~~旧~~ `a<b`", "<p><s>旧</s> <code>a&lt;b</code></p>\n"),
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n"),
        ("<img src=x onerror=alert(1)>", "<p>&lt;img src=x onerror=alert(1)&gt;</p>\n"),
        (
            "[网](https://example.com)",
            '<p><a href="https://example.com" rel="nofollow noopener noreferrer">网</a></p>\n',
        ),
        ("[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>\n"),
        ("[x](/account)", '<p><a href="/account" rel="nofollow noopener noreferrer">x</a></p>\n'),
    ],
)
def test_render(text, html):
    assert markdown.render(text) == html


def test_tables_carry_no_style():
    html = markdown.render("|指标|值|\n|:-:|--:|\n|强度|≥ 30|")
    assert "<td>≥ 30</td>" in html
    assert "style" not in html


def test_pictures_are_not_shown():
    assert "<img" not in markdown.render("![x](https://example.com/a.png)")


def test_a_long_text_is_cut_and_says_so():
    assert markdown.render("字" * 20_000) == f"<p>{'字' * 20_000}</p>\n"
    cut = markdown.render("字" * 20_001)
    assert cut == f"<p>{'字' * 20_000}</p>\n<p>……（内容过长，只显示前 20,000 字）</p>\n"


@pytest.mark.slow
@given(st.text(alphabet="<>\"'&[]()!#*`~|\\-: \n\taj/字=", max_size=200))
def test_only_allowed_elements_come_out(text):
    tree = html5lib.parseFragment(markdown.render(text), namespaceHTMLElements=False)
    elements = list(tree.iter())[1:]
    assert {each.tag for each in elements} <= markdown.TAGS
    assert {name for each in elements for name in each.attrib} <= {"href", "title", "rel", "start"}


def test_the_filter_is_registered():
    app = Flask(__name__)
    markdown.register(app)
    with app.app_context():
        assert render_template_string("{{ '*甲*'|markdown }}") == "<p><em>甲</em></p>\n"
