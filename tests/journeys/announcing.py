"""Scenes of the end: the notice, feedback to every bidder, the period in working days, the result."""

import datetime as dt

from challenge import rulepack
from challenge.notice.models import Notice
from challenge.states import C, N
from core import clock
from core.database import db
from tests.journeys import bidding, facts

WHILE_NOTICED = {"alpha": "拟揭榜", "beta": "候补", "gamma": "未入选"}


def notice(town):
    """The notice as it is now."""
    return town.read(db.select(Notice))


def officer_publishes_notice(town):
    """The text is generated, read and published; it says how to object."""
    officer = town.play("officer")
    officer.visit(town.desk("/notice")).press("生成公示文本")
    officer.fill(checked=True).press("发布公示")
    assert (town.challenge.state, notice(town).state) == (C.NOTICED, N.PUBLISHED)
    reader = town.guest()
    reader.visit("/notices").reads(facts.BASICS["title"])
    reader.visit(f"/notices/{notice(town).code}").reads(
        "甲方电机研究院", "工作日", "异议", "示范市民中心三楼"
    )
    return reader


def bidders_read_feedback(town, reviewers):
    """Each team reads scores and comments on its own bid, without names; nobody else's."""
    names = [town.people[one].display_name for one in reviewers]
    for name in ("alpha", "beta", "gamma"):
        bidder = town.play(name)
        bidder.visit("/account/messages").reads("评审意见已公开")
        bidder.visit(bidding.desk(town, name, "/feedback")).reads(
            "热设计依据充分", "5 人", WHILE_NOTICED[name]
        )
        bidder.misses(*names)
    town.play("beta").visit(bidding.desk(town, "alpha", "/feedback"), status=404)
    town.play("enterprise").visit(bidding.desk(town, "alpha", "/feedback"), status=404)


def period_runs(town):
    """Too early the result is refused; on the day after the last working day it is announced."""
    officer = town.play("officer")
    officer.visit(town.desk("/notice")).reads("公示期未满")
    ends_at = notice(town).ends_at
    assert ends_at - clock.now() > dt.timedelta(days=7)
    town.now.instant = ends_at - dt.timedelta(minutes=1)
    town.play("officer").visit(town.desk("/notice")).reads("公示期未满")
    town.now.instant = ends_at
    town.play("officer").visit(town.desk("/notice")).press("公布结果")
    assert (town.challenge.state, notice(town).state) == (C.ANNOUNCED, N.CLOSED)
    town.guest().visit("/results").reads(facts.BASICS["title"], "甲方电机研究院")
    town.play("alpha").visit(bidding.desk(town, "alpha")).reads("揭榜成功")
    town.guest().visit(f"/challenges/{town.code}/timeline").reads(
        "发布榜单", "开标", "启动专家评审", "形成拟立项方案", "定榜", "发布公示"
    ).reads(rulepack.mode_of(town.challenge).say("公布揭榜结果"))
