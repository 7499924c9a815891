"""Who covers what: for the team alone, before and after the deadline; inviting who is missing; a team for a list."""

import datetime as dt

import pytest
import sqlalchemy as sa

from accounts.models import Message
from challenge.bidding import coverage
from challenge.bidding.actions import teams as crew
from challenge.posting.models import Challenge
from challenge.states import C
from core import charts, clock
from core.audit import entries_of
from core.database import db, transaction
from talent import teams
from talent.models import Profile
from talent.recommend import warm_up
from tests import bids, covered, world
from tests.covered import cells, expert


@pytest.fixture
def challenge(app):
    """An open list with two difficulties of different fields."""
    return covered.listed()


@pytest.fixture
def bid(challenge):
    """A draft whose leader covers a part of it."""
    return covered.drafted(challenge)


@pytest.fixture
def ready(app, bid):
    """The index is loaded."""
    warm_up(app, wait=True)


def page_of(bid):
    return bids.page_of(bid, "/coverage")


def profile(name):
    return db.session.scalar(sa.select(Profile).filter_by(name=name))


def test_the_matrix_shows_the_numbers_of_the_library(ready, bid, client_of):
    browser = client_of(bid.leader)
    assert browser.get(page_of(bid)).status_code == 200
    needs = coverage.needs_of(bid.challenge, {"difficulty", "indicators"})
    found = teams.survey(needs, [profile("带头人")], coverage.candidates_for(bid), most=4).present
    head, rows = cells(browser)
    assert head == ["指标与难点", "带头人", "合起来"]
    assert rows == [
        [
            f"{row.need.kind}：{row.need.label}",
            charts.share_text(row.best),
            "有人" if row.is_closed else "空缺",
        ]
        for row in found.rows
    ]
    assert [row[-1] for row in rows] == ["空缺", "有人", "空缺", "空缺"]


def test_gaps_name_who_closes_them_with_the_work_and_without_contact_data(ready, bid, client_of):
    browser = client_of(bid.leader)
    answer = browser.get(page_of(bid)).get_data(as_text=True)
    text = browser.text()
    assert "一种提高亚麻籽木酚素提取率的方法" in text
    assert "可推荐的专家中没有人能补上" in text
    links = {node.text: node.get("href") for node in browser.all("a") if node.text in ("极板人", "亚麻人")}
    assert links == {name: f"{page_of(bid)}/{profile(name).id}" for name in ("极板人", "亚麻人")}
    assert [secret for secret in ("13800001111", "secret.cn") if secret in answer] == []
    assert "".join(browser.all("mark")[0].itertext()) != ""


def test_only_the_team_reads_it_before_and_after_the_opening(ready, bid, client_of, now):
    strangers = [world.user(role) for role in ("officer", "leader", "supervisor", "admin", "researcher")]
    strangers.append(bid.challenge.author)
    strangers.append(bids.sealed(bid.challenge).leader)
    with transaction():
        crew.invite_account(bid.leader, bid, profile("极板人").user.username, "流道", 30)
    asked = profile("极板人").user
    path = page_of(bid)

    def statuses():
        return {client_of(one).get(path).status_code for one in [*strangers, asked]}

    assert statuses() == {404}
    with transaction():
        crew.answer(asked, bids.find(bid.code).members[1], agrees=True)
    member = client_of(asked)
    assert member.get(path).status_code == 200
    assert "邀请由负责人发出。" in member.text()
    assert member.get(f"{path}/{profile('亚麻人').id}").status_code == 404
    now.instant = bid.challenge.deadline + dt.timedelta(hours=1)
    assert [client_of(one).get(path).status_code for one in (bid.leader, asked)] == [200, 200]
    with transaction():
        bids.find(bid.code).opened_at = clock.now()
    assert {client_of(one).get(path).status_code for one in strangers} == {404}
    readers = {name: client_of(one) for name, one in (("team", bid.leader), ("supervisor", strangers[2]))}
    for name, browser in readers.items():
        assert browser.get(bids.page_of(bid)).status_code == 200
        assert (path in [node.get("href") for node in browser.all("a")]) is (name == "team")


def test_an_expert_with_an_account_is_asked_by_a_message(ready, bid, client_of):
    browser, one = client_of(bid.leader), profile("极板人")
    path = f"{page_of(bid)}/{one.id}"
    assert browser.get(path).status_code == 200
    assert "对方会收到站内信" in browser.text()
    assert browser.post(path, data={"role": ""}).status_code == 422
    assert browser.post(path, data={"role": "流道", "share_percent": "30"}).status_code == 302
    member = bids.find(bid.code).members[1]
    assert (member.user_id, member.role, member.share_percent, member.confirmed_at) == (
        one.user_id,
        "流道",
        30,
        None,
    )
    (letter,) = db.session.scalars(sa.select(Message).filter_by(user_id=one.user_id))
    assert letter.path == bids.page_of(bid, "/invitation")
    assert [e.what for e in entries_of(f"bid:{bid.id}")][-1] == "邀请团队成员"
    assert browser.get(path).status_code == 404
    browser.get(page_of(bid))
    assert "极板人" not in browser.text()


def test_an_expert_without_an_account_is_asked_by_a_text_to_copy(ready, bid, client_of):
    browser, one = client_of(bid.leader), profile("亚麻人")
    path = f"{page_of(bid)}/{one.id}"
    browser.get(path)
    assert "对方还没有平台账号" in browser.text()
    assert browser.post(path, data={"role": "提取", "share_percent": ""}).status_code == 302
    browser.get(bids.page_of(bid, "/members"))
    (address,) = [node.text for node in browser.all("span", class_="digest")]
    assert f"亚麻人：您好！我们正在组队揭榜“{bid.challenge.title}”" in browser.text()
    member = crew.member_of_link(address.rsplit("/", 1)[1])
    assert (member.name, member.unit, member.user_id, member.email) == ("亚麻人", "测试大学", None, "")
    assert [e.what for e in entries_of(f"bid:{bid.id}")][-1] == "邀请团队成员"
    assert browser.get(path).status_code == 404


def test_after_a_confirmed_link_the_expert_counts_in_the_matrix(ready, bid, client_of):
    with transaction():
        crew.invite_by_link(bid.leader, bid, "亚麻人", "测试大学", "提取", 10)
        bids.find(bid.code).members[1].confirmed_at = clock.now()
    browser = client_of(bid.leader)
    browser.get(page_of(bid))
    head, rows = cells(browser)
    assert head == ["指标与难点", "带头人", "亚麻人", "合起来"]
    assert [row[-1] for row in rows] == ["空缺", "有人", "空缺", "有人"]


def test_who_was_asked_under_another_spelling_is_not_suggested_again(ready, bid):
    asked = profile("亚麻人")
    assert coverage.candidate(bid, asked.id) == asked
    with transaction():
        crew.invite_by_link(bid.leader, bid, "亚麻 人", " 测试大学（演示）", "提取", 10)
    assert coverage.candidate(bids.find(bid.code), asked.id) is None


def test_who_may_not_be_suggested_cannot_be_opened_or_invited(ready, bid, client_of):
    poster = bid.challenge.organisation
    sister = world.organisation(parent_id=poster.id)
    work = "一种极板流道堵塞的预警方法"
    hidden = [
        expert("发榜方的人", work, organisation_id=poster.id, unit=poster.name),
        expert("子公司的人", work, organisation_id=sister.id),
        expert("账号在发榜方", work, user_id=world.user("expert", organisation_id=poster.id).id),
        expert("局里的人", work, user_id=world.user("officer").id),
        world.profile("只同意发榜方"),
        profile("带头人"),
    ]
    browser = client_of(bid.leader)
    browser.get(page_of(bid))
    assert [one.name for one in hidden[:-1] if one.name in browser.text()] == []
    for one in hidden:
        path = f"{page_of(bid)}/{one.id}"
        assert browser.get(path).status_code == 404, one.name
        assert browser.post(path, data={"role": "某", "share_percent": "1"}).status_code == 404, one.name
    assert browser.get(f"{page_of(bid)}/999999").status_code == 404
    assert len(bids.find(bid.code).members) == 1


def test_a_sealed_bid_and_a_closed_list_take_no_invitation(ready, challenge, client_of, now, bid):
    path = f"{page_of(bid)}/{profile('亚麻人').id}"
    now.instant = challenge.deadline
    browser = client_of(bid.leader)
    browser.get(page_of(bid))
    assert "现在不能邀请：揭榜已截止，不能再提交、替换或撤回。" in browser.text()
    assert [node.text for node in browser.all("a") if node.text == "亚麻人"] == []
    browser.get(path)
    assert "揭榜已截止" in browser.text()
    assert browser.post(path, data={"role": "提取", "share_percent": "5"}).status_code == 409
    assert len(bids.find(bid.code).members) == 1


def test_while_the_index_is_not_loaded_the_page_works(bid, client_of):
    browser = client_of(bid.leader)
    assert browser.get(page_of(bid)).status_code == 200
    assert "推荐正在准备" in browser.text()
    path = f"{page_of(bid)}/{profile('极板人').id}"
    assert browser.post(path, data={"role": "流道", "share_percent": "30"}).status_code == 302


def test_what_is_missing_is_said(app, client_of):
    bid = bids.drafted(world.challenge(C.OPEN))
    warm_up(app, wait=True)
    browser = client_of(bid.leader)
    browser.get(page_of(bid))
    assert "团队成员都没有已入库的专家档案" in browser.text()
    assert "人才库中暂时没有合适的专家" in browser.text()
    with transaction():
        row = db.session.get(Challenge, bid.challenge_id)
        row.indicators, row.difficulty = [], ""
    browser.get(page_of(bid))
    assert "没有可以比对的指标和难点" in browser.text()


def test_sections_that_are_closed_to_the_reader_do_not_enter(ready, bid, client_of):
    with transaction():
        db.session.get(Challenge, bid.challenge_id).secrecy = {"difficulty": "signed"}
    browser = client_of(bid.leader)
    browser.get(page_of(bid))
    _, rows = cells(browser)
    assert [row[0] for row in rows] == ["指标：能量密度 ≥ 35 Wh/L", "指标：漏电流 ≤ 2 %"]
    assert "亚麻" not in browser.text()


def test_a_fixed_number_of_queries(ready, bid, client_of, queries):
    browser = client_of(bid.leader)

    def count():
        with queries() as seen:
            browser.get(page_of(bid))
        return len(seen)

    count()
    before = count()
    for n in range(8):
        expert(f"增员{n}", f"一种极板流道堵塞的处理方法之{n}")
    count()
    assert count() == before
