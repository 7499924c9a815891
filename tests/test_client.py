"""The test client itself: two browsers are two people; what it takes for the same page, and what it refuses."""

import pytest

from tests import world
from tests.client import parse, skeleton

PAGE = '<!doctype html><html lang="zh"><head><title>榜单</title></head><body>{}</body></html>'


def test_pages_that_differ_in_words_alone_are_the_same():
    first, second = PAGE.format('<p class="lead">甲 1</p>'), PAGE.format('<p class="note">乙方</p>')
    assert skeleton(first) == skeleton(second)


@pytest.mark.parametrize(
    "other",
    ["<p>甲</p><p>乙</p>", '<p title="&x;">甲</p>', "<p>甲 & 乙</p>", "<div>甲</div>", "<p>甲", "<p></p>"],
)
def test_pages_that_could_be_formed_otherwise_are_not(other):
    assert skeleton(PAGE.format(other)) != skeleton(PAGE.format("<p>甲</p>"))


@pytest.mark.parametrize("wrong", ['<p id="a"></p><b id="a"></b>', "<p>甲</b>", "&nothing;"])
def test_a_malformed_page_is_refused(wrong):
    with pytest.raises(AssertionError):
        parse(PAGE.format(wrong))


def test_each_browser_keeps_its_own_person(client, client_of):
    auditor, researcher = client_of(world.user("auditor")), client_of(world.user("researcher"))
    first = [browser.get("/desk/log").status_code for browser in (researcher, auditor, client)]
    again = [browser.get("/desk/log").status_code for browser in (client, auditor, researcher)]
    assert (first, again) == ([403, 200, 302], [302, 200, 403])
