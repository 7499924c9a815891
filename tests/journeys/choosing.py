"""Scenes of modes in which the poster chooses, and of the contract that every journey ends with."""

from challenge.delivery.models import Project
from challenge.review.choosing.rules import choice_of
from challenge.states import C
from core.database import db
from tests.journeys import bidding, facts, judging, posting

PROGRAMME = "2026 年分方式批次"


def owner_posts(town, mode, **parts):
    """Chooses what is posted, fills the four steps, pledges and submits."""
    poster = town.play("enterprise")
    poster.visit("/desk/challenges/new")
    if mode:
        poster.fill(mode=mode)
    poster.press("开始填写")
    town.code = poster.path.split("/")[3]
    poster.fill(**facts.BASICS, **parts).press("保存，下一步")
    first, second = posting.rows(facts.PROBLEM, "indicators-1-")
    poster.fill(**first).add_row("indicators").fill(**first, **second).press("保存，下一步")
    first, second = posting.rows(facts.MONEY, "payment_plan-1-")
    poster.fill(**first).add_row("payment_plan").fill(**first, **second).press("保存，下一步")
    poster.fill(**facts.TERMS).press("保存，去提交")
    poster.fill(pledged=True).confirm()
    assert town.challenge.state is C.SUBMITTED


def bureau_publishes(town, label):
    """A programme of this mode is made and started, and the list published in it."""
    officer = town.play("officer")
    officer.visit("/desk/challenges/programmes/new").fill(
        name=PROGRAMME, mode=label, budget_fen="500"
    ).confirm()
    programme = officer.reads(label, "由谁确定").path.rsplit("/", 1)[1]
    town.play("leader").visit(f"/desk/challenges/programmes/{programme}/steps/start").confirm()
    officer = town.play("officer")
    officer.visit(town.desk("/publish"))
    officer.fill(programme=posting._programme(town, PROGRAMME), challenge=[str(town.challenge.id)]).confirm()
    officer.reads(facts.BASICS["title"], "揭榜中")


def two_people_open(town):
    """An officer begins, a supervisor completes."""
    town.play("officer").visit(town.desk("/opening")).press("发起开标")
    supervisor = town.play("supervisor")
    supervisor.visit(town.desk("/opening")).press("确认开标")
    supervisor.reads("与截止时公布的摘要清单一致", "甲方电机研究院", "乙方机电大学", "丙方装备公司")


def poster_chooses(town):
    """Until the poster has chosen nothing can be proposed; it reads the bids in full and says why."""
    town.play("officer").visit(town.desk("/propose")).reads("请等待其在通过形式审查的方案中选定")
    poster = town.play("enterprise")
    poster.visit("/desk").reads("选定方案")
    poster.visit(bidding.desk(town, "alpha")).reads(facts.PLAN["approach"])
    poster.visit(town.desk("/choice")).reads("甲方电机研究院", "乙方机电大学", "绕组稳定温升")
    ids = {name: judging.bid_of(town, name).id for name in judging.SCORES}
    poster.fill(reason="散热方案与现场条件最合。").press("确认选定", status=422).reads("请选定一个方案")
    places = {f"place_{ids['alpha']}": "1", f"place_{ids['beta']}": "2"}
    poster.fill(reason="散热方案与现场条件最合。", **places).press("确认选定")
    assert choice_of(town.challenge).ranked == [ids["alpha"], ids["beta"]]


def contract_is_signed(town, *texts):
    """The officer drafts and offers, both sides and the bureau confirm; `texts` stand in it."""
    code = town.read(db.select(Project.code))
    path = f"/desk/projects/{code}/contract"
    officer = town.play("officer")
    officer.visit(path).press("按榜单和方案生成")
    officer.reads("财政资金拨付给", *texts).fill(
        checked=True, check_reason="自筹以设备投入，定榜时已审议。"
    ).press("发给双方确认")
    for name in ("alpha", "enterprise", "leader"):
        town.play(name).visit(path).fill(agreed=True).press("确认任务书")
    assert town.challenge.state is C.CONTRACTED
