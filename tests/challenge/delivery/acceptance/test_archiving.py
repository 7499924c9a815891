"""The archive holds what led to the conclusion, says so with digests, and shows a change by whoever changes it."""

import io
import json
import zipfile

import pytest
import sqlalchemy as sa

from challenge.delivery.acceptance import archiving, checking
from challenge.delivery.acceptance.models import Archive
from core import files, outbox
from core.canonical import digest
from core.database import db, transaction
from core.looks import Look
from core.workflow import Refused
from tests import world
from tests.challenge.delivery.acceptance import scene
from tests.challenge.delivery.test_views import PDF


def _built(user, project):
    with transaction():
        row = archiving.order(user, project)
    outbox.run_due()
    db.session.refresh(row)
    return row


def test_everything_is_in_it_and_can_be_checked(app, now, client_of, tmp_path):
    officer, project, _row = scene.concluded(now)
    base = f"/desk/projects/{project.code}"
    desk = client_of(officer)
    assert desk.post(f"{base}/archives").status_code == 302
    page = desk.get(f"{base}/acceptance")
    assert ("正在生成" in page.get_data(as_text=True), page.headers.get("Refresh")) == (True, "3")
    assert desk.post(f"{base}/archives").status_code == 302  # while one is being built there is no second
    outbox.run_due()
    (row,) = db.session.scalars(sa.select(Archive)).all()
    assert "Refresh" not in desk.get(f"{base}/acceptance").headers
    data = desk.get(f"{base}/archives/{row.id}").get_data()
    assert (digest(data), len(data)) == (row.sha256, row.size)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Look).filter_by(kind="archive")) == 1
    bundle = zipfile.ZipFile(io.BytesIO(data))
    names = set(bundle.namelist())
    known = {"contracts/version-1.json", "panels/1.json", "acceptance/round-1.json", "ledger/transfers.json"}
    assert known | {"index.html", "index.csv", "log/entries.json"} <= names
    uploaded = next(name for name in names if name.startswith("acceptance/round-1/") and "报告" in name)
    assert bundle.read(uploaded) == PDF + b"1"
    panel = json.loads(bundle.read("panels/1.json"))
    assert [one["vote"] for one in panel["members"]] == ["通过"] * 5
    number = len(json.loads(bundle.read("index.json"))["files"])
    assert checking.faults(io.BytesIO(data)) == (number, [])
    path = tmp_path / "a.zip"
    path.write_bytes(data)
    answer = app.test_cli_runner().invoke(args=["archive", "verify", str(path)])
    assert (
        answer.exit_code,
        f"{number} 个目录内的文件全部相符" in answer.output,
        "记录一致" in answer.output,
    ) == (
        0,
        True,
        True,
    )


def _changed(data, name, content=None):
    """The same zip with one file changed, left out (None) or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for one in old.namelist():
            if one != name:
                new.writestr(one, old.read(one))
        if content is not None:
            new.writestr(name, content)
    return out.getvalue()


def test_a_change_shows(app, now, tmp_path):
    officer, project, _row = scene.concluded(now)
    data = b"".join(files.pieces(_built(officer, project).blob))
    cases = {
        "与目录的摘要不一致": _changed(data, "panels/1.json", "{}"),
        "缺失或者损坏": _changed(data, "panels/1.json"),
        "不在目录中": _changed(data, "extra.txt", "x"),
        "不是归档包": b"PK",
    }
    for words, bad in cases.items():
        _number, found = checking.faults(io.BytesIO(bad))
        assert words in found[0]
    path = tmp_path / "b.zip"
    path.write_bytes(cases["不是归档包"])
    assert app.test_cli_runner().invoke(args=["archive", "verify", str(path)]).exit_code == 1


def test_who_orders_and_reads_it(app, now, client_of):
    officer, project, _row = scene.concluded(now)
    row = _built(officer, project)
    base = f"/desk/projects/{project.code}/archives"
    for person in (project.leader, project.challenge.author, world.user("officer"), world.user("finance")):
        assert client_of(person).get(f"{base}/{row.id}").status_code in (403, 404)
        with pytest.raises(Refused, match="归档包由"), transaction():
            archiving.order(person, project)
    for role in ("leader", "supervisor", "auditor"):
        assert client_of(world.user(role)).get(f"{base}/{row.id}").status_code == 200
    assert client_of(officer).get(f"{base}/{row.id + 1}").status_code == 404


def test_a_file_that_cannot_be_read_is_named_and_left_out_only_by_decision(app, now, client_of):
    officer, project, acceptance = scene.concluded(now)
    paper, other = acceptance.files
    files.delete(paper.blob)
    row = _built(officer, project)
    assert (row.blob, row.fault) == (None, "1 份文件缺失或者损坏，没有生成归档包。")
    (lacking,) = row.missing
    assert lacking["title"] == f"验收：第三方检测报告：{paper.id}-{paper.name}"
    page = client_of(officer).get(f"/desk/projects/{project.code}/acceptance").get_data(as_text=True)
    assert ("归档包没有生成" in page, lacking["title"] in page) == (True, True)
    path = f"/desk/projects/{project.code}/archives/without"
    leader = world.user("leader")
    with pytest.raises(Refused, match="由经办人"), transaction():
        archiving.order(leader, project, "不要了。")
    assert client_of(leader).post(path, data={"left_out": "不要了。"}).status_code == 403
    assert client_of(officer).post(path, data={"left_out": ""}).status_code == 422
    assert client_of(officer).post(path, data={"left_out": "原件存档案室。"}).status_code == 302
    outbox.run_due()
    db.session.expire_all()
    data = b"".join(files.pieces(project.archives[-1].blob))
    index = json.loads(zipfile.ZipFile(io.BytesIO(data)).read("index.json"))
    assert (index["missing"], index["note"]) == ([lacking], "原件存档案室。")
    assert (checking.faults(io.BytesIO(data))[1], checking.lacking(io.BytesIO(data))) == (
        [],
        [lacking["title"]],
    )
    files.delete(other.blob)  # what goes missing later is no part of the decision
    with transaction():
        later = archiving.order(officer, project)
    outbox.run_due()
    db.session.refresh(later)
    assert len(later.missing) == 2
    with pytest.raises(Refused, match="由经办人"), transaction():
        archiving.order(leader, project, "照旧。")


def test_there_is_none_before_the_conclusion(app):
    officer, project, _row = scene.noticed()
    with pytest.raises(Refused, match="公布验收结论以后"), transaction():
        archiving.order(officer, project)
