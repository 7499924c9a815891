"""Scenes of a project: evidence, opinions, judgement, and money from request to arrival."""

import datetime as dt

from challenge.delivery.states import M, Y
from core import clock
from talent.queries import own_profile
from tests.core.inspection.samples import pdf


def page(works, number):
    """Address of a milestone."""
    return works.desk(f"/milestones/{number}")


def gives_evidence(works, number, *typed, text="样机完成装配，连续运行 200 小时。"):
    """The team finds its duty, writes what was done and measured, adds a file and submits."""
    team = works.play("team")
    team.visit("/desk").reads(works.say("里程碑证据"))
    team.visit(page(works, number)).fill(text=text, **works.values(*typed))
    team.upload("files", "自测报告.pdf", pdf()).press("提交证据")
    team.reads(works.say("等待发榜方填写意见"))
    assert works.milestone(number).state is M.SUBMITTED


def poster_says(works, number, advice, text):
    """The poster finds its duty, reads the evidence and writes an opinion."""
    poster = works.play("poster")
    poster.visit("/desk").reads(works.say("填写里程碑意见"))
    poster.visit(page(works, number)).reads("自测报告.pdf")
    poster.fill(advice=advice, text=text).press("提交意见")
    assert works.milestone(number).state is M.COMMENTED


def is_tested(works, number, *typed):
    """The officer registers the report of a third party."""
    officer = works.play("officer")
    officer.visit(page(works, number))
    form = dict(works.values(*typed)) | {"检测机构": "示范检测中心"}
    officer.fill(**form).upload("files", "检测报告.pdf", pdf()).press("登记检测报告")
    officer.reads("第三方检测", "示范检测中心")


def expert_says(works, number, advice, text):
    """An expert is asked, declares to stand free of both sides, only then reads, and gives an opinion."""
    officer = works.play("officer")
    officer.visit(page(works, number)).follow("选择专家")
    officer.fill(profile=str(own_profile(works.people["expert"]).id)).press("邀请专家")
    expert = works.play("expert")
    expert.visit("/desk").reads(works.say("填写里程碑评估意见"))
    expert.visit(page(works, number)).misses("自测报告.pdf")
    expert.fill(free=True).press("接受评估")
    expert.reads("自测报告.pdf").fill(advice=advice, text=text).press("提交评估意见")
    expert.visit(works.desk(), status=404)


def officer_concludes(works, number, outcome, reason, days=None):
    """The officer judges; a rectification gets its day."""
    officer = works.play("officer")
    officer.visit("/desk").reads(works.say("判定里程碑"))
    officer.visit(page(works, number)).fill(outcome=outcome, 理由=reason)
    if days is not None:
        officer.fill(until=(clock.today() + dt.timedelta(days=days)).isoformat())
    officer.press("提交判定")
    return officer


def step(works, name, payment, action, status=200, **typed):
    """One step of a payment by its page."""
    actor = works.play(name)
    actor.visit(works.desk(f"/payments/{payment.number}/steps/{action}")).fill(**typed).confirm(status)
    return actor


def is_paid(works, payer, milestone=1):
    """The money is requested, approved, paid and received, each by somebody else."""
    row = works.payment(payer, milestone)
    receiver, approver, cashier = works.sides[payer]
    step(works, receiver, row, "request", note="里程碑已通过。")
    works.play(approver).visit("/desk").reads("应付款" if payer == "demander" else "审批拨付")
    step(works, approver, row, "approve")
    works.play(cashier).visit("/desk").reads("付款并登记")
    step(works, cashier, row, "register", paid_on=clock.today().isoformat(), voucher=f"付字 {row.number}")
    works.play(receiver).visit("/desk").reads("确认到账")
    step(works, receiver, row, "confirm")
    assert next(one for one in works.project.payments if one.number == row.number).state is Y.CONFIRMED
