"""尽责未达标: a milestone fails, the team asks for tolerance, evidence and panel speak, the project ends without a stain."""

from challenge.delivery.ledger.verifying import every_fault
from challenge.delivery.states import M, P
from core import audit_walk, clock
from core.database import db
from talent.integrity.models import IntegrityCase
from tests.journeys import deliberating, delivering

REQUEST = "流道改型三次，能量密度只到 39 Wh/L，继续提高受材料限制；每次失败都当日记录。"
OPINION = "多数认为团队按任务书攻关，记录连续，未达标出于技术路线风险。"


def play(works):
    """The story from the log to the precedent."""
    team_writes_its_log(works)
    works.now.forward(days=150)
    milestone_fails(works)
    team_asks(works)
    deliberating.experts_join(works)
    deliberating.is_drawn(works, "tolerance")
    deliberating.votes(works, "tolerance", ["diligent"] * 4 + ["not_diligent"], OPINION)
    is_heard_and_decided(works)
    others_learn(works)
    assert every_fault() == (1, [])
    assert audit_walk.first_broken() is None


def team_writes_its_log(works):
    """A failed trial is written down on its day; nobody but team, officer and supervision reads it."""
    works.now.forward(days=20)
    team = works.play("team").visit(works.desk("/research/new"))
    concerned = [str(works.project.indicators[0].id)]
    team.fill(worked_on=clock.today().isoformat(), kind="setback", indicators=concerned)
    team.fill(text="第一次流道试验 38 Wh/L，压缩率过高，改用阶梯流道。").confirm()
    works.play("poster").visit(works.desk("/research")).misses("阶梯流道")


def milestone_fails(works):
    """The number is missed, the poster says so, the officer judges."""
    delivering.gives_evidence(works, 1, "39 Wh/L", "1.2 %")
    delivering.poster_says(works, 1, "fail", "能量密度没有达到约定，团队一直如实告知。")
    delivering.officer_concludes(works, 1, "fail", "能量密度 39 Wh/L，任务书约定 41 Wh/L。")
    assert works.milestone(1).state is M.FAILED


def team_asks(works):
    """The team asks, the poster states, the officer freezes the evidence."""
    page = works.desk("/tolerance")
    team = works.play("team").visit(works.desk("/tolerance/new"))
    team.fill(occasion="milestone", cause="route", text=REQUEST).press("申请容错评议")
    works.play("poster").visit(page).fill(statement="团队驻场四个月，没有隐瞒。").press("提交陈述")
    works.play("officer").visit(page).press("固定证据材料，提交评议")
    works.play("supervisor").visit(page).reads("摘要")


def is_heard_and_decided(works):
    """The team reads the opinion before anything is decided; the leader grants."""
    page = works.desk("/tolerance")
    works.play("officer").visit(page).press("送交团队听取意见")
    team = works.play("team").visit(page)
    team.reads(OPINION).fill(answer="没有补充。").press("提交答复")
    leader = works.play("leader").visit(works.desk("/tolerance/decision"))
    leader.reads("没有补充。").fill(outcome="grant", reason="同意评议意见。").press("确认决定")
    assert works.project.state is P.DILIGENT
    works.play("team").visit(page).reads("不作负面评价", "不影响今后揭榜")
    assert works.read(db.select(db.func.count()).select_from(IntegrityCase)) == 0


def others_learn(works):
    """A summary without names becomes a precedent that others find."""
    officer = works.play("officer").visit(works.desk("/tolerance")).follow("撰写案例摘要")
    officer.fill(
        title="高密度液流电池流道改型未达标", summary="三次改型均如实记录。", grounds="记录连续，经费合规。"
    )
    officer.fill(checked=True).confirm()
    works.play("leader").visit("/precedents?q=流道").reads("高密度液流电池流道改型未达标")
