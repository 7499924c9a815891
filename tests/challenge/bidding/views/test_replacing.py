"""Replacing a bid that only custodians can open: by passphrase, from the copy, anew; each fault at its field."""

import io

import pytest

from challenge.bidding import copies
from challenge.bidding.actions import drafting, submission
from core.database import transaction
from tests import bids, custody, world

WORDS = "恢河两岸的柳树与榆树 7"


@pytest.fixture
def challenge(app):
    """A list in custody."""
    custody.three()
    world.user("supervisor")
    return custody.listed()


def fill(browser, bid, **fields):
    """Open the page of submission and send it."""
    browser.get(bids.page_of(bid, "/submit"))
    data = bids.hidden(browser, "key", "draft_version") | fields
    return browser.post(bids.page_of(bid, "/submit"), data=data)


def test_the_page_says_that_the_platform_will_read_nothing_and_takes_a_passphrase(client_of, challenge):
    bid = bids.drafted(challenge)
    browser = client_of(bid.leader)
    assert fill(browser, bid, passphrase="太短", again="太短").status_code == 422
    assert "提交后平台无法再读取方案" in browser.text()
    assert "口令至少 12 个字符，当前为 2 个" in browser.text()
    leader = world.user("researcher", password=world.PASSWORD)
    own = bids.drafted(challenge, leader=leader)
    theirs = client_of(leader)
    assert fill(theirs, own, passphrase=world.PASSWORD, again=world.PASSWORD).status_code == 422
    assert "方案口令不能与登录密码相同" in theirs.text()
    assert fill(browser, bid, passphrase=WORDS, again="另一句").status_code == 422
    assert "两次输入的口令不一致。" in browser.text()
    assert fill(browser, bid, passphrase=WORDS, again=WORDS).status_code == 302


def test_by_passphrase(client_of, challenge):
    bid = custody.sealed_with_file(challenge, WORDS)
    browser, path = client_of(bid.leader), bids.page_of(bid, "/replace")
    assert browser.get(path).status_code == 200
    assert browser.post(path).status_code == 422
    assert browser.post(path, data={"passphrase": "不是这一句"}).status_code == 422
    assert "方案口令不正确" in browser.text()
    assert bids.find(bid.code).draft is None
    for _ in range(4):
        browser.post(path, data={"passphrase": "不是这一句"})
    answer = browser.post(path, data={"passphrase": WORDS})
    assert (answer.status_code, "Retry-After" in answer.headers) == (429, True)


def test_the_right_passphrase_leads_into_the_form(client_of, challenge):
    bid = custody.sealed_with_file(challenge, WORDS)
    browser, path = client_of(bid.leader), bids.page_of(bid, "/replace")
    answer = browser.post(path, data={"passphrase": WORDS})
    assert answer.headers["Location"] == bids.page_of(bid, "/edit/team")
    assert browser.get(path).headers["Location"] == bids.page_of(bid)
    browser.get(bids.page_of(bid))
    assert "原来密封的方案一直有效" in browser.text()


def test_a_sealed_file_is_named_but_not_read(client_of, challenge):
    bid = custody.sealed_with_file(challenge)
    browser = client_of(bid.leader)
    browser.get(bids.page_of(bid))
    assert "检测报告.pdf" in browser.text()
    assert browser.get(bids.page_of(bid, f"/files/{bid.files[0].blob}")).status_code == 409
    browser.get(bids.page_of(bid, "/replace"))
    assert "用方案口令恢复" not in browser.text()


def test_damage_sends_to_the_copy(client_of, challenge):
    bid = custody.sealed_with_file(challenge, WORDS)
    with transaction():
        bid.sealed = bid.sealed[:-1] + bytes([bid.sealed[-1] ^ 1])
    browser = client_of(bid.leader)
    assert browser.post(bids.page_of(bid, "/replace"), data={"passphrase": WORDS}).status_code == 422
    assert "密封的内容已无法读取" in browser.text()


def test_an_older_copy_is_told_from_the_version_that_is_sealed(client_of, challenge):
    bid = bids.drafted(challenge)
    older = copies.write(bid, *submission.to_seal(bid))
    with transaction():
        submission.submit(bid.leader, bid, "first", bid.version)
    with transaction():
        drafting.replace_anew(bid.leader, bid)
        drafting.save_step(bid, bids.full_draft(challenge) | {"approach": "另一种思路"})
    newer = copies.write(bid, *submission.to_seal(bid))
    with transaction():
        submission.submit(bid.leader, bid, "second", bid.version)
    browser, path, told = client_of(bid.leader), bids.page_of(bid, "/replace/copy"), []
    for copy in (older, newer):
        browser.post(path, data={"file": (io.BytesIO(copy), "a.zip")})
        browser.get(bids.page_of(bid, "/edit/team"))
        told.append(browser.text())
        browser.post(bids.page_of(bid, "/replace/drop"))
    assert f"这份副本是回执 {bid.code}-01" in told[0]
    assert f"现在密封的是回执 {bid.code}-02" in told[0]
    assert ("这份副本是回执" in told[1], "已按副本恢复为草稿" in told[1]) == (False, True)


def test_from_the_copy_and_anew(client_of, challenge):
    bid = bids.drafted(challenge, approach="副本里的思路")
    copy = copies.write(bid, *submission.to_seal(bid))
    with transaction():
        submission.submit(bid.leader, bid, "k", bid.version)
    browser, path = client_of(bid.leader), bids.page_of(bid, "/replace/copy")
    assert browser.post(path).status_code == 422
    assert browser.post(path, data={"file": (io.BytesIO(b"no zip"), "a.zip")}).status_code == 422
    assert "文件不是方案副本" in browser.text()
    assert browser.post(path, data={"file": (io.BytesIO(copy), "a.zip")}).status_code == 302
    assert drafting.read_draft(bids.find(bid.code))["approach"] == "副本里的思路"
    browser.post(bids.page_of(bid, "/replace/drop"))
    assert browser.post(bids.page_of(bid, "/replace/anew")).status_code == 302
    assert drafting.read_draft(bids.find(bid.code))["approach"] == ""
