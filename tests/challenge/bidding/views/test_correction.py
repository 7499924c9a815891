"""The one correction through the pages: what is asked, what may change, when it is too late."""

import io

import pytest

from challenge.bidding import queries
from challenge.states import B, C
from core import workflow
from core.database import transaction
from tests import bids, world


def test_a_correction_through_the_pages(client_of, now):
    challenge = world.challenge(C.OPEN, handler_id=world.user("officer").id)
    bid = bids.sealed(challenge)
    now.instant = challenge.deadline
    bids.open_list(challenge)
    browser = client_of(bid.leader)
    assert browser.get(bids.page_of(bid, "/correct")).status_code == 409
    with transaction():
        workflow.apply(challenge.handler, bids.find(bid.code), "ask_correction", reason="请补充测试方案")
    browser.get(bids.page_of(bid, "/correct"))
    assert "请补充测试方案" in browser.text()
    fields = {node.get("name"): node.text or "" for node in browser.all("textarea")}
    assert "approach" not in fields
    too_long = fields | {"risks": "长" * 4001}
    assert browser.post(bids.page_of(bid, "/correct"), data=too_long).status_code == 422
    answer = browser.post(bids.page_of(bid, "/correct"), data=fields | {"risks": "补充风险"})
    assert answer.headers["Location"] == bids.page_of(bid, "/receipts/2")
    browser.get(bids.page_of(bid))
    assert "补充风险" in browser.text()
    assert browser.get(bids.page_of(bid, "/correct")).status_code == 409


@pytest.fixture
def correcting(client_of, now):
    """(browser of the leader, bid) of which a correction is asked."""
    challenge = world.challenge(C.OPEN, handler_id=world.user("officer").id)
    bid = bids.sealed(challenge)
    now.instant = challenge.deadline
    bids.open_list(challenge)
    with transaction():
        workflow.apply(challenge.handler, bids.find(bid.code), "ask_correction", reason="请补充合作协议")
    return client_of(bid.leader), bid


def typed(browser, bid, **changes):
    """What the form holds, some of it changed."""
    browser.get(bids.page_of(bid, "/correct"))
    return {node.get("name"): node.text or "" for node in browser.all("textarea")} | changes


def test_an_empty_correction_does_not_use_up_the_only_one(correcting):
    browser, bid = correcting
    assert browser.post(bids.page_of(bid, "/correct"), data=typed(browser, bid)).status_code == 422
    assert "还没有补正任何内容。" in browser.text()
    assert browser.post(bids.page_of(bid, "/correct"), data=typed(browser, bid, risks="")).status_code == 422
    assert "补正只能补充说明，不能删去原有内容。" in browser.text()
    assert bids.find(bid.code).state is B.CORRECTING


def test_a_file_can_be_added_by_the_correction(correcting):
    browser, bid = correcting
    wrong = typed(browser, bid) | {"files": [(io.BytesIO(b"MZ"), "tool.exe")]}
    assert browser.post(bids.page_of(bid, "/correct"), data=wrong).status_code == 422
    assert "只接受 PDF" in browser.text()
    many = [(io.BytesIO(bids.PDF), f"{number}.pdf") for number in range(6)]
    assert (
        browser.post(bids.page_of(bid, "/correct"), data=typed(browser, bid) | {"files": many}).status_code
        == 422
    )
    assert "补充材料最多 5 个。" in browser.text()
    right = typed(browser, bid) | {"files": [(io.BytesIO(bids.PDF), "合作协议.pdf")]}
    assert browser.post(bids.page_of(bid, "/correct"), data=right).status_code == 302
    (row,) = queries.attachments_of(bids.find(bid.code))
    assert (row.name, row.is_encrypted) == ("合作协议.pdf", True)
    browser.get(bids.page_of(bid))
    assert "补充材料：合作协议.pdf（见“附件”）" in browser.text()
    assert browser.get(bids.page_of(bid, f"/files/{row.blob}")).data == bids.PDF


def test_too_many_files_are_told_once(correcting):
    browser, bid = correcting
    many = [(io.BytesIO(bids.PDF), f"{number}.pdf") for number in range(6)]
    answer = browser.post(bids.page_of(bid, "/correct"), data=typed(browser, bid) | {"files": many})
    assert answer.status_code == 422
    assert "补充材料最多 5 个。" in browser.text()
    assert "还没有补正任何内容" not in browser.text()


def test_a_missed_correction_says_so_to_both_sides(correcting, client_of, now):
    browser, bid = correcting
    browser.get(bids.page_of(bid))
    assert "前提交补正，补正仅一次。" in browser.text()
    now.forward(days=5)
    browser, officer = client_of(bid.leader), client_of(bid.challenge.handler)
    browser.get(bids.page_of(bid))
    assert "补正期限已过，不能再提交补正。" in browser.text()
    assert browser.all("a", href=bids.page_of(bid, "/correct")) == []
    assert browser.get(bids.page_of(bid, "/correct")).status_code == 409
    browser.get("/desk")
    assert "提交补正材料" not in browser.text()
    officer.get(bids.page_of(bid, "/check"))
    assert "补正期限已过，揭榜方没有提交补正。" in officer.text()
    offered = [node.get("value") for node in officer.all("input", name="conclusion")]
    assert offered == ["qualified", "unqualified"]
