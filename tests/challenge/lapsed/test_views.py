"""流榜分析与处理: who reads what, the proposals, the forms they fill, the split."""

import re
from urllib.parse import parse_qs, urlsplit

from challenge.posting.models import Challenge
from challenge.states import B, C
from core.database import db
from tests import world

NAMES = ("能量人", "漏流人", "没有检测方案。", "推荐靠前而没有参加的专家", "形式审查不合格")


def page_of(row):
    return f"/desk/challenges/{row.code}/lapsed"


def links(browser, start):
    found = [one.get("href") for one in browser.all("a")]
    return [one for one in found if one.startswith(start)]


def test_the_officer_sees_why_it_lapsed(lapsed, client_of):
    desk = client_of(lapsed.officer)
    desk.get(page_of(lapsed.row))
    text = desk.text()
    for said in (*NAMES, "流榜原因：有效方案不足。"):
        assert said in text
    figures = dict(re.findall(r"(开始填写|撤回|提交|有效)\s*(\d+) 份", text))
    assert figures == {"开始填写": "3", "撤回": "1", "提交": "1", "有效": "0"}
    assert "藏名" not in text  # neither who drafted nor who withdrew
    assert "账目人" not in text
    assert "能量人能承担“能量密度”，漏流人能承担“漏电流”" in text
    assert page_of(lapsed.row) in links_of(desk, f"/desk/challenges/{lapsed.row.code}")


def links_of(browser, path):
    browser.get(path)
    return links(browser, "/desk/challenges/")


def test_the_poster_sees_numbers_and_no_bid(lapsed, client_of):
    poster = client_of(lapsed.row.author)
    poster.get(page_of(lapsed.row))
    text = poster.text()
    assert ("流榜原因：有效方案不足。" in text, "能量人" in text) == (True, True)
    for hidden in ("没有检测方案。", lapsed.refused.code, "推荐靠前", "开始填写", "撤回", "藏名"):
        assert hidden not in text
    base = f"/desk/challenges/{lapsed.row.code}"
    assert [one for kind in ("split", "steps", "relist") for one in links(poster, f"{base}/{kind}")] == []


def test_who_opens_the_page(lapsed, client_of):
    open_list = world.challenge(C.OPEN, handler_id=lapsed.officer.id)
    assert client_of(lapsed.officer).get(page_of(open_list)).status_code == 404
    insider = world.user("officer", organisation_id=lapsed.refused.organisation_id)
    expected = {
        lapsed.officer: 200,
        world.user("leader"): 200,
        world.user("enterprise"): 404,
        world.user("researcher"): 404,
    }
    assert {one: client_of(one).get(page_of(lapsed.row)).status_code for one in expected} == expected
    bidder = client_of(insider)
    bidder.get(page_of(lapsed.row))
    assert "没有检测方案。" not in bidder.text()  # of a bidding unit: reads no rival


def test_a_proposal_fills_the_form_of_its_step(lapsed, client_of):
    desk = client_of(lapsed.officer)
    desk.get(page_of(lapsed.row))
    base = f"/desk/challenges/{lapsed.row.code}"
    (relist,) = links(desk, f"{base}/relist")
    why = parse_qs(urlsplit(relist).query)["reason"][0]
    desk.get(relist)
    assert [one.text for one in desk.all("textarea", name="reason")] == [why]
    desk.get(f"{base}/steps/revise?reason=调低指标")
    assert [one.text for one in desk.all("textarea", name="reason")] == ["调低指标"]


def test_the_split_makes_two_drafts(lapsed, client_of, client):
    desk, row = client_of(lapsed.officer), lapsed.row
    desk.get(page_of(row))
    (address,) = links(desk, f"/desk/challenges/{row.code}/split")
    desk.get(address)
    energy, leak = row.indicators
    assert "18.00 万元" in desk.text()  # what it comes to, before anything is pressed
    typed = {"first": "电堆能量密度", "second": "电堆漏电流", "reason": "分属两个专长"}
    places = {f"of_{energy.id}": "1", f"of_{leak.id}": "1"}
    both = places | {f"of_{leak.id}": "both"}
    assert desk.post(address, data=typed | both | {"go": "preview"}).status_code == 200
    assert ("漏电流 100" in desk.text(), "分属两个专长" in desk.text()) == (True, True)
    assert not db.session.scalars(db.select(Challenge.id).filter_by(lineage_id=row.id)).all()
    for wrong, words in (
        ({"first": ""}, "请填写第一个榜单的题目"),
        ({"second": "电堆能量密度"}, "两个榜单的题目不能相同"),
        ({"reason": ""}, "请填写理由"),
        ({f"of_{leak.id}": "9"}, "请从列表中选择"),
    ):
        assert desk.post(address, data=typed | places | {f"of_{leak.id}": "2"} | wrong).status_code == 422
        assert words in desk.text(), wrong
    assert desk.post(address, data=typed | places).status_code == 422
    assert "每个榜单至少要有一项指标" in desk.text()
    assert "分属两个专长" in desk.text()
    assert desk.post(address, data=typed | places | {f"of_{leak.id}": "2"}).status_code == 302
    drafts = db.session.scalars(
        db.select(Challenge).filter_by(lineage_id=row.id).order_by(Challenge.id)
    ).all()
    told = [(one.title, one.state, [(i.name, i.weight) for i in one.indicators]) for one in drafts]
    assert told == [
        ("电堆能量密度", C.DRAFT, [("能量密度", 100)]),
        ("电堆漏电流", C.DRAFT, [("漏电流", 100)]),
    ]
    assert [one.reward_fen for one in drafts] == [18_000_000, 12_000_000]
    assert desk.post(address, data=typed | places).status_code == 422  # once only
    assert len(db.session.scalars(db.select(Challenge.id).filter_by(lineage_id=row.id)).all()) == 2
    poster = client_of(row.author)
    assert {f"/desk/challenges/{one.code}" for one in drafts} <= set(
        links_of(poster, f"/desk/challenges/{row.code}")
    )
    client.get(f"/challenges/{row.code}/timeline")
    assert "分属两个专长" in client.text()
    client.get(f"/challenges/{row.code}")
    assert "流榜后已拆分为 2 份需求" in client.text()
    desk.get(f"/desk/challenges/{row.code}")
    assert "本榜单已拆分调整" in desk.text()


def test_a_fixed_number_of_queries(lapsed, client_of, queries):
    desk, counts = client_of(lapsed.officer), []
    desk.get(page_of(lapsed.row))  # the first look of the hour is recorded
    for _ in range(2):
        with queries() as seen:
            assert desk.get(page_of(lapsed.row)).status_code == 200
        counts.append(len(seen))
        for place in range(4):
            world.bid(lapsed.row, B.UNQUALIFIED, reason="缺件。", sealed_at=lapsed.row.published_at)
            world.challenge(C.ANNOUNCED, title=f"液流电池电堆之{place}")
    assert counts[0] == counts[1]


def test_until_the_pool_is_loaded_the_rest_is_shown(app, client_of):
    officer = world.user("officer")
    row = world.challenge(C.LAPSED, handler_id=officer.id)
    desk = client_of(officer)
    desk.get(page_of(row))
    assert "还没有可以比较的榜单" in desk.text()
