"""A team suggested for a list: covers it together, reads no bid, is shown to whom the list is."""

import pytest

from challenge.posting.models import Challenge
from challenge.states import C
from core.database import db, transaction
from talent.models import Work
from talent.recommend import warm_up
from talent.states import WorkType
from tests import bids, covered, world
from tests.covered import BID_TABLES, cells


@pytest.fixture
def challenge(app):
    """An open list with two difficulties of different fields."""
    return covered.listed()


@pytest.fixture
def bid(challenge):
    """A draft whose leader covers a part of it."""
    return covered.drafted(challenge)


@pytest.fixture
def ready(app, bid):
    """The index is loaded."""
    warm_up(app, wait=True)


def test_a_team_for_a_list_covers_it_together_and_reads_no_bid(ready, bid, client_of, queries):
    path = f"/desk/challenges/{bid.challenge.code}/teams"
    bids.sealed(bid.challenge)
    works = [Work(type=WorkType.PATENT, title="能量密度提高方法", year=2023)]
    world.profile("只同意发榜方", direction="", keywords=[], works=works)
    for user in (bid.challenge.author, world.user("officer"), world.user("leader")):
        browser = client_of(user)
        with queries() as seen:
            answer = browser.get(path)
        assert answer.status_code == 200
        assert [text for text in seen if BID_TABLES.search(text)] == []
        head, rows = cells(browser)
        assert sorted(head[1:-1]) == ["亚麻人", "只同意发榜方", "带头人", "极板人"]
        assert [row[-1] for row in rows] == ["有人"] * 4
        assert "13800001111" not in answer.get_data(as_text=True)
        assert "最多 6 人（规则包 2026-1 第三条）" in browser.text()
        browser.get(f"/desk/challenges/{bid.challenge.code}/solvers")
        assert [node.get("href") for node in browser.all("a") if node.text == "推荐组队"] == [path]


@pytest.mark.parametrize(
    ("role", "status"), [("enterprise", 404), ("researcher", 404), ("expert", 403), ("officer", 200)]
)
def test_who_opens_the_suggested_team(bid, client_of, role, status):
    path = f"/desk/challenges/{bid.challenge.code}/teams"
    assert client_of(world.user(role)).get(path).status_code == status


def test_a_list_without_needs_or_experts_says_so(app, client_of):
    challenge, browser = world.challenge(C.OPEN), client_of(world.user("officer"))
    path = f"/desk/challenges/{challenge.code}/teams"
    browser.get(path)
    assert "推荐正在准备" in browser.text()
    warm_up(app, wait=True)
    browser.get(path)
    assert "暂时没有可推荐的专家" in browser.text()
    with transaction():
        row = db.session.get(Challenge, challenge.id)
        row.indicators, row.difficulty = [], ""
    browser.get(path)
    assert "没有可以比对的指标和难点" in browser.text()
