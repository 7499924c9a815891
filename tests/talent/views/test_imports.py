"""/desk/talent/import: upload, trial, result by row and column, progress."""

import importlib.util
import io
from pathlib import Path

import pytest

from core import outbox
from core.database import db
from talent import imports
from talent.models import ImportRun, Profile
from tests import world

_spec = importlib.util.spec_from_file_location("workbooks", Path(__file__).parent.with_name("workbooks.py"))
workbooks = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(workbooks)
GOOD, WORK, book = workbooks.GOOD, workbooks.WORK, workbooks.book
BAD = GOOD | {"name": "坏行", "kind": "大师"}


@pytest.fixture
def browser(client_of):
    return client_of(world.user("officer"))


def upload(browser, data, **ticks):
    file = (io.BytesIO(data), "专家.xlsx")
    return browser.post("/desk/talent/import", data={"file": file} | dict.fromkeys(ticks, "y"))


def count(table):
    return db.session.scalar(db.select(db.func.count()).select_from(table))


def test_a_trial_shows_the_faults_and_writes_nothing(browser):
    assert upload(browser, book([GOOD, BAD], [WORK]), dry_run=True).status_code == 200
    assert "这次只作检查，没有写入任何数据。" in browser.text()
    cells = ["".join(node.itertext()) for node in browser.all("td")]
    assert cells == ["专家", "3", "专家类别", "“大师”不是可选的专家类别，可填：技术研发、产业、财务、其他。"]
    assert (count(Profile), count(ImportRun)) == (0, 0)


def test_an_import_leads_to_its_result(browser):
    answer = upload(browser, book([GOOD, BAD], [WORK]), admits=True)
    assert browser.get(answer.headers["Location"]).status_code == 200
    assert "合格的行已导入，其余各行请按下表改正后再上传。" in browser.text()
    assert (count(Profile), count(ImportRun)) == (1, 1)
    browser.get("/desk/talent/import")
    assert "专家.xlsx" in browser.text()


@pytest.mark.parametrize("ticks", [{"dry_run": True}, {"admits": True}])
def test_an_empty_sheet_is_not_called_good(browser, ticks):
    answer = upload(browser, book(), **ticks)
    if answer.status_code == 302:
        browser.get(answer.headers["Location"])
    said = browser.text()
    assert "没有找到可导入的内容：表中只有标题行，或各行都是空的。" in said
    assert ("全部合格" in said, "全部导入完成" in said) == (False, False)


def test_all_or_none(browser):
    answer = upload(browser, book([GOOD, BAD]), all_or_none=True)
    browser.get(answer.headers["Location"])
    assert "没有导入任何内容。请按下表改正后再上传。" in browser.text()
    assert count(Profile) == 0


def test_progress_of_a_large_file(browser, monkeypatch):
    monkeypatch.setattr(imports, "AT_ONCE", 0)
    where = upload(browser, book([GOOD], [WORK])).headers["Location"]
    page = browser.get(where)
    assert (page.headers["Refresh"], "正在写入：0 / 1 人" in browser.text()) == ("3", True)
    outbox.run_due()
    page = browser.get(where)
    assert ("Refresh" in page.headers, "全部导入完成。" in browser.text()) == (False, True)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [({}, "请选择要导入的 Excel 文件。"), ({"file": (io.BytesIO(b"x"), "a.xlsx")}, "文件")],
)
def test_a_file_that_cannot_be_read(browser, data, sentence):
    assert browser.post("/desk/talent/import", data=data).status_code == 422
    assert sentence in browser.text()
    assert count(ImportRun) == 0


def test_unknown_run_and_other_people(browser, client_of):
    assert browser.get("/desk/talent/import/99").status_code == 404
    assert client_of(world.user("leader")).get("/desk/talent/import").status_code == 403
