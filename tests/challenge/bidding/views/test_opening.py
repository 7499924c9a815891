"""The opening, and what the page of an opened bid shows."""

import io

from challenge.bidding import copies
from challenge.states import B, C
from core import workflow
from core.database import transaction
from tests import bids, custody, world
from tests.challenge.bidding.actions import test_handing_in as handed
from tests.challenge.review import scene


def test_the_opening_asks_for_a_fresh_proof(client_of, challenge, now):
    browser = client_of(world.user("officer"))
    now.forward(minutes=11)
    answer = browser.get(f"/desk/challenges/{challenge.code}/opening")
    assert answer.status_code == 302
    assert "next=" in answer.headers["Location"]


def test_nobody_opens_early_or_alone(client_of, challenge, now):
    bid, officer = bids.sealed(challenge), world.user("officer")
    path = f"/desk/challenges/{challenge.code}/opening"
    browser = client_of(officer)
    scene.step_up(officer)
    browser.get(path)
    assert "揭榜尚未截止，截止后才能开标。" in browser.text()
    assert browser.post(f"{path}/begin").status_code == 422
    now.instant = challenge.deadline
    browser = client_of(officer)
    scene.step_up(officer)
    assert browser.post(f"{path}/complete").status_code == 403
    assert browser.post(f"{path}/begin").status_code == 302
    assert browser.post(f"{path}/complete").status_code == 403
    browser.get(path)
    assert "等待另一角色的人员确认" in browser.text()
    assert bids.find(bid.code).state is B.SEALED


def test_a_list_in_custody_waits_for_its_custodians(client_of, app, now):
    custody.three()
    world.user("supervisor")
    listed, officer = custody.listed(), world.user("officer")
    now.instant = listed.deadline
    browser, path = client_of(officer), f"/desk/challenges/{listed.code}/opening"
    scene.step_up(officer)
    browser.post(f"{path}/begin")
    browser.get(path)
    assert "等待两名保管人和见证的监督人员" in browser.text()
    assert browser.post(f"{path}/begin").status_code == 409
    assert "等待两名保管人输入口令、一名监督人员见证" in browser.text()


def test_a_poster_in_the_bureau_is_no_opener(client_of, challenge):
    insider = world.user("officer", organisation_id=challenge.organisation_id)
    browser = client_of(insider)
    scene.step_up(insider)
    assert browser.get(f"/desk/challenges/{challenge.code}/opening").status_code == 404


def test_an_unreadable_bid_says_why(client_of, challenge, now):
    bid, officer = bids.sealed(challenge), world.user("officer")
    with transaction():
        bid.sealed = b"torn"
    now.instant = challenge.deadline
    bids.open_list(challenge)
    browser = client_of(officer)
    browser.get(bids.page_of(bid))
    assert "方案无法开启：密文已损坏或密钥不符。" in browser.text()


def test_an_opened_bid_shows_what_falls_short(client_of, challenge, now):
    rows = bids.full_draft(challenge)["promises"]
    bid = bids.sealed(challenge, promises=[rows[0] | {"value": "33", "deviation": "材料限制"}, rows[1]])
    now.instant = challenge.deadline
    bids.open_list(challenge)
    browser = client_of(world.user("leader"))
    browser.get(bids.page_of(bid))
    assert browser.text().count("低于要求") == 1
    assert "偏离说明：材料限制" in browser.text()
    assert browser.get(bids.page_of(bid, "/history")).status_code == 200
    assert "提交并密封" in browser.text()
    client_team = client_of(bid.leader)
    client_team.get(bids.page_of(bid))
    assert f"{bid.code}-01" in client_team.text()


def test_an_unqualified_bid_says_why(client_of, now):
    challenge = world.challenge(C.OPEN, handler_id=world.user("officer").id)
    bid = bids.sealed(challenge)
    now.instant = challenge.deadline
    bids.open_list(challenge)
    with transaction():
        workflow.apply(challenge.handler, bids.find(bid.code), "disqualify", reason="缺少合作协议。")
    browser = client_of(bid.leader)
    browser.get(bids.page_of(bid))
    assert "形式审查不合格：缺少合作协议。" in browser.text()


def test_bids_that_did_not_open_are_said_everywhere_and_come_back_on_their_page(app, client_of, now):
    challenge = world.challenge(C.OPEN)
    bid, copy = handed.with_copy(challenge)
    bids.sealed(challenge)
    with transaction():
        handed.lose_file(bid)
    now.instant = challenge.deadline
    bids.open_list(challenge)
    code, watcher = challenge.code, world.user("supervisor")
    desk = client_of(watcher)
    scene.step_up(watcher)
    desk.get(f"/desk/challenges/{code}/opening")
    assert "1 份方案无法开启" in desk.text()
    assert "附件缺失（检测报告.pdf）" in desk.text()
    assert desk.all("div", class_="notice-good") == []
    desk.get(f"/desk/challenges/{code}/opening/minutes")
    assert "无法开启 1 份（附件缺失 1 份）" in desk.text()
    assert code in desk.get("/desk/openings?lost=some").text
    assert "部分无法核对" in desk.text()
    assert code not in desk.get("/desk/openings?lost=none").text
    anybody = app.test_client()
    anybody.get(f"/challenges/{code}/opening")
    assert "附件缺失 1 份" in anybody.text()
    assert "检测报告" not in anybody.text()
    team = client_of(bid.leader)
    team.get(bids.page_of(bid))
    assert "检测报告.pdf" in team.text()
    assert "凭副本补开" in team.text()
    wrong = (io.BytesIO(b"PK no zip"), "a.zip")
    assert team.post(bids.page_of(bid, "/hand-in"), data={"file": wrong}).status_code == 422
    assert copies.NO_ZIP in team.text()
    right = (io.BytesIO(copy), "a.zip")
    assert team.post(bids.page_of(bid, "/hand-in"), data={"file": right}).status_code == 302
    team.get(bids.page_of(bid))
    assert "复合流道设计" in team.text()
    desk.get(f"/desk/challenges/{code}/opening/minutes")
    assert "补记：" in desk.text()
    desk.get("/desk/openings?lost=some")
    assert "1（已补开 1）" in desk.text()
    anybody.get(f"/challenges/{code}/timeline")
    assert "一份无法开启的方案已凭副本补开，摘要与截止时公布的一致" in anybody.text()
