"""Attachments in a 变更公告: they wait, are announced with their digest, and former ones stay readable."""

import pytest
import sqlalchemy as sa

from challenge.posting.actions import amending, attaching, drafting
from challenge.posting.attachments import attachments_of, waiting_of
from challenge.posting.models import Attachment, ChallengeVersion
from challenge.states import C
from core import audit, files
from core.database import db, transaction
from core.inspection import RefusedFile
from tests import world
from tests.challenge.posting.actions.test_drafting import PNG


@pytest.fixture
def listed(app):
    """An open list in charge of an officer, with two files."""
    officer = world.user("officer")
    row = world.challenge(C.OPEN, handler_id=officer.id)
    with transaction():
        for name in ("要求.png", "图纸.png"):
            drafting.attach(row.author, row, name, PNG)
    return officer, row


def put(listed, name, replaces=None):
    officer, row = listed
    with transaction():
        return attaching.put_in_waiting(officer, row, name, PNG, replaces=replaces)


def names(rows):
    return [one.name for one in rows]


def text_of(one):
    return f"{one.name}（{len(PNG)} 字节，SHA-256：{one.sha256}）"


def test_what_waits_is_not_part_of_the_list(listed):
    _officer, row = listed
    put(listed, "新要求.png")
    assert names(attachments_of(row)) == ["要求.png", "图纸.png"]
    assert names(waiting_of(row)) == ["新要求.png"]
    assert row.content_version == 1


def test_an_announcement_adds_replaces_and_removes(listed):
    officer, row = listed
    demand, drawing = attachments_of(row)
    better = put(listed, "新要求.png", replaces=demand.id)
    more = put(listed, "测试规程.png")
    with transaction():
        found = amending.amend(officer, row, {"attachments": [drawing.id]}, "补充测试规程").changes
    told = [(one["label"], one["old"], one["new"]) for one in found if one["field"] == "attachments"]
    assert told == [
        ("附件：新要求.png", text_of(demand), text_of(better)),
        ("附件：测试规程.png", "（无）", text_of(more)),
        ("附件：图纸.png", text_of(drawing), "（无）"),
    ]
    assert names(attachments_of(row)) == ["新要求.png", "测试规程.png"]
    assert (waiting_of(row), row.content_version, row.substance_version) == ([], 2, 2)
    kept = db.session.scalar(sa.select(ChallengeVersion))
    assert [(one["name"], one["sha256"]) for one in kept.files] == [
        ("新要求.png", better.sha256),
        ("测试规程.png", more.sha256),
    ]
    assert "attachments" not in kept.snapshot
    assert files.read(demand.blob, True) == PNG
    logged = [
        one.before["name"]
        for one in audit.entries_of(f"challenge:{row.id}")
        if one.action == "challenge.detach"
    ]
    assert logged == ["要求.png", "图纸.png"]


def test_a_preview_leaves_the_files_where_they_are(listed):
    _officer, row = listed
    first = attachments_of(row)[0]
    put(listed, "新要求.png", replaces=first.id)
    with transaction():
        said = amending.preview(row, {"attachments": []})
    assert ([one["label"] for one in said.changes], said.is_substance) == (["附件：新要求.png"], True)
    assert (names(attachments_of(row)), names(waiting_of(row))) == (["要求.png", "图纸.png"], ["新要求.png"])


def test_another_change_does_not_publish_what_waits(listed):
    officer, row = listed
    put(listed, "新要求.png")
    with transaction():
        amending.amend(officer, row, {"title": "新题目"}, "改题目")
    assert (names(waiting_of(row)), len(attachments_of(row))) == (["新要求.png"], 2)


def test_a_file_that_waits_is_taken_back(listed):
    officer, row = listed
    waiting = put(listed, "错的.png")
    with transaction():
        attaching.take_back(officer, row, waiting)
    assert waiting_of(row) == []
    assert audit.head().what == "撤销待变更的附件"


def test_files_that_are_replaced_do_not_count_twice(listed):
    _officer, row = listed
    for number in range(8):
        put(listed, f"{number}.png")
    with pytest.raises(RefusedFile):
        put(listed, "第十一个.png")
    first = attachments_of(row)[0]
    put(listed, "替换.png", replaces=first.id)
    with pytest.raises(RefusedFile):
        put(listed, "再替换.png", replaces=first.id)


def test_a_published_file_survives_its_removal_from_a_returned_draft(app):
    draft = world.challenge()
    with transaction():
        old = drafting.attach(draft.author, draft, "旧.png", PNG)
        new = drafting.attach(draft.author, draft, "新.png", PNG)
        record = {"id": old.id, "name": old.name, "size": old.size, "sha256": old.sha256, "replaces": None}
        facts = {"number": 1, "snapshot": {}, "files": [record], "at": draft.created_at}
        db.session.add(ChallengeVersion(challenge_id=draft.id, **facts))
    with transaction():
        for one in (old, new):
            drafting.remove_attachment(draft.author, draft, one)
    assert attachments_of(draft) == []
    assert names(db.session.scalars(sa.select(Attachment))) == ["旧.png"]
    assert files.read(old.blob, True) == PNG
