"""The steps of the form and the attachments: what was typed stays, wrong turns are told."""

import io

from challenge.bidding.actions import drafting
from core import files
from tests import bids, world


def test_a_wrong_number_keeps_what_was_typed(client_of, challenge):
    bid = bids.drafted(challenge)
    browser = client_of(bid.leader)
    browser.get(bids.page_of(bid, "/edit/budget"))
    data = bids.hidden(browser, "version") | {
        "milestones-0-name": "短堆打样",
        "milestones-0-percent": "四成",
        "total_fen": "很多",
    }
    assert browser.post(bids.page_of(bid, "/edit/budget"), data=data).status_code == 422
    values = [node.get("value") for node in browser.all("input")]
    assert {"短堆打样", "四成", "很多"} <= set(values)
    assert "请填写 0 至 100 之间的整数。" in browser.text()
    assert drafting.read_draft(bids.find(bid.code))["milestones"][0]["name"] == "短堆"


def test_two_tabs_lose_nothing(client_of, challenge):
    bid = bids.drafted(challenge)
    browser = client_of(bid.leader)
    browser.get(bids.page_of(bid, "/edit/plan"))
    old = bids.hidden(browser, "version")
    assert (
        browser.post(bids.page_of(bid, "/edit/plan"), data=old | {"approach": "第一个标签页"}).status_code
        == 302
    )
    answer = browser.post(bids.page_of(bid, "/edit/plan"), data=old | {"approach": "第二个标签页"})
    assert answer.status_code == 409
    assert "第一个标签页" in browser.text()
    assert "第二个标签页" in browser.text()
    fresh = bids.hidden(browser, "version")
    assert (
        browser.post(bids.page_of(bid, "/edit/plan"), data=fresh | {"approach": "第二个标签页"}).status_code
        == 302
    )
    assert drafting.read_draft(bids.find(bid.code))["approach"] == "第二个标签页"


def test_a_draft_saves_itself(client_of, challenge):
    bid = bids.drafted(challenge)
    browser = client_of(bid.leader)
    path = bids.page_of(bid, "/edit/plan/autosave")
    answer = browser.post(path, data={"version": bid.version, "approach": "自动保存"})
    assert answer.json == {"version": bids.find(bid.code).version}
    assert drafting.read_draft(bids.find(bid.code))["approach"] == "自动保存"
    assert browser.post(path, data={"version": "0", "approach": "旧页面"}).status_code == 409
    wrong = {"version": answer.json["version"], "works-0-year": "去年", "works-0-title": "一文"}
    assert browser.post(path, data=wrong).status_code == 422


def test_an_unknown_step_is_not_found(client_of, challenge):
    bid = bids.drafted(challenge)
    assert client_of(bid.leader).get(bids.page_of(bid, "/edit/extras")).status_code == 404


def test_files_go_up_and_come_down(app, client_of, challenge):
    bid = bids.drafted(challenge)
    browser = client_of(bid.leader)
    sent = {"file": (io.BytesIO(bids.PDF), "合作协议.pdf"), "kind": "agreement"}
    assert browser.post(bids.page_of(bid, "/files"), data=sent).status_code == 302
    browser.get(bids.page_of(bid, "/files"))
    assert "合作协议.pdf" in browser.text()
    blob = bids.find(bid.code).files[0].blob
    answer = browser.get(bids.page_of(bid, f"/files/{blob}"))
    assert (answer.data, answer.mimetype) == (bids.PDF, "application/pdf")
    assert browser.get(bids.page_of(bid, "/files/" + "0" * 32)).status_code == 404
    path = files.root() / blob[:2] / blob
    whole = path.read_bytes()
    path.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    for address in (f"/files/{blob}", "/copy.zip"):
        damaged = browser.get(bids.page_of(bid, address))
        assert (damaged.status_code, "请移除后重新上传" in browser.text()) == (410, True)
    assert app.test_cli_runner().invoke(args=["files", "status"]).output.splitlines()[-2:] == [
        "有记录引用而缺失或已损坏的 1 个。",
        f"  {blob} 已损坏",
    ]
    path.write_bytes(whole)
    assert app.test_cli_runner().invoke(args=["files", "status"]).exit_code == 0
    assert browser.post(bids.page_of(bid, f"/files/{blob}/remove")).status_code == 302
    assert bids.find(bid.code).files == []


def test_a_wrong_file_is_told_at_the_field(client_of, challenge):
    bid = bids.drafted(challenge)
    browser = client_of(bid.leader)
    sent = {"file": (io.BytesIO(b"MZ"), "tool.exe"), "kind": "other"}
    assert browser.post(bids.page_of(bid, "/files"), data=sent).status_code == 422
    assert "只接受 PDF" in browser.text()
    assert browser.post(bids.page_of(bid, "/files"), data={"kind": "other"}).status_code == 422
    assert "请先选择文件。" in browser.text()


def test_the_credit_code_of_a_partner_is_checked_however_it_is_typed(client_of, challenge):
    bid = bids.drafted(challenge)
    browser, code = client_of(bid.leader), world.credit_code(7777777)
    browser.get(bids.page_of(bid, "/edit/team"))
    typed = bids.hidden(browser, "version") | {"lead-role": "总体", "partners-0-name": "丁方公司"}
    wrong = code[:17] + ("1" if code[17] != "1" else "2")
    answer = browser.post(bids.page_of(bid, "/edit/team"), data=typed | {"partners-0-credit_code": wrong})
    assert answer.status_code == 422
    assert "统一社会信用代码的校验位不符" in browser.text()
    spaced = f" {code[:8].lower()} {code[8:].lower()} "
    answer = browser.post(bids.page_of(bid, "/edit/team"), data=typed | {"partners-0-credit_code": spaced})
    assert answer.status_code == 302
    assert drafting.read_draft(bids.find(bid.code))["partners"][0]["credit_code"] == code
