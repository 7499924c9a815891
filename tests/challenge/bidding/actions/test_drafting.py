"""Drafts: ciphertext, saved step by step, with inspected files; replacements beside the sealed version."""

import pytest

from challenge.bidding import sealing
from challenge.bidding.actions import drafting, submission
from challenge.states import B, C
from core import files, outbox
from core.database import transaction
from core.errors import Conflict
from core.inspection import RefusedFile
from tests import bids, world


@pytest.fixture
def challenge(app):
    """An open list."""
    return world.challenge(C.OPEN)


def attach(bid, name="协议.pdf", kind="other"):
    """Attach a small PDF; returns its blob."""
    with transaction():
        return drafting.attach(bid, name, bids.PDF, kind).blob


def names(bid):
    """Names of the files of the draft."""
    return [one["name"] for one in drafting.files_of(bid, drafting.read_draft(bid)["files"])]


def test_a_step_changes_only_what_it_says(challenge):
    bid = bids.drafted(challenge)
    with transaction():
        drafting.save_step(bid, {"approach": "新思路"})
    draft = drafting.read_draft(bids.find(bid.code))
    assert (draft["approach"], draft["route"]) == ("新思路", "单池、短堆、整堆三步走。")


def test_saving_ends_at_the_deadline(challenge, now):
    bid = bids.drafted(challenge)
    now.instant = challenge.deadline
    with pytest.raises(Conflict, match="揭榜已截止"), transaction():
        drafting.save_step(bid, {"approach": "晚了"})
    assert drafting.read_draft(bids.find(bid.code))["approach"] == "复合流道设计，独门绝技。"


def test_a_sealed_bid_is_not_edited(challenge):
    bid = bids.sealed(challenge)
    with pytest.raises(Conflict, match="方案已密封"), transaction():
        drafting.save_step(bid, {"approach": "偷改"})


def test_a_file_is_kept_encrypted_under_a_sealed_name(challenge):
    bid = bids.drafted(challenge)
    blob = attach(bid, "合作协议.pdf", "agreement")
    row = bids.find(bid.code).files[0]
    assert "合作协议".encode() not in row.name
    assert sealing.open_label(bid, row.name) == {"name": "合作协议.pdf", "kind": "agreement"}
    stored = next(path for path in files.root().glob("??/*") if path.name == blob)
    assert bids.PDF[:20] not in stored.read_bytes()


def test_an_executable_is_refused(challenge):
    bid = bids.drafted(challenge)
    with pytest.raises(RefusedFile, match="只接受"), transaction():
        drafting.attach(bid, "tool.exe", b"MZ", "other")


def test_there_is_a_limit_of_files(challenge, monkeypatch):
    bid = bids.drafted(challenge)
    monkeypatch.setattr(drafting, "MOST_FILES", 1)
    attach(bid)
    with pytest.raises(RefusedFile, match="附件最多 1 个"), transaction():
        drafting.attach(bid, "b.pdf", bids.PDF + b"%", "other")


def test_the_same_file_twice_is_told_and_not_stored(challenge):
    bid, other = bids.drafted(challenge), bids.drafted(challenge)
    attach(bid, "方案.pdf")
    attach(other, "方案.pdf")
    before = len(list(files.root().glob("??/*")))
    with pytest.raises(RefusedFile, match=r"已经作为附件“方案.pdf”上传"), transaction():
        drafting.attach(bid, "另一个名字.pdf", bids.PDF, "agreement")
    assert (names(bid), len(list(files.root().glob("??/*")))) == (["方案.pdf"], before)
    with transaction():
        drafting.detach(bid, bid.files[0].blob)
    attach(bid, "又来.pdf")
    assert names(bid) == ["又来.pdf"]


def test_a_removed_file_is_forgotten_after_the_commit(challenge):
    bid = bids.drafted(challenge)
    blob = attach(bid)
    with transaction():
        drafting.detach(bid, blob)
    assert (names(bid), bids.find(bid.code).files) == ([], [])
    outbox.run_due()
    with pytest.raises(files.Missing):
        files.read(blob, encrypted=True)


def test_a_replacement_begins_with_what_was_sealed(challenge):
    bid = bids.drafted(challenge)
    attach(bid, "a.pdf")
    with transaction():
        submission.submit(bid.leader, bid, "k", bid.version)
    with transaction():
        drafting.begin_replacement(bid.leader, bid)
    bid = bids.find(bid.code)
    draft = drafting.read_draft(bid)
    assert (bid.state, draft["approach"], names(bid)) == (B.SEALED, "复合流道设计，独门绝技。", ["a.pdf"])


def test_a_file_removed_in_a_replacement_stays_sealed_until_it_is_submitted(challenge):
    bid = bids.drafted(challenge)
    blob = attach(bid, "a.pdf")
    with transaction():
        submission.submit(bid.leader, bid, "k", bid.version)
        drafting.begin_replacement(bid.leader, bid)
        drafting.detach(bid, blob)
        drafting.attach(bid, "b.pdf", bids.PDF, "other")
    assert (names(bid), len(bids.find(bid.code).files)) == (["b.pdf"], 2)
    with transaction():
        drafting.drop_replacement(bid)
    assert [one.blob for one in bids.find(bid.code).files] == [blob]
    assert bids.find(bid.code).draft is None


def test_a_replacement_ends_at_the_deadline(challenge, now):
    bid = bids.sealed(challenge)
    now.instant = challenge.deadline
    with pytest.raises(Conflict, match="揭榜已截止"), transaction():
        drafting.begin_replacement(bid.leader, bid)


def test_two_versions_are_compared_by_their_texts():
    stored = {"approach": "旧", "route": "同", "works": []}
    found = drafting.differing(stored, {"approach": "新", "route": "同", "works": [1]})
    assert found == [("总体思路", "旧")]
