"""成功: the contract is signed by all sides, the work is done, accepted as a whole, published, paid and archived."""

import datetime as dt

from challenge.delivery.final_accounts.states import F
from challenge.delivery.ledger.verifying import every_fault
from challenge.delivery.milestones import actions as milestones
from challenge.delivery.states import K, M, P, Payer, Y
from challenge.states import C
from core import audit_walk, clock, workdays
from core.database import transaction
from tests.challenge.delivery.milestones import scene as of_milestones
from tests.core.inspection.samples import pdf
from tests.journeys import deliberating, delivering

TEXT = "评议组一致认为各项指标达到任务书约定，建议通过。"


def play(works):
    """The story from the drafted contract to the list that is done."""
    with transaction():
        workdays.seed(2026, 2028)
    everybody_signs(works)
    work_is_done(works)
    delivering.is_paid(works, "demander")
    is_accepted(works)
    delivering.is_paid(works, "demander", 2)
    delivering.is_paid(works, "demander", 3)
    is_settled(works)


def is_accepted(works):
    """From the application to the conclusion that everybody reads."""
    team_applies(works)
    poster_and_officer(works)
    deliberating.experts_join(works)
    deliberating.is_drawn(works, "acceptance")
    deliberating.votes(works, "acceptance", ["pass"] * 5, TEXT)
    is_concluded(works)
    is_published(works)


def everybody_signs(works):
    """The officer sends what was generated; team, poster and leader confirm the same digest, the leader last."""
    page = works.desk("/contract")
    works.play("officer").visit(page).fill(checked=True, check_reason="自筹以设备投入，定榜时已审议。").press(
        "发给双方确认"
    )
    works.play("leader").visit(page).reads(works.say("等待确认：揭榜方、发榜方、主管部门")).misses(
        "确认任务书</button>"
    )
    for name in ("team", "poster", "leader"):
        actor = works.play(name)
        actor.visit("/desk").reads("确认任务书")
        actor.visit(page).fill(agreed=True).press("确认任务书")
    assert (works.project.state, works.project.contracts[-1].state) == (P.ACTIVE, K.IN_FORCE)


def work_is_done(works):
    """Every milestone that is left passes; how is told elsewhere."""
    officer, project = works.people["officer"], works.project
    for one in [one for one in project.milestones if one.state is M.PLANNED]:
        of_milestones.give(one, works.good)
        of_milestones.comment(one)
        with transaction():
            tested = of_milestones.values(project, works.good)
            milestones.add_test(officer, one, "省检测中心", "", tested, {}, ())
        with transaction():
            milestones.conclude(officer, one, "pass", "按期完成。")
    assert {one.state for one in project.milestones} == {M.PASSED}


def team_applies(works):
    """Self-evaluation of each indicator, and the report of a third party."""
    team = works.play("team").visit(works.desk("/acceptance"))
    team.fill(summary="各项指标完成，样机已在示范站运行。", **works.values(*works.good))
    team.fill(institution="省检测中心").upload("reports", "检测报告.pdf", pdf())
    team.press("申请验收")
    team.reads("待形式审查")


def poster_and_officer(works):
    """The poster certifies the use; the officer registers a test and finds the papers complete."""
    poster = works.play("poster")
    poster.visit("/desk").reads(works.say("出具用户证明"))
    poster.visit(works.desk("/acceptance")).reads("检测报告.pdf")
    poster.fill(satisfaction="good", certificate="样机已装机使用三个月。").press(works.say("提交用户证明"))
    officer = works.play("officer").visit(works.desk("/acceptance"))
    officer.fill(**dict(works.values(*works.good)) | {"检测机构": "国家检测中心"})
    officer.upload("files", "验收测试.pdf", pdf()).press("登记测试结果")
    officer.visit(works.desk("/acceptance")).fill(go="admit").press("提交审查结果")
    officer.reads("请组建评议组")


def is_concluded(works):
    """The officer proposes with votes and verdicts in front, the leader approves."""
    page = works.desk("/acceptance")
    officer = works.play("officer").visit(page)
    officer.fill(conclusion="pass", basis="测试全部达到，评议组一致同意。").press("提出结论")
    works.play("leader").visit(page).fill(go="approve", decision="同意。").press("提交审定意见")


def is_published(works):
    """Everybody reads the notice; after its working days the conclusion is announced."""
    page = works.desk("/acceptance")
    works.play("officer").visit(page).press("发布验收公示")
    notice = works.project.acceptances[-1].notice
    works.guest().visit(f"/notices/{notice.code}").reads("验收", "通过")
    works.play("officer").visit(page).reads("公示期未满")
    works.now.instant = notice.ends_at + dt.timedelta(hours=10)
    works.play("officer").visit(page).press("公布验收结论")
    assert works.project.state is P.PASSED


def is_settled(works):
    """The archive is ordered, the list is done, every account holds."""
    assert works.payment("public").state is not Y.LOCKED
    works.play("officer").visit(works.desk("/acceptance")).press("生成归档包")
    challenge = works.project.challenge
    account_is_checked(works)
    officer = works.play("officer").visit(f"/desk/challenges/{challenge.code}/steps/finish")
    officer.fill(reason="验收通过，资料归档。").confirm()
    assert works.project.challenge.state is C.DONE
    works.guest().visit(f"/challenges/{challenge.code}/timeline").reads("项目验收通过", "办结")
    assert clock.now() > works.project.acceptances[-1].notice.ends_at
    assert every_fault()[1] == []
    assert audit_walk.first_broken() is None


def account_is_checked(works):
    """Whatever public money is left is paid; the team hands in the final account, finance finds it right."""
    finish = f"/desk/challenges/{works.project.challenge.code}/steps/finish"
    works.play("officer").visit(finish, status=422).reads("决算待提交，核对无误后才能办结")
    while waiting := [one for one in works.project.payments if one.state is Y.UNLOCKED]:
        one = waiting[0]
        if one.payer is Payer.OWN:
            invests(works, one)
        else:
            delivering.is_paid(works, one.payer.value, one.milestone)
    page = works.desk("/final-account")
    works.play("team").visit("/desk").reads("提交决算")
    works.play("team").visit(page).reads("结余的去向", "规则包").fill(agreed=True).press("提交决算")
    works.play("finance").visit("/desk").reads("核对决算")
    works.play("finance").visit(page).reads("待核对")
    works.play("finance").visit(works.desk("/final-account/steps/confirm")).confirm()
    assert works.project.final_account.state is F.CONFIRMED


def invests(works, row):
    """Own funds are put in, and the officer confirms it."""
    said = {"paid_on": clock.today().isoformat(), "voucher": f"自筹 {row.number}"}
    delivering.step(works, "team", row, "invest", **said)
    delivering.step(works, "officer", row, "confirm")
