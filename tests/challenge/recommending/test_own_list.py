"""The researcher's own lists: filters, pages, reasons for the rows shown alone, a fixed number of queries."""

import pytest

from challenge.states import C
from talent import recommend
from talent.recommend import warm_up
from tests import world

PATH = "/desk/talent/challenges"


@pytest.fixture
def ready(app):
    warm_up(app, wait=True)


def codes(browser, query=""):
    assert browser.get(PATH + query).status_code == 200
    return [mark.text for mark in browser.all("span", class_="code")]


def test_filters_as_on_the_board(ready, client_of):
    own = world.user("researcher")
    world.profile(user_id=own.id)
    near = world.challenge(C.OPEN, county="应县", industry="能源互联网", reward_fen=50_000_000)
    far = world.challenge(C.OPEN, county="怀仁市", industry="储能", reward_fen=900_000_000)
    browser = client_of(own)
    assert sorted(codes(browser)) == sorted([near.code, far.code])
    assert codes(browser, "?county=应县") == [near.code]
    assert codes(browser, f"?industry={far.industry}") in (
        [far.code],
        [near.code, far.code],
        [far.code, near.code],
    )
    assert codes(browser, "?reward_min=100") == [far.code]
    assert codes(browser, "?reward_min=100&order=plain") == [far.code]
    assert codes(browser, "?county=应县&reward_min=100") == []
    assert "没有符合条件的榜单" in browser.text()


def test_only_the_rows_of_the_page_are_explained(ready, client_of, monkeypatch):
    own, author, batch = world.user("researcher"), world.user("enterprise"), world.programme()
    world.profile(user_id=own.id)
    for _ in range(23):
        world.challenge(C.OPEN, author=author, programme_id=batch.id)
    asked, told = [], recommend.sentences_for
    monkeypatch.setattr(recommend, "sentences_for", lambda who, rows: asked.extend(rows) or told(who, rows))
    browser = client_of(own)
    assert (len(codes(browser)), len(asked)) == (20, 20)
    assert (len(codes(browser, "?page=2")), len(asked)) == (3, 23)
    assert "共 23 条，第 2 / 2 页" in browser.text()
    codes(browser, "?order=plain")
    assert len(asked) == 23


def test_a_fixed_number_of_queries(ready, client_of, queries):
    own, author, batch = world.user("researcher"), world.user("enterprise"), world.programme()
    world.profile(user_id=own.id)
    world.challenge(C.OPEN, author=author, programme_id=batch.id)
    browser = client_of(own)
    codes(browser)
    with queries() as one:
        codes(browser)
    for _ in range(19):
        world.challenge(C.OPEN, author=author, programme_id=batch.id)
    codes(browser)
    with queries() as twenty:
        codes(browser)
    assert len(one) == len(twenty)
