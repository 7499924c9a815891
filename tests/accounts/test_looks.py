"""/desk/looks: supervisors and auditors find who looked at what, and when."""

import io

import openpyxl
import pytest

from core.audit import Subject
from core.database import transaction
from core.looks import record_look
from tests import world


def look(who, kind, subject, purpose=""):
    with transaction():
        record_look(who, kind, subject, purpose)


@pytest.fixture
def browser(client_of):
    return client_of(world.user("supervisor"))


@pytest.fixture
def three(app, now):
    """Three looks on three days: 甲 at reviewers of a list, 乙 at an expert's contact, 甲 at the pool."""
    first, second = world.user("officer", display_name="查阅甲"), world.user("officer", display_name="查阅乙")
    listed, expert = world.challenge(), world.profile("被看的专家")
    look(first, "reviewers", listed)
    now.forward(days=1)
    look(second, "contact", expert, "邀请评审")
    now.forward(days=1)
    look(first, "pool", Subject("talent", 0), "导出 3 人")
    return listed


def told(browser, query=""):
    """Who looked, row by row."""
    browser.get(f"/desk/looks{query}")
    return [node.text for node in browser.page.iter() if node.get("data-label") == "查阅人"]


@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("supervisor", 200),
        ("auditor", 200),
        ("officer", 403),
        ("leader", 403),
        ("admin", 403),
        ("researcher", 403),
    ],
)
def test_who_opens_the_page(client_of, role, status):
    assert client_of(world.user(role)).get("/desk/looks").status_code == status


def test_an_empty_list_says_what_will_stand_there(browser):
    browser.get("/desk/looks")
    assert "还没有查阅记录" in browser.text()


def test_newest_first_with_object_and_purpose(three, browser):
    assert told(browser) == ["查阅甲", "查阅乙", "查阅甲"]
    for said in ("评审专家名单", three.code, "联系方式", "被看的专家", "邀请评审", "人才库名单", "导出 3 人"):
        assert said in browser.text(), said
    by_name = told(browser, "?sort=person")
    assert (by_name, told(browser, "?sort=-person")) == (by_name, by_name[::-1])
    assert sorted([by_name[0], by_name[-1]]) == sorted(["查阅甲", "查阅乙"])


def test_filters(three, browser):
    wanted = {
        "?person=乙": ["查阅乙"],
        "?kind=contact": ["查阅乙"],
        f"?about={three.code}": ["查阅甲"],
        "?about=被看": ["查阅乙"],
        "?since=2026-09-17": ["查阅甲", "查阅乙"],
        "?until=2026-09-16": ["查阅甲"],
        "?since=2026-09-17&until=2026-09-17": ["查阅乙"],
        "?since=nonsense": [],
        "?until=9999-12-31": ["查阅甲", "查阅乙", "查阅甲"],
        "?since=0001-01-01": [],
    }
    assert {query: told(browser, query) for query in wanted} == wanted
    browser.get("/desk/looks?person=无此人")
    assert "没有符合条件的查阅记录" in browser.text()


def test_the_export_holds_what_is_seen(three, browser):
    book = openpyxl.load_workbook(io.BytesIO(browser.get("/desk/looks?kind=contact&export=xlsx").data))
    lines = [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()]
    assert lines[0] == ["时间", "查阅人", "查阅内容", "对象类别", "对象", "用途", "日志序号"]
    assert [line[1:6] for line in lines[1:]] == [["查阅乙", "联系方式", "专家档案", "被看的专家", "邀请评审"]]


def test_pages_and_a_fixed_number_of_queries(browser, queries):
    officer = world.user("officer")
    look(officer, "contact", world.profile())
    told(browser)
    with queries() as one:
        assert len(told(browser)) == 1
    for _ in range(59):
        look(officer, "contact", world.profile())
    with queries() as sixty:
        assert len(told(browser)) == 50
    assert len(one) == len(sixty)
    assert len(told(browser, "?page=2")) == 10


def test_a_look_at_a_sealed_affair_waits_until_it_is_unsealed(browser):
    look(world.user("officer"), "reviewers", Subject("thing", 1, "thing:1", sealed=True))
    assert told(browser) == []
