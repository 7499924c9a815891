"""Submit, replace, withdraw, discard, confirm after a change of the list."""

import hashlib
import io
import json
import zipfile

from challenge.bidding.actions import drafting, submission
from challenge.states import B
from core.database import transaction
from tests import bids


def test_a_missing_promise_is_told_with_its_place_and_nothing_is_lost(client_of, challenge):
    rows = bids.full_draft(challenge)["promises"]
    bid = bids.drafted(challenge, promises=[rows[0] | {"basis": ""}, rows[1]])
    browser = client_of(bid.leader)
    browser.get(bids.page_of(bid, "/submit"))
    assert browser.all("input", name="draft_version") == []
    answer = browser.post(bids.page_of(bid, "/submit"), data={"key": "k", "draft_version": bid.version})
    assert answer.status_code == 422
    assert "指标“能量密度”请填写依据。" in browser.text()
    assert bids.page_of(bid, "/edit/promises") in [node.get("href") for node in browser.all("a")]
    assert drafting.read_draft(bids.find(bid.code))["promises"][0]["value"] == "36"


def test_a_double_click_gives_one_receipt(client_of, challenge):
    bid = bids.drafted(challenge)
    browser = client_of(bid.leader)
    browser.get(bids.page_of(bid, "/submit"))
    data = bids.hidden(browser, "key", "draft_version")
    first, second = (browser.post(bids.page_of(bid, "/submit"), data=data) for _ in range(2))
    assert first.headers["Location"] == second.headers["Location"] == bids.page_of(bid, "/receipts/1")
    assert len(bids.find(bid.code).receipts) == 1
    assert browser.post(bids.page_of(bid, "/submit"), data=data | {"draft_version": "99"}).status_code == 422


def test_a_late_submission_is_refused_at_the_very_instant(client_of, challenge, now):
    bid = bids.drafted(challenge)
    browser = client_of(bid.leader)
    browser.get(bids.page_of(bid, "/submit"))
    data = bids.hidden(browser, "key", "draft_version")
    now.instant = challenge.deadline
    browser = client_of(bid.leader)
    assert browser.post(bids.page_of(bid, "/submit"), data=data).status_code == 422
    assert "揭榜已截止，不能再提交、替换或撤回。" in browser.text()
    assert bids.find(bid.code).state is B.DRAFT


def test_after_sealing_the_team_sees_receipt_and_names_but_no_form(client_of, challenge):
    bid = bids.drafted(challenge)
    with transaction():
        drafting.attach(bid, "检测报告.pdf", bids.PDF, "other")
        submission.submit(bid.leader, bid, "k", bid.version)
    browser = client_of(bid.leader)
    browser.get(bids.page_of(bid))
    for text in ("方案已密封", "检测报告.pdf", bid.digest, f"{bid.code}-01"):
        assert text in browser.text()
    assert "独门绝技" not in browser.text()
    for path in ("/edit/plan", "/files"):
        assert browser.get(bids.page_of(bid, path)).status_code == 409
    assert browser.get(bids.page_of(bid, "/submit")).status_code == 302
    assert browser.get(bids.page_of(bid, "/receipts/2")).status_code == 404


def test_the_copy_is_what_the_receipt_is_about(client_of, challenge):
    bid = bids.drafted(challenge)
    with transaction():
        drafting.attach(bid, "检测 报告.pdf", bids.PDF, "other")
    browser = client_of(bid.leader)
    browser.get(bids.page_of(bid, "/submit"))
    answer = browser.get(bids.page_of(bid, "/copy.zip"))
    with zipfile.ZipFile(io.BytesIO(answer.data)) as copy:
        text = copy.read("方案.json")
        assert copy.namelist() == ["方案.json", "附件/01-检测 报告.pdf"]
        assert copy.read("附件/01-检测 报告.pdf") == bids.PDF
    assert json.loads(text)["approach"] == "复合流道设计，独门绝技。"
    assert hashlib.sha256(text).hexdigest() in browser.text()
    browser.post(bids.page_of(bid, "/submit"), data=bids.hidden(browser, "key", "draft_version"))
    assert bids.find(bid.code).receipts[0].digest == hashlib.sha256(text).hexdigest()
    assert browser.get(bids.page_of(bid, "/copy.zip")).status_code == 409


def test_replacing_through_the_pages(client_of, challenge):
    bid = bids.sealed(challenge)
    browser = client_of(bid.leader)
    assert browser.post(bids.page_of(bid, "/replace")).headers["Location"] == bids.page_of(bid, "/edit/team")
    browser.get(bids.page_of(bid))
    assert "原来密封的方案一直有效" in browser.text()
    browser.get(bids.page_of(bid, "/edit/plan"))
    plan = bids.hidden(browser, "version") | dict.fromkeys(
        ("approach", "route", "innovation", "foundation"), "第二版"
    )
    browser.post(bids.page_of(bid, "/edit/plan"), data=plan)
    browser.get(bids.page_of(bid, "/submit"))
    browser.post(bids.page_of(bid, "/submit"), data=bids.hidden(browser, "key", "draft_version"))
    browser.get(bids.page_of(bid, "/receipts/2"))
    assert "揭榜方案替换回执" in browser.text()
    assert browser.post(bids.page_of(bid, "/replace")).status_code == 302
    assert browser.post(bids.page_of(bid, "/replace/drop")).status_code == 302
    assert bids.find(bid.code).draft is None


def test_withdrawing_is_confirmed_first_and_gives_a_receipt(client_of, challenge):
    bid = bids.sealed(challenge)
    browser = client_of(bid.leader)
    browser.get(bids.page_of(bid, "/steps/withdraw"))
    assert "本方案不再参加揭榜" in browser.text()
    assert browser.post(bids.page_of(bid, "/steps/withdraw")).headers["Location"] == bids.page_of(
        bid, "/receipts/2"
    )
    assert browser.get(bids.page_of(bid)).status_code == 200
    browser.get(bids.page_of(bid))
    assert f"/challenges/{challenge.code}/bid" in [node.get("href") for node in browser.all("a")]
    again = browser.post(bids.page_of(bid, "/steps/withdraw"))
    assert (again.status_code, again.headers["Location"]) == (302, bids.page_of(bid, "/receipts/2"))
    assert browser.post(bids.page_of(bid, "/replace")).status_code == 409
    assert browser.post(bids.page_of(bid, "/replace/drop")).status_code == 409
    browser.post(f"/challenges/{challenge.code}/bid", data={"understood": "y"})
    browser.get("/desk/bids")
    assert len(browser.all("tbody")[0]) == 2


def test_discarding_a_draft(client_of, challenge):
    bid = bids.drafted(challenge)
    browser = client_of(bid.leader)
    assert browser.get(bids.page_of(bid, "/steps/discard")).status_code == 200
    assert browser.post(bids.page_of(bid, "/steps/discard")).headers["Location"] == "/desk/bids"
    assert bids.find(bid.code).state is B.WITHDRAWN


def test_a_change_of_substance_asks_to_confirm(client_of, challenge):
    bid = bids.sealed(challenge)
    with transaction():
        challenge.substance_version = 2
    browser = client_of(bid.leader)
    browser.get(bids.page_of(bid))
    assert "榜单发布了实质性变更公告" in browser.text()
    browser.get("/desk")
    assert "榜单有实质性变更，请确认或替换方案" in browser.text()
    assert browser.get(bids.page_of(bid, "/steps/confirm_version")).status_code == 200
    answer = browser.post(bids.page_of(bid, "/steps/confirm_version"))
    assert answer.headers["Location"] == bids.page_of(bid, "/receipts/2")
    browser.get(bids.page_of(bid))
    assert "实质性变更" not in browser.text()
