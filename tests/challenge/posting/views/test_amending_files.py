"""The page 变更附件: upload, look over, publish; former files stay with their version; secrecy holds."""

import io

import pytest

from challenge.posting.actions import amending, drafting, publishing
from challenge.posting.attachments import attachments_of, waiting_of
from challenge.states import C
from core.database import db, transaction
from tests import world
from tests.challenge.posting.actions.test_drafting import PNG


@pytest.fixture
def listed(app):
    """A published list in charge of an officer, with one file in its first version."""
    officer = world.user("officer")
    row = world.challenge(C.OPEN, handler_id=officer.id)
    with transaction():
        drafting.attach(row.author, row, "要求.png", PNG)
        publishing.record_version(officer, row)
    return officer, row


def upload(name="新要求.png", data=PNG):
    return {"file": (io.BytesIO(data), name)}


def test_replacing_a_file_in_the_browser(app, client_of, client, listed):
    officer, row = listed
    old = attachments_of(row)[0]
    browser, path = client_of(officer), f"/desk/challenges/{row.code}/amend/attachments"
    browser.get(f"/desk/challenges/{row.code}/amend")
    assert path in [one.get("href") for one in browser.all("a")]
    browser.get(path)
    typed = {"version": str(row.version), "reason": "改用新规程", "replaces": str(old.id), "go": "upload"}
    assert browser.post(path, data=typed | upload()).status_code == 200
    assert "改用新规程" in browser.text()
    assert "替换“要求.png”" in browser.text()
    waiting = waiting_of(row)[0]
    assert client.get(f"/challenges/{row.code}/attachments/{waiting.id}").status_code == 404
    (opened,) = [one.get("href") for one in browser.all("a") if f"{path}/" in (one.get("href") or "")]
    assert browser.get(opened).data == PNG
    assert client_of(world.user("officer")).get(opened).status_code == 404
    assert browser.get(f"{path}/{old.id}").status_code == 404
    typed |= {"go": "preview", "replaces": ""}
    assert browser.post(path, data=typed).status_code == 200
    assert old.sha256 in browser.text()
    assert browser.post(path, data=typed | {"go": "publish"}).location == f"/desk/challenges/{row.code}"
    db.session.rollback()
    assert (row.content_version, [one.name for one in attachments_of(row)]) == (2, ["新要求.png"])
    client.get(f"/challenges/{row.code}/versions")
    links = [one.get("href") for one in client.all("a") if "/attachments/" in (one.get("href") or "")]
    assert links == [f"/challenges/{row.code}/attachments/{one}" for one in (waiting.id, old.id)]
    for link in links:
        assert client.get(link).data == PNG
    client.get(f"/challenges/{row.code}")
    shown = [one.get("href") for one in client.all("a") if "/attachments/" in (one.get("href") or "")]
    assert shown == [f"/challenges/{row.code}/attachments/{waiting.id}"]


def test_a_file_chosen_without_uploading_is_not_lost(app, client_of, listed):
    officer, row = listed
    path = f"/desk/challenges/{row.code}/amend/attachments"
    typed = {"version": str(row.version), "reason": "补充", "replaces": "", "go": "publish"}
    assert client_of(officer).post(path, data=typed | upload("补充.png")).status_code == 302
    db.session.rollback()
    assert [one.name for one in attachments_of(row)] == ["要求.png", "补充.png"]


def test_what_is_refused_keeps_what_was_typed(app, client_of, listed):
    officer, row = listed
    browser, path = client_of(officer), f"/desk/challenges/{row.code}/amend/attachments"
    typed = {"version": str(row.version), "reason": "说明文字", "replaces": ""}
    for more, sentence in (
        ({"go": "upload"}, "请先选择文件。"),
        ({"go": "publish"}, "没有要变更的附件：请上传文件，或勾选要删除的附件。"),
        ({"go": "publish", "removed": "999"}, "说明文字"),
        ({"go": "upload"} | upload("x.png", b"no picture"), "说明文字"),
    ):
        assert browser.post(path, data=typed | more).status_code == 422
        assert sentence in browser.text()
        assert "说明文字" in browser.text()
    removed = {"go": "publish", "removed": str(attachments_of(row)[0].id)}
    assert browser.post(path, data=typed | removed | {"reason": ""}).status_code == 422
    assert browser.post(path, data=typed | removed | {"version": "1"}).status_code in (302, 409)


def test_two_officers_changes_meet(app, client_of, listed):
    officer, row = listed
    path = f"/desk/challenges/{row.code}/amend/attachments"
    seen = row.version
    with transaction():
        row.title = "别处改过的题目"
    browser = client_of(officer)
    typed = {
        "version": str(seen),
        "reason": "删去",
        "go": "publish",
        "removed": str(attachments_of(row)[0].id),
    }
    assert browser.post(path, data=typed).status_code == 409
    assert "这份榜单已在别处改过" in browser.text()
    db.session.rollback()
    assert len(attachments_of(row)) == 1
    typed["version"] = browser.all("input", name="version")[0].get("value")
    assert browser.post(path, data=typed).status_code == 302


def test_a_waiting_file_is_taken_back_by_its_button(app, client_of, listed):
    officer, row = listed
    browser, path = client_of(officer), f"/desk/challenges/{row.code}/amend/attachments"
    browser.post(path, data={"go": "upload", "replaces": ""} | upload("错.png"))
    waiting = waiting_of(row)[0]
    foreign = attachments_of(row)[0]
    assert browser.post(path, data={"go": f"undo-{foreign.id}", "replaces": ""}).status_code == 404
    assert browser.post(path, data={"go": f"undo-{waiting.id}", "replaces": ""}).status_code == 200
    db.session.rollback()
    assert waiting_of(row) == []


def test_only_the_officer_in_charge_and_only_while_open(app, client_of, listed):
    officer, row = listed
    path = f"/desk/challenges/{row.code}/amend/attachments"
    assert client_of(world.user("officer")).get(path).status_code == 404
    assert client_of(row.author).get(path).status_code == 403
    closed = world.challenge(C.OPENED, handler_id=officer.id)
    assert client_of(officer).get(f"/desk/challenges/{closed.code}/amend/attachments").status_code == 409


def test_names_and_digests_of_closed_attachments_stay_hidden(app, client_of, client, listed):
    officer, row = listed
    with transaction():
        row.secrecy = {"attachments": "registered"}
    path = f"/desk/challenges/{row.code}/amend/attachments"
    typed = {"version": str(row.version), "reason": "补充", "replaces": "", "go": "publish"}
    client_of(officer).post(path, data=typed | upload("机密规程.png"))
    client.get(f"/challenges/{row.code}/versions")
    assert ("机密规程" in client.text(), "（按公开范围不予显示）" in client.text()) == (False, True)
    inside = client_of(world.user("researcher"))
    inside.get(f"/challenges/{row.code}/versions")
    assert "机密规程.png" in inside.text()


def test_the_first_file_of_a_list_replaces_nothing(app, client_of):
    officer = world.user("officer")
    row = world.challenge(C.OPEN, handler_id=officer.id)
    browser, path = client_of(officer), f"/desk/challenges/{row.code}/amend/attachments"
    browser.get(path)
    assert browser.all("select", name="replaces") == []
    assert browser.post(path, data={"go": "upload", "reason": "补充"} | upload("首个.png")).status_code == 200
    db.session.rollback()
    assert [one.name for one in waiting_of(row)] == ["首个.png"]
    nonsense = {"go": "upload", "replaces": "999999999999"} | upload("次.png")
    assert browser.post(path, data=nonsense).status_code == 200
    assert [one.replaces_id for one in waiting_of(row)] == [None, None]


@pytest.mark.parametrize("part", ["attachments", "1"])
def test_past_the_deadline_the_form_says_so_at_once(app, client_of, listed, now, part):
    officer, row = listed
    browser, path = client_of(officer), f"/desk/challenges/{row.code}/amend/{part}"
    browser.get(path)
    assert [one.get("disabled") for one in browser.all("fieldset", **{"class": "open-or-late"})] == [None]
    now.instant = row.deadline
    browser = client_of(officer)
    browser.get(path)
    assert "揭榜已截止，不能再变更榜单。" in browser.text()
    assert [one.get("disabled") for one in browser.all("fieldset", **{"class": "open-or-late"})] == [""]
    assert browser.post(path, data={"go": "upload"} | upload()).status_code == 409
    db.session.rollback()
    assert waiting_of(row) == []


def test_each_announcement_has_its_own_landmark(app, client, listed):
    officer, row = listed
    for title in ("第二个题目", "第三个题目"):
        with transaction():
            amending.amend(officer, row, {"title": title}, "更正")
    for page in ("", "/versions"):
        client.get(f"/challenges/{row.code}{page}")
        regions = [one.get("aria-label") for one in client.all("div", role="region")]
        assert [one for one in regions if "变更" in one] == ["第 3 版的变更内容", "第 2 版的变更内容"]


def test_clicks_that_come_twice_find_themselves_done(app, client_of, listed):
    officer, row = listed
    browser, path = client_of(officer), f"/desk/challenges/{row.code}/amend/attachments"
    typed = {"version": str(row.version), "reason": "补充", "replaces": ""}
    for _click in range(2):
        assert browser.post(path, data=typed | {"go": "upload"} | upload()).status_code == 200
    db.session.rollback()
    assert [one.name for one in waiting_of(row)] == ["新要求.png"]
    answers = [browser.post(path, data=typed | {"go": "publish"}).location for _click in range(2)]
    assert answers == [f"/desk/challenges/{row.code}"] * 2
    db.session.rollback()
    assert row.content_version == 2
    assert browser.post(path, data=typed | {"go": "publish", "reason": "另一次"}).status_code == 422
