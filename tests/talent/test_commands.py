"""Commands of the library: exit codes, what is printed where, what is written."""

import importlib.util
import json
from pathlib import Path

import pytest

from core.audit import AuditEntry
from core.database import db
from talent import index
from talent import spreadsheet as sheets
from talent.models import Profile
from talent.states import P
from tests import world

_spec = importlib.util.spec_from_file_location("workbooks", Path(__file__).with_name("workbooks.py"))
workbooks = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(workbooks)
GOOD, WORK, book = workbooks.GOOD, workbooks.WORK, workbooks.book


@pytest.fixture
def run(app):
    runner = app.test_cli_runner()
    return lambda *words: runner.invoke(args=[str(word) for word in words])


@pytest.fixture
def file(tmp_path):
    def write(*args):
        path = tmp_path / "专家.xlsx"
        path.write_bytes(book(*args))
        return path

    return write


def states():
    return {one.name: one.state for one in db.session.scalars(db.select(Profile)).unique()}


def test_import_admits_and_says_what_it_did(run, file):
    answer = run("talent", "import", file([GOOD], [WORK]))
    assert (answer.exit_code, answer.stdout) == (
        0,
        "已导入 2 行，退回 0 行；新建 1 人，更新 0 人，入库 1 人。\n",
    )
    assert states() == {"王导入": P.ADMITTED}
    actors = set(db.session.scalars(db.select(AuditEntry.actor_name)))
    assert actors == {"命令行"}


def test_import_as_drafts(run, file):
    assert run("talent", "import", file([GOOD], [WORK]), "--draft").exit_code == 0
    assert states() == {"王导入": P.DRAFT}


def test_refused_rows_end_in_exit_1_and_are_named_on_stderr(run, file):
    path = file([GOOD, GOOD | {"name": "坏行", "kind": "大师"}], [WORK])
    answer = run("talent", "import", path, "--all-or-none")
    assert (answer.exit_code, states()) == (1, {})
    assert (
        answer.stderr
        == "专家 第 3 行 专家类别：“大师”不是可选的专家类别，可填：技术研发、产业、财务、其他。\n"
    )
    assert run("talent", "import", path).exit_code == 1
    assert states() == {"王导入": P.ADMITTED}


def test_a_dry_run_writes_nothing(run, file):
    answer = run("talent", "import", file([GOOD], [WORK]), "--dry-run")
    assert (answer.exit_code, answer.stdout) == (0, "试导入：可导入 2 行，退回 0 行，未写入任何数据。\n")
    assert (states(), db.session.scalar(db.select(db.func.count()).select_from(AuditEntry))) == ({}, 0)


def test_a_file_that_is_no_workbook(run, tmp_path):
    path = tmp_path / "专家.xlsx"
    path.write_bytes(b"not a workbook")
    answer = run("talent", "import", path)
    assert (answer.exit_code, answer.stdout, answer.stderr != "") == (1, "", True)


def test_a_missing_file_is_a_usage_error(run, tmp_path):
    assert run("talent", "import", tmp_path / "nothing.xlsx").exit_code == 2


def test_export_and_template(run, tmp_path):
    world.profile("赵出", phone="13800001111")
    out = tmp_path / "out.xlsx"
    assert run("talent", "export", out).exit_code == 0
    assert sheets.read(out.read_bytes(), 9)[0][0].values.get("phone") is None
    assert run("talent", "export", out, "--contacts").exit_code == 0
    assert sheets.read(out.read_bytes(), 9)[0][0].values["phone"] == "13800001111"
    said = list(db.session.scalars(db.select(AuditEntry.what).order_by(AuditEntry.seq)))
    assert said == ["导出人才库 1 人", "导出人才库 1 人（含联系方式）"]
    assert run("talent", "template", out).exit_code == 0
    assert sheets.read(out.read_bytes(), 9) == ([], [], [], [])


def test_the_index_is_built_and_its_state_told(run):
    world.profile("甲")
    nothing = run("index", "status")
    assert (nothing.exit_code, "尚无可用的推荐索引；库中 1 人。" in nothing.stdout) == (1, True)
    built = run("index", "rebuild")
    assert built.stdout == "推荐索引已重建：1 人，变更号 1。\n"
    assert (built.exit_code, built.stderr) == (0, "正在建立推荐索引，库中 1 人……\n")
    assert run("index", "status").stdout == "推荐索引：1 人，库中 1 人，与数据库一致。\n"
    world.profile("乙")
    assert run("index", "status").stdout == "推荐索引：1 人，库中 2 人，落后 1 次变更，提问时自动补上。\n"
    saved = json.loads((index.of_app().folder / "mark.json").read_text())
    assert (saved["experts"], saved["number"]) == (1, 1)
