"""Static text speaks in the words of what the page is about; what people have typed stays."""

import pytest
from flask import render_template_string

from challenge.states import Mode
from core import phrasing
from tests import world

PAGE = "<p title='发榜方'>发榜方{{ '：揭榜方' }}，{{ typed }}，{{ label|in_words }}</p>{% if kind == '政府出题' %}是{% endif %}"


def result():
    """A list of 成果转化."""
    programme = world.programme(mode=Mode.TRANSFER)
    return world.challenge("open", mode=Mode.TRANSFER, programme_id=programme.id)


@pytest.fixture
def said(app):
    """What the page says about a row."""

    def read(row):
        with app.test_request_context("/"):
            phrasing.note_subject(row)
            return render_template_string(PAGE, typed="发榜方", label="攻关周期", kind="政府出题")

    return read


def test_a_page_about_a_result_speaks_its_words(said):
    of_list = result()
    assert said(of_list) == "<p title='成果方'>成果方：受让方，发榜方，转化周期</p>是"


def test_what_belongs_to_a_list_speaks_like_it(said):
    bid = world.bid(result())
    assert "成果方：受让方" in said(bid)


@pytest.mark.parametrize("about", [None, object()], ids=["nothing", "something else"])
def test_any_other_page_speaks_the_common_words(said, about):
    assert said(about) == "<p title='发榜方'>发榜方：揭榜方，发榜方，攻关周期</p>是"


def test_only_plain_texts_are_said_anew(said):
    phrasing.note_subject(None)
    for one in (None, 7, "无关的话"):
        assert phrasing.in_words(one) is one


def test_a_request_begins_about_nothing(app):
    with app.test_request_context("/"):
        phrasing.note_subject(result())
        assert phrasing.in_words("发榜方") == "成果方"
        app.preprocess_request()
        assert phrasing.in_words("发榜方") == "发榜方"
