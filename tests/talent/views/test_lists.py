"""/desk/talent: search, filters, paging, export, empty state, a fixed number of queries, no contact data."""

import io

import openpyxl
import pytest

from core.audit import AuditEntry
from core.database import db
from talent import spreadsheet
from talent.states import ExpertKind, P
from tests import world


@pytest.fixture
def browser(client_of):
    return client_of(world.user("officer"))


def names(browser, query=""):
    assert browser.get(f"/desk/talent{query}").status_code == 200
    return [node.text for node in browser.all("a", class_="text-nowrap")]


def test_an_empty_pool_says_what_to_do(browser):
    browser.get("/desk/talent")
    assert "人才库还是空的 可以用表格批量导入，也可以逐个新建档案。" in browser.text()


def test_search_and_filters(browser):
    world.profile(
        "甲",
        unit="北岭大学",
        region="外地",
        industries=["新材料"],
        keywords=["陶瓷"],
        pools=["本地高层次专家人才"],
    )
    world.profile("乙", kind=ExpertKind.FINANCE, state=P.STOPPED)
    world.profile("丙", region="朔城区")
    world.profile("丁·戊", unit="南 岭（东 区）学院", region="应县")
    wanted = {
        "?q=北岭": ["甲"],
        "?q=陶瓷": ["甲"],
        "?q=南岭(东区)": ["丁·戊"],
        "?q=丁．戊": ["丁·戊"],
        "?q=查无此人": [],
        "?pool=本地高层次专家人才": ["甲"],
        "?industry=新材料": ["甲"],
        "?kind=finance": ["乙"],
        "?region=朔城区": ["丙"],
        "?state=stopped": ["乙"],
        "?kind=nonsense&sort=name": ["丁·戊", "丙", "乙", "甲"],
        "?sort=-name": ["甲", "乙", "丙", "丁·戊"],
    }
    assert {query: names(browser, query) for query in wanted} == wanted


def test_pages_and_a_fixed_number_of_queries(browser, queries):
    world.profile()
    names(browser)
    with queries() as one:
        assert len(names(browser)) == 1
    for _ in range(29):
        world.profile()
    with queries() as thirty:
        assert len(names(browser)) == 20
    assert len(one) == len(thirty)
    assert len(names(browser, "?page=2")) == 10


def test_no_contact_data_in_list_and_exports(browser):
    world.profile("甲", phone="13800001111", email="jia@secret.cn")
    for path in ("/desk/talent", "/desk/talent?export=xlsx", "/desk/talent/export"):
        data = browser.get(path).data
        text = data.decode() if path == "/desk/talent" else str(cells(data))
        assert ("甲" in text, "13800001111" in text, "secret" in text) == (True, False, False), path


def cells(data):
    book = openpyxl.load_workbook(io.BytesIO(data))
    return [[cell.value for row in sheet.iter_rows() for cell in row] for sheet in book.worksheets]


def test_the_whole_export_comes_in_again_and_is_logged(browser):
    world.profile("甲", region="外地", relation="无")
    data = browser.get("/desk/talent/export").data
    assert [row.values["name"] for row in spreadsheet.read(data, 9)[0]] == ["甲"]
    assert db.session.execute(db.select(AuditEntry.what, AuditEntry.after)).all() == [
        ("查看人才库名单", {"purpose": "导出全部档案 1 人"})
    ]


def test_the_template(browser):
    assert spreadsheet.read(browser.get("/desk/talent/template.xlsx").data, 9) == ([], [], [], [])


@pytest.mark.parametrize(
    ("role", "status"), [("leader", 200), ("supervisor", 200), ("enterprise", 403), ("researcher", 403)]
)
def test_who_opens_the_list(client_of, role, status):
    assert client_of(world.user(role)).get("/desk/talent").status_code == status


def test_private_drafts_are_not_listed(browser):
    world.profile("私", state=P.DRAFT, user_id=world.user("researcher").id)
    world.profile("公", state=P.DRAFT)
    assert names(browser) == ["公"]
