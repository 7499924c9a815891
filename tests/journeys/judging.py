"""Scenes from the formal check to the decision: correction, reviewers, recusal, scores, ranking, award."""

from challenge.bidding.models import Bid
from challenge.posting.models import Challenge
from challenge.review.models import Assignment
from challenge.states import A, B, C
from core import log_tree
from core.database import db, transaction
from tests.journeys import bidding, facts

ITEMS = ("complete", "signed_members", "consortium", "related", "indicators", "milestones", "integrity")
PHRASES = {"officer": "雁门关外有人家朝穿皮袄午穿纱", "supervisor": "桑干河畔柳色新春风又绿两岸人"}
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


def seeds_are_committed(town):
    """Before the deadline officer and supervisor each commit to a phrase of their own."""
    for name, phrase in PHRASES.items():
        actor = town.play(name)
        actor.visit("/desk").reads("提交专家抽取的种子承诺")
        actor.visit(town.desk("/draw")).fill(phrase=phrase).press("提交承诺")
        actor.reads("种子承诺已记入日志")
        actor.visit("/desk").misses("提交专家抽取的种子承诺")
    town.guest().visit(f"/challenges/{town.code}/draw").reads("先定口令，后知结果", "抽取时公开")


def committee_forms(town):
    """The list is fixed, both phrases are revealed; one of the drawn declares a tie and the next one is asked."""
    officer = town.play("officer")
    officer.visit("/desk").reads("固定抽取条件和候选名单")
    officer.visit(town.desk("/draw")).reads("按这些条件的候选人数").press("固定条件和名单")
    officer.reads("抽取条件和候选名单已固定", "日志头")
    with transaction():
        log_tree.sign_head()  # what the platform does every night
    officer.visit(town.desk("/draw")).fill(**PHRASES | {"supervisor": PHRASES["officer"]})
    officer.press("公开口令并抽取", status=422).reads("与监督人员承诺的口令不符")
    officer.fill(**PHRASES).press("公开口令并抽取")
    officer.reads("抽取完成，邀请已经发出", "专家 5")
    officer.misses(*(one.name for one in town.profiles.values()))
    drawn = _sitting(town)
    assert sorted(name.rstrip("12345") for name in drawn) == ["finance", "industry", *["technical"] * 3]
    tied = drawn.pop(next(place for place, name in enumerate(drawn) if name.startswith("technical")))
    declare(town, tied, tie="teacher")
    assert _task(town, tied).state is A.RECUSED
    town.play(tied).visit(bidding.desk(town, "alpha"), status=404)
    town.play("supervisor").visit(town.desk("/draw")).reads("按次序递补", "已退出")
    town.guest().visit(f"/challenges/{town.code}/draw").reads(*PHRASES.values(), "按次序递补")
    (substitute,) = set(_sitting(town)) - set(drawn)
    officer = town.play("officer")
    officer.visit(town.desk("/reviewers")).reads("已回避", "姓名密封").misses(town.profiles[substitute].name)
    officer.press("查看姓名（会留下记录）").reads(town.profiles[substitute].name)
    return [*drawn, substitute]


def _sitting(town):
    """Names of those who are asked to review, in the order in which they were."""
    known = {profile.id: name for name, profile in town.profiles.items()}
    rows = town.read(db.select(Challenge).filter_by(code=town.code)).assignments
    return [known[one.profile_id] for one in rows if one.state is A.INVITED]


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
    assert {one.state for one in town.challenge.assignments} == {A.LOCKED, A.RECUSED}
