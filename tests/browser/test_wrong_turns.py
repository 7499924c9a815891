"""Wrong turns in a real browser: nothing typed is lost, nothing happens twice, nobody gets in, the later one is told."""

import datetime as dt
import re

import pytest

from challenge.bidding.models import Bid, Receipt
from challenge.posting.models import Challenge
from challenge.review.models import Proposal
from challenge.states import B, C
from core.database import db
from tests import world
from tests.browser import credentials
from tests.browser.people import Person
from tests.journeys import bidding, facts, posting


class OneList:
    """An open list and the team that answers it; the shape that the scenes of bidding ask for."""

    def __init__(self, windows):
        self.windows, self.bids = windows, {}
        self.leader = world.user("researcher")
        challenge = world.challenge(C.OPEN)
        self.code, self.deadline = challenge.code, challenge.deadline

    def play(self, _name, **options):
        return Person(self.windows.open(user=self.leader, **options))

    def ready(self, **options):
        """A bid that lacks nothing, at the page that submits it."""
        actor = bidding.start(self, "leader") if not options else self._start(options)
        typed = facts.promises("40 Wh/L", "1 %")
        typed.pop("promises-0-deviation", None)
        actor.visit(bidding.desk(self, "leader", "/edit/team"))
        actor.fill(**{"lead-role": "全部", "lead-work_percent": "100", "lead-money_percent": "100"})
        actor.press("保存并继续")
        actor.fill(**facts.PLAN).press("保存并继续")
        actor.fill(**typed).press("保存并继续")
        actor.fill(**facts.BUDGET | {"total_fen": "30", "public_fen": "10", "demander_fen": "20"})
        actor.press("保存并继续")
        actor.fill(**facts.PLEDGES).press("保存并继续")
        bidding.set_share(self, actor, "leader")
        return actor.visit(bidding.desk(self, "leader", "/submit"))

    def _start(self, options):
        actor = self.play("leader", **options)
        actor.visit(f"/challenges/{self.code}/bid").fill(understood=True).press("开始编制方案")
        self.bids["leader"] = actor.path.split("/")[3]
        return actor


@pytest.fixture
def one_list(app, windows):
    return OneList(windows)


def _bid(one_list):
    db.session.rollback()
    return db.session.scalar(db.select(Bid).filter_by(code=one_list.bids["leader"]))


def _receipts():
    return db.session.scalar(db.select(db.func.count()).select_from(Receipt))


def test_a_bid_after_the_deadline_is_refused_and_stays_a_draft(one_list, now):
    deadline = one_list.deadline
    now.instant = deadline - dt.timedelta(minutes=5)
    actor = one_list.ready()
    now.instant = deadline
    actor.press("提交并密封", status=422)
    actor.reads("揭榜已截止")
    assert (_bid(one_list).state, _receipts()) == (B.DRAFT, 0)


def test_a_stranger_finds_no_bid(one_list, browser_of):
    one_list.ready()
    for stranger in (world.user("researcher"), world.user("officer"), world.user("leader")):
        Person(browser_of(stranger)).visit(bidding.desk(one_list, "leader"), status=404).reads("没有找到")


def test_a_missing_promise_stops_the_submission_and_keeps_what_was_typed(one_list):
    actor = one_list.ready()
    actor.visit(bidding.desk(one_list, "leader", "/edit/promises"))
    actor.fill(**{"promises-1-value": "", "promises-1-basis": "第二份台架数据"}).press("保存并继续")
    actor.visit(bidding.desk(one_list, "leader", "/submit")).reads("指标“漏电流”请填写承诺值")
    assert actor.page.get_by_role("button", name="提交并密封").count() == 0
    actor.visit(bidding.desk(one_list, "leader", "/edit/promises"))
    assert actor.page.locator('[name="promises-1-basis"]').input_value() == "第二份台架数据"


def test_a_wrong_number_is_told_at_its_field_and_the_rest_stays(browser_of):
    author = world.user("enterprise")
    draft = world.challenge(C.DRAFT, author=author)
    actor = Person(browser_of(author)).visit(f"/desk/challenges/{draft.code}/edit/3")
    actor.fill(悬赏金额="一百万", 归属说明="份额各半，收益另议。").press("保存，下一步", status=422)
    summary = actor.page.locator(".error-summary a")
    assert [one.split("：")[0] for one in summary.all_inner_texts()] == ["悬赏金额"]
    summary.first.click()
    assert actor.page.evaluate("document.activeElement.name") == "reward_fen"
    assert actor.page.get_by_label("悬赏金额").input_value() == "一百万"
    assert actor.page.get_by_label("归属说明").input_value() == "份额各半，收益另议。"


def test_two_clicks_on_submit_give_one_receipt(one_list):
    actor = one_list.ready()
    twin = actor.page.context.new_page()
    twin.goto(actor.page.url)
    hidden = actor.page.locator('[name="key"]').input_value()
    twin.evaluate("(key) => { document.querySelector('[name=key]').value = key }", hidden)
    actor.press("提交并密封")
    second = Person(twin).press("提交并密封")
    assert second.page.url == actor.page.url
    assert (_bid(one_list).state, _receipts()) == (B.SEALED, 1)


def test_a_session_that_lapsed_leads_back_to_where_one_was(windows, now):
    person = world.user("officer", username="wangjingban")
    secret = credentials.equip(person)
    challenge = world.challenge(C.SUBMITTED)
    actor = Person(windows.open())
    _sign_in(actor, now, secret)
    actor.visit(f"/desk/challenges/{challenge.code}")
    now.forward(minutes=16)
    actor.visit(f"/desk/challenges/{challenge.code}/steps/accept").reads("登录已过期")
    _sign_in(actor, now, secret, visit=False)
    assert actor.path == f"/desk/challenges/{challenge.code}/steps/accept"
    actor.reads("受理，进入论证")


def _sign_in(actor, now, secret, visit=True):
    now.forward(seconds=31)
    if visit:
        actor.visit("/auth/sign-in")
    actor.fill(用户名="wangjingban", 密码=credentials.PASSWORD).press("登录")
    actor.fill(验证码=credentials.code(secret)).press("验证并登录")


def test_two_leaders_decide_at_once_and_the_later_one_is_told(browser_of):
    challenge = world.challenge(C.PROPOSED)
    world.proposal(challenge)
    first, second = (Person(browser_of(world.user("leader"))) for _ in range(2))
    for actor in (first, second):
        actor.visit(f"/desk/challenges/{challenge.code}/decision")
    first.fill(decision="return", reason="请补充经费测算。").press("确认决定")
    second.fill(decision="award", reason="同意。").press("确认决定", status=409)
    second.reads("已由他人作出决定")
    db.session.rollback()
    assert [(one.decision, one.decision_reason) for one in db.session.scalars(db.select(Proposal))] == [
        ("return", "请补充经费测算。")
    ]


def test_two_clerks_take_the_same_demand_and_the_later_one_is_told(browser_of):
    challenge = world.challenge(C.SUBMITTED)
    clerks = [world.user("officer"), world.user("officer")]
    first, second = (Person(browser_of(one)) for one in clerks)
    for actor in (first, second):
        actor.visit(f"/desk/challenges/{challenge.code}/steps/accept")
    first.confirm()
    second.confirm(status=409).reads("当前状态为“论证中”")
    db.session.rollback()
    row = db.session.scalar(db.select(Challenge).filter_by(code=challenge.code))
    assert (row.state, row.handler_id) == (C.APPRAISING, clerks[0].id)


def test_without_javascript_one_signs_in_describes_a_demand_and_bids(windows, now):
    author = world.user("enterprise", username="kangqiye")
    credentials.equip(author)
    with_secret = db.session.get(type(author), author.id)
    secret = credentials.equip(with_secret)
    actor = Person(windows.open(script=False))
    now.forward(seconds=31)
    actor.visit("/auth/sign-in").fill(用户名="kangqiye", 密码=credentials.PASSWORD).press("登录")
    actor.fill(验证码=credentials.code(secret)).press("验证并登录")
    actor.visit("/desk/challenges/new").press("开始填写")
    code = actor.path.split("/")[3]
    actor.fill(**facts.BASICS).press("保存，下一步")
    first, second = posting.rows(facts.PROBLEM, "indicators-1-")
    actor.fill(**first).press("增加一行技术指标")
    actor.fill(**second).press("保存，下一步")
    db.session.rollback()
    row = db.session.scalar(db.select(Challenge).filter_by(code=code))
    assert [(one.name, one.weight) for one in row.indicators] == [("绕组稳定温升", 60), ("额定效率", 40)]


def test_without_javascript_one_bids(one_list):
    actor = one_list.ready(script=False)
    actor.press("提交并密封")
    assert re.search(r"[0-9a-f]{64}", actor.text())
    assert _bid(one_list).state is B.SEALED
