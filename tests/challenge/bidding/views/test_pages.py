"""Pages of bids: what was typed stays, wrong turns are told, queries stay few."""

import io
import json

import pytest

from accounts.models import SignInSession
from challenge.bidding.actions import drafting, submission, teams
from challenge.states import B, C
from core import clock, workflow
from core.database import db, transaction
from tests import bids, world


@pytest.fixture
def challenge(app):
    """An open list."""
    return world.challenge(C.OPEN)


def hidden(browser, *names):
    """Values of hidden fields of the page."""
    return {name: browser.all("input", name=name)[0].get("value") for name in names}


def page_of(bid, path=""):
    """Address of a page of a bid."""
    return f"/desk/bids/{bid.code}{path}"


def step_up(user):
    """Make every session of this person freshly proved."""
    with transaction():
        for row in db.session.scalars(db.select(SignInSession).filter_by(user_id=user.id)):
            row.stepped_up_at = clock.now()


def test_the_first_page_says_why_one_cannot_bid(client_of, challenge):
    browser = client_of(world.user("enterprise", organisation_id=challenge.organisation_id))
    assert browser.get(f"/challenges/{challenge.code}/bid").status_code == 200
    assert "发榜方不得揭本单位发布的榜单（规则包 2026-1 第九条）" in browser.text()
    assert browser.all("form", class_="sheet") == []
    assert browser.post(f"/challenges/{challenge.code}/bid", data={"understood": "y"}).status_code == 409


def test_officers_do_not_bid(client_of, challenge):
    assert client_of(world.user("officer")).get(f"/challenges/{challenge.code}/bid").status_code == 403


def test_one_reads_before_one_begins(client_of, challenge):
    browser = client_of(world.user("researcher"))
    assert browser.post(f"/challenges/{challenge.code}/bid").status_code == 422
    assert "请先阅读榜单和说明，再勾选此项。" in browser.text()


def test_a_wrong_number_keeps_what_was_typed(client_of, challenge):
    bid = bids.drafted(challenge)
    browser = client_of(bid.leader)
    browser.get(page_of(bid, "/edit/budget"))
    data = hidden(browser, "version") | {
        "milestones-0-name": "短堆打样",
        "milestones-0-percent": "四成",
        "total_fen": "很多",
    }
    assert browser.post(page_of(bid, "/edit/budget"), data=data).status_code == 422
    values = [node.get("value") for node in browser.all("input")]
    assert {"短堆打样", "四成", "很多"} <= set(values)
    assert "请填写 0 至 100 之间的整数。" in browser.text()
    assert drafting.read_draft(bids.find(bid.code))["milestones"][0]["name"] == "短堆"


def test_a_missing_promise_is_told_with_its_place_and_nothing_is_lost(client_of, challenge):
    rows = bids.full_draft(challenge)["promises"]
    bid = bids.drafted(challenge, promises=[rows[0] | {"basis": ""}, rows[1]])
    browser = client_of(bid.leader)
    browser.get(page_of(bid, "/submit"))
    assert browser.all("input", name="draft_version") == []
    answer = browser.post(page_of(bid, "/submit"), data={"key": "k", "draft_version": bid.version})
    assert answer.status_code == 422
    assert "指标“能量密度”请填写依据。" in browser.text()
    assert page_of(bid, "/edit/promises") in [node.get("href") for node in browser.all("a")]
    assert drafting.read_draft(bids.find(bid.code))["promises"][0]["value"] == "36"


def test_a_double_click_gives_one_receipt(client_of, challenge):
    bid = bids.drafted(challenge)
    browser = client_of(bid.leader)
    browser.get(page_of(bid, "/submit"))
    data = hidden(browser, "key", "draft_version")
    first, second = (browser.post(page_of(bid, "/submit"), data=data) for _ in range(2))
    assert first.headers["Location"] == second.headers["Location"] == page_of(bid, "/receipts/1")
    assert len(bids.find(bid.code).receipts) == 1
    assert browser.post(page_of(bid, "/submit"), data=data | {"draft_version": "99"}).status_code == 422


def test_a_late_submission_is_refused_at_the_very_instant(client_of, challenge, now):
    bid = bids.drafted(challenge)
    browser = client_of(bid.leader)
    browser.get(page_of(bid, "/submit"))
    data = hidden(browser, "key", "draft_version")
    now.instant = challenge.deadline
    browser = client_of(bid.leader)
    assert browser.post(page_of(bid, "/submit"), data=data).status_code == 422
    assert "揭榜已截止，不能再提交、替换或撤回。" in browser.text()
    assert bids.find(bid.code).state is B.DRAFT


def test_two_tabs_lose_nothing(client_of, challenge):
    bid = bids.drafted(challenge)
    browser = client_of(bid.leader)
    browser.get(page_of(bid, "/edit/plan"))
    old = hidden(browser, "version")
    assert (
        browser.post(page_of(bid, "/edit/plan"), data=old | {"approach": "第一个标签页"}).status_code == 302
    )
    answer = browser.post(page_of(bid, "/edit/plan"), data=old | {"approach": "第二个标签页"})
    assert answer.status_code == 409
    assert "第一个标签页" in browser.text()
    assert "第二个标签页" in browser.text()
    fresh = hidden(browser, "version")
    assert (
        browser.post(page_of(bid, "/edit/plan"), data=fresh | {"approach": "第二个标签页"}).status_code == 302
    )
    assert drafting.read_draft(bids.find(bid.code))["approach"] == "第二个标签页"


def test_a_draft_saves_itself(client_of, challenge):
    bid = bids.drafted(challenge)
    browser = client_of(bid.leader)
    path = page_of(bid, "/edit/plan/autosave")
    answer = browser.post(path, data={"version": bid.version, "approach": "自动保存"})
    assert answer.json == {"version": bids.find(bid.code).version}
    assert drafting.read_draft(bids.find(bid.code))["approach"] == "自动保存"
    assert browser.post(path, data={"version": "0", "approach": "旧页面"}).status_code == 409
    wrong = {"version": answer.json["version"], "works-0-year": "去年", "works-0-title": "一文"}
    assert browser.post(path, data=wrong).status_code == 422


def test_an_unknown_step_is_not_found(client_of, challenge):
    bid = bids.drafted(challenge)
    assert client_of(bid.leader).get(page_of(bid, "/edit/extras")).status_code == 404


def test_files_go_up_and_come_down(client_of, challenge):
    bid = bids.drafted(challenge)
    browser = client_of(bid.leader)
    sent = {"file": (io.BytesIO(bids.PDF), "合作协议.pdf"), "kind": "agreement"}
    assert browser.post(page_of(bid, "/files"), data=sent).status_code == 302
    browser.get(page_of(bid, "/files"))
    assert "合作协议.pdf" in browser.text()
    blob = bids.find(bid.code).files[0].blob
    answer = browser.get(page_of(bid, f"/files/{blob}"))
    assert (answer.data, answer.mimetype) == (bids.PDF, "application/pdf")
    assert browser.get(page_of(bid, "/files/" + "0" * 32)).status_code == 404
    assert browser.post(page_of(bid, f"/files/{blob}/remove")).status_code == 302
    assert bids.find(bid.code).files == []


def test_a_wrong_file_is_told_at_the_field(client_of, challenge):
    bid = bids.drafted(challenge)
    browser = client_of(bid.leader)
    sent = {"file": (io.BytesIO(b"MZ"), "tool.exe"), "kind": "other"}
    assert browser.post(page_of(bid, "/files"), data=sent).status_code == 422
    assert "只接受 PDF" in browser.text()
    assert browser.post(page_of(bid, "/files"), data={"kind": "other"}).status_code == 422


def test_a_member_is_invited_by_a_link_and_consents_by_name(client, client_of, challenge):
    bid = bids.drafted(challenge)
    leader = client_of(bid.leader)
    data = {"link-name": "冉墨川", "link-role": "模型", "link-share_percent": "60"}
    assert leader.post(page_of(bid, "/members/link"), data=data).status_code == 302
    leader.get(page_of(bid, "/members"))
    address = next(node.text for node in leader.all("span", class_="digest"))
    path = address.removeprefix("http://localhost")
    leader.get(page_of(bid, "/members"))
    assert address not in leader.text()
    for _ in range(2):
        assert client.get(path).status_code == 200
    assert "确认参加" in client.text()
    assert client.post(path).status_code == 422
    assert client.post(path, data={"answer": "yes", "name": "别人"}).status_code == 422
    assert "请填写与邀请一致的姓名，表示您本人同意。" in client.text()
    assert client.post(path, data={"answer": "yes", "name": "冉墨川"}).status_code == 200
    assert bids.find(bid.code).members[1].confirmed_at == clock.now()
    assert client.get(path).status_code == 404
    assert client.post(path, data={"answer": "no"}).status_code == 404


def test_a_member_with_an_account_answers_and_then_reads(client_of, challenge):
    bid, friend = bids.drafted(challenge), world.user("expert")
    leader, browser = client_of(bid.leader), client_of(friend)
    data = {"account-username": friend.username, "account-role": "测试", "account-share_percent": "30"}
    assert leader.post(page_of(bid, "/members/account"), data=data).status_code == 302
    assert leader.post(page_of(bid, "/members/account"), data=data).status_code == 422
    assert "此人已在团队名单中。" in leader.text()
    browser.get("/desk/bids")
    assert "邀请您参加" in browser.text()
    assert browser.get(page_of(bid)).headers["Location"] == page_of(bid, "/invitation")
    assert browser.get(page_of(bid, "/receipts/1")).status_code == 404
    assert browser.get(page_of(bid, "/invitation")).status_code == 200
    assert browser.post(page_of(bid, "/invitation"), data={"answer": "yes"}).status_code == 200
    assert browser.get(page_of(bid)).status_code == 200
    assert browser.get(page_of(bid, "/edit/plan")).status_code == 404


def test_the_leader_changes_renews_and_removes(client_of, challenge):
    bid = bids.drafted(challenge)
    with transaction():
        old = teams.invite_by_link(bid.leader, bid, "冉墨川", "", "模型", 60)
    browser, key = client_of(bid.leader), bid.members[1].key
    assert browser.get(page_of(bid, f"/members/{key}")).status_code == 200
    wrong = browser.post(page_of(bid, f"/members/{key}"), data={"role": "", "share_percent": "60"})
    assert wrong.status_code == 422
    changed = {"role": "仿真", "share_percent": "70"}
    assert browser.post(page_of(bid, f"/members/{key}"), data=changed).status_code == 302
    assert browser.post(page_of(bid, f"/members/{key}/renew")).status_code == 302
    member = bids.find(bid.code).members[1]
    assert (member.role, member.share_percent, teams.member_of_link(old)) == ("仿真", 70, None)
    assert browser.post(page_of(bid, f"/members/{bid.members[0].key}/renew")).status_code == 404
    assert browser.post(page_of(bid, f"/members/{key}/remove")).status_code == 302
    assert browser.post(page_of(bid, f"/members/{key}/remove")).status_code == 404


def test_after_sealing_the_team_sees_receipt_and_names_but_no_form(client_of, challenge):
    bid = bids.drafted(challenge)
    with transaction():
        drafting.attach(bid, "检测报告.pdf", bids.PDF, "other")
        submission.submit(bid.leader, bid, "k", bid.version)
    browser = client_of(bid.leader)
    browser.get(page_of(bid))
    for text in ("方案已密封", "检测报告.pdf", bid.digest, f"{bid.code}-01"):
        assert text in browser.text()
    assert "独门绝技" not in browser.text()
    for path in ("/edit/plan", "/files"):
        assert browser.get(page_of(bid, path)).status_code == 409
    assert browser.get(page_of(bid, "/submit")).status_code == 302
    assert browser.get(page_of(bid, "/receipts/2")).status_code == 404


def test_the_copy_is_there_for_half_an_hour(client_of, challenge, now):
    bid = bids.sealed(challenge)
    browser = client_of(bid.leader)
    answer = browser.get(page_of(bid, "/copy.json"))
    assert json.loads(answer.data)["approach"] == "复合流道设计，独门绝技。"
    now.forward(minutes=30)
    assert client_of(bid.leader).get(page_of(bid, "/copy.json")).status_code == 409


def test_replacing_through_the_pages(client_of, challenge):
    bid = bids.sealed(challenge)
    browser = client_of(bid.leader)
    assert browser.post(page_of(bid, "/replace")).headers["Location"] == page_of(bid, "/edit/team")
    browser.get(page_of(bid))
    assert "原来密封的方案一直有效" in browser.text()
    browser.get(page_of(bid, "/edit/plan"))
    plan = hidden(browser, "version") | dict.fromkeys(
        ("approach", "route", "innovation", "foundation"), "第二版"
    )
    browser.post(page_of(bid, "/edit/plan"), data=plan)
    browser.get(page_of(bid, "/submit"))
    browser.post(page_of(bid, "/submit"), data=hidden(browser, "key", "draft_version"))
    browser.get(page_of(bid, "/receipts/2"))
    assert "揭榜方案替换回执" in browser.text()
    assert browser.post(page_of(bid, "/replace")).status_code == 302
    assert browser.post(page_of(bid, "/replace/drop")).status_code == 302
    assert bids.find(bid.code).draft is None


def test_withdrawing_is_confirmed_first_and_gives_a_receipt(client_of, challenge):
    bid = bids.sealed(challenge)
    browser = client_of(bid.leader)
    browser.get(page_of(bid, "/steps/withdraw"))
    assert "本方案不再参加揭榜" in browser.text()
    assert browser.post(page_of(bid, "/steps/withdraw")).headers["Location"] == page_of(bid, "/receipts/2")
    assert browser.get(page_of(bid)).status_code == 200
    assert browser.post(page_of(bid, "/steps/withdraw")).status_code == 409
    assert browser.post(page_of(bid, "/replace")).status_code == 409
    assert browser.post(page_of(bid, "/replace/drop")).status_code == 409
    browser.post(f"/challenges/{challenge.code}/bid", data={"understood": "y"})
    browser.get("/desk/bids")
    assert len(browser.all("tbody")[0]) == 2


def test_discarding_a_draft(client_of, challenge):
    bid = bids.drafted(challenge)
    browser = client_of(bid.leader)
    assert browser.get(page_of(bid, "/steps/discard")).status_code == 200
    assert browser.post(page_of(bid, "/steps/discard")).headers["Location"] == "/desk/bids"
    assert bids.find(bid.code).state is B.WITHDRAWN


def test_a_change_of_substance_asks_to_confirm(client_of, challenge):
    bid = bids.sealed(challenge)
    with transaction():
        challenge.substance_version = 2
    browser = client_of(bid.leader)
    browser.get(page_of(bid))
    assert "榜单发布了实质性变更公告" in browser.text()
    assert browser.get(page_of(bid, "/steps/confirm_version")).status_code == 200
    answer = browser.post(page_of(bid, "/steps/confirm_version"))
    assert answer.headers["Location"] == page_of(bid, "/receipts/2")
    browser.get(page_of(bid))
    assert "实质性变更" not in browser.text()


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
    step_up(officer)
    browser.get(path)
    assert "揭榜尚未截止，截止后才能开标。" in browser.text()
    assert browser.post(f"{path}/begin").status_code == 422
    now.instant = challenge.deadline
    browser = client_of(officer)
    step_up(officer)
    assert browser.post(f"{path}/complete").status_code == 403
    assert browser.post(f"{path}/begin").status_code == 302
    assert browser.post(f"{path}/complete").status_code == 403
    browser.get(path)
    assert "等待另一角色的人员确认" in browser.text()
    assert bids.find(bid.code).state is B.SEALED


def test_a_poster_in_the_bureau_is_no_opener(client_of, challenge):
    insider = world.user("officer", organisation_id=challenge.organisation_id)
    browser = client_of(insider)
    step_up(insider)
    assert browser.get(f"/desk/challenges/{challenge.code}/opening").status_code == 404


def test_an_unreadable_bid_says_why(client_of, challenge, now):
    bid, officer = bids.sealed(challenge), world.user("officer")
    with transaction():
        bid.sealed = b"torn"
    now.instant = challenge.deadline
    bids.open_list(challenge)
    browser = client_of(officer)
    browser.get(page_of(bid))
    assert "方案无法开启：密文已损坏或密钥不符。" in browser.text()


def test_an_opened_bid_shows_what_falls_short(client_of, challenge, now):
    rows = bids.full_draft(challenge)["promises"]
    bid = bids.sealed(challenge, promises=[rows[0] | {"value": "33", "deviation": "材料限制"}, rows[1]])
    now.instant = challenge.deadline
    bids.open_list(challenge)
    browser = client_of(world.user("leader"))
    browser.get(page_of(bid))
    assert browser.text().count("低于要求") == 1
    assert "偏离说明：材料限制" in browser.text()
    assert browser.get(page_of(bid, "/history")).status_code == 200
    assert "提交并密封" in browser.text()
    client_team = client_of(bid.leader)
    client_team.get(page_of(bid))
    assert f"{bid.code}-01" in client_team.text()


def test_a_correction_through_the_pages(client_of, now):
    challenge = world.challenge(C.OPEN, handler_id=world.user("officer").id)
    bid = bids.sealed(challenge)
    now.instant = challenge.deadline
    bids.open_list(challenge)
    browser = client_of(bid.leader)
    assert browser.get(page_of(bid, "/correct")).status_code == 409
    with transaction():
        workflow.apply(challenge.handler, bids.find(bid.code), "ask_correction", reason="请补充测试方案")
    browser.get(page_of(bid, "/correct"))
    assert "请补充测试方案" in browser.text()
    fields = {node.get("name"): node.text or "" for node in browser.all("textarea")}
    assert "approach" not in fields
    too_long = fields | {"risks": "长" * 4001}
    assert browser.post(page_of(bid, "/correct"), data=too_long).status_code == 422
    answer = browser.post(page_of(bid, "/correct"), data=fields | {"risks": "补充风险"})
    assert answer.headers["Location"] == page_of(bid, "/receipts/2")
    browser.get(page_of(bid))
    assert "补充风险" in browser.text()
    assert browser.get(page_of(bid, "/correct")).status_code == 409


def test_the_list_asks_the_database_the_same_number_of_times(client_of, queries):
    leader = world.user("researcher")
    browser = client_of(leader)

    def asked():
        browser.get("/desk/bids")
        with queries() as seen:
            assert browser.get("/desk/bids").status_code == 200
        return len(seen)

    bids.drafted(world.challenge(C.OPEN), leader)
    one = asked()
    for _ in range(14):
        world.bid(world.challenge(C.OPEN), leader=leader)
    assert asked() == one
    assert one <= 12


def test_the_opened_list_asks_the_same_number_of_times(client_of, queries, challenge, now):
    officer = world.user("officer")
    for _ in range(2):
        bids.sealed(challenge)
    now.instant = challenge.deadline
    bids.open_list(challenge)
    browser = client_of(officer)

    def asked(path):
        browser.get(path)
        with queries() as seen:
            assert browser.get(path).status_code == 200
        return len(seen)

    before = asked("/desk/bids")
    for _ in range(12):
        world.bid(challenge, B.OPENED)
    assert asked("/desk/bids") == before


def test_the_list_can_be_taken_away(client_of, challenge):
    bid = bids.drafted(challenge)
    answer = client_of(bid.leader).get("/desk/bids?export=xlsx")
    assert answer.mimetype == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
