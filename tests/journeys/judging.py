"""Scenes from the formal check to the decision: correction, reviewers, recusal, scores, ranking, award."""

from challenge.bidding.models import Bid
from challenge.review.models import Assignment
from challenge.states import A, B, C
from core.database import db
from tests.journeys import bidding, facts

ITEMS = ("complete", "signed_members", "consortium", "related", "indicators", "milestones", "integrity")
SCORES = {
    "alpha": (27, 22, 17, 8, 8, 4),
    "beta": (24, 20, 16, 8, 7, 4),
    "gamma": (18, 15, 12, 6, 6, 3),
}


def bid_of(town, name):
    """The bid of this leader as it is now."""
    return town.read(db.select(Bid).filter_by(code=town.bids[name]))


def formal_check(town):
    """Two bids pass, one is corrected once and passes then."""
    officer = town.play("officer")
    officer.visit("/desk").reads("形式审查")
    for name in ("alpha", "beta"):
        _check(officer, town, name, "qualified")
    _check(officer, town, "gamma", "correct", wrong="indicators", reason="请补充温升超标的说明。")
    assert bid_of(town, "gamma").state is B.CORRECTING
    bidder = town.play("gamma")
    bidder.visit("/desk").reads("提交补正材料")
    bidder.visit(bidding.desk(town, "gamma", "/correct")).reads("请补充温升超标的说明。")
    bidder.fill(conditions="已与检测机构商定复测安排，第二台样机达到 80 K。").press("提交补正")
    _check(town.play("officer"), town, "gamma", "qualified")
    assert [bid_of(town, name).state for name in SCORES] == [B.QUALIFIED] * 3
    town.play("officer").visit(town.desk("/checks")).press("启动评审")
    assert town.challenge.state is C.REVIEWING


def _check(officer, town, name, conclusion, wrong=None, reason=""):
    typed = {f"ok_{key}": "no" if key == wrong else "yes" for key in ITEMS}
    officer.visit(bidding.desk(town, name, "/check")).fill(**typed, conclusion=conclusion, reason=reason)
    officer.press("记录审查结论")


def committee_forms(town):
    """Seven chosen, five invited; one declares a tie and is replaced by the first substitute."""
    officer = town.play("officer")
    officer.visit(town.desk("/reviewers"))
    profiles = [town.profiles[name] for name in town.profiles]
    officer.reads(*(one.name for one in profiles))
    officer.fill(profile=[str(one.id) for one in profiles]).press("选入评审组")
    invited = ["technical1", "technical2", "technical3", "industry", "finance"]
    ids = {one.profile_id: one.id for one in town.challenge.assignments}
    officer.fill(assignment=[str(ids[town.profiles[name].id]) for name in invited])
    officer.press("向勾选的专家发出邀请")
    officer.reads("已发出 5 份邀请")
    declare(town, "technical3", tie="teacher")
    assert _task(town, "technical3").state is A.RECUSED
    town.play("technical3").visit(bidding.desk(town, "alpha"), status=404)
    officer = town.play("officer")
    officer.visit(town.desk("/reviewers")).reads("已回避").press("递补：邀请下一位候补")
    substitute = next(name for name in ("technical4", "technical5") if _task(town, name).state is A.INVITED)
    return ["technical1", "technical2", substitute, "industry", "finance"]


def _task(town, name):
    return town.read(db.select(Assignment).filter_by(profile_id=town.profiles[name].id))


def declare(town, name, tie="none"):
    """Declares on every bid, on names alone; the last bid gets this tie."""
    reviewer = town.play(name)
    reviewer.visit(bidding.desk(town, "alpha"), status=404)
    reviewer.visit(f"/desk/reviews/{_task(town, name).id}").reads("甲方电机研究院", "丙方装备公司")
    reviewer.misses(facts.PLAN["approach"])
    ties = {f"tie_{bid_of(town, one).id}": "none" for one in SCORES}
    ties[f"tie_{bid_of(town, 'gamma').id}"] = tie
    return reviewer.fill(**ties, pledge=True).press("提交声明并接受评审")


def review(town, name, shift=0):
    """Declares, scores every bid, hands in."""
    reviewer = declare(town, name)
    task = _task(town, name)
    assert task.state is A.ACCEPTED
    for bidder, points in SCORES.items():
        mine = (points[0] - shift, *points[1:])
        reviewer.visit(f"/desk/reviews/{task.id}/bids/{town.bids[bidder]}")
        reviewer.reads("绕组稳定温升", facts.PLAN["approach"])
        reviewer.fill(**facts.scores(mine)).press("保存并返回")
    reviewer.visit(f"/desk/reviews/{task.id}/submit").press("确认提交")
    assert _task(town, name).state is A.SUBMITTED
    return reviewer


def ranking_stays_closed(town):
    """Before every review is in nobody sees a score."""
    officer = town.play("officer")
    officer.visit(town.desk("/ranking")).reads("不显示任何得分")
    officer.misses("86.0", "79.0")


def officer_proposes(town):
    """The ranking as computed; the first is proposed; the poster and the bidders see none of it."""
    officer = town.play("officer")
    officer.visit(town.desk("/ranking")).reads("甲方电机研究院")
    officer.visit(town.desk("/propose")).fill(
        winner=str(bid_of(town, "alpha").id), reason="指标全部优于要求。"
    )
    officer.press("提出拟立项方案")
    assert town.challenge.state is C.PROPOSED
    assert [bid_of(town, name).state for name in SCORES] == [B.NOMINATED, B.RESERVE, B.UNSELECTED]
    for name in ("enterprise", "alpha"):
        town.play(name).visit(town.desk("/ranking"), status=403)
    town.play("alpha").visit(bidding.desk(town, "alpha", "/feedback"), status=404)


def leader_decides(town):
    """The leader, who neither proposed nor opened, awards with a reason."""
    leader = town.play("leader")
    leader.visit("/desk").reads("审定拟立项方案")
    leader.visit(town.desk("/decision")).reads("指标全部优于要求。", "甲方电机研究院", "已回避")
    leader.fill(decision="award", reason="同意推荐意见。").press("确认决定")
    assert town.challenge.state is C.AWARDED
    assert [bid_of(town, name).state for name in SCORES] == [B.WON, B.RESERVE, B.UNSELECTED]
    assert {one.state for one in town.challenge.assignments} == {A.LOCKED, A.RECUSED, A.PROPOSED}
