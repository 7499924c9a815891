"""发榜方违约: the milestone has passed, the demander does not pay, is dunned and reported, and the project ends decently."""

from challenge.delivery.ledger.verifying import every_fault
from challenge.delivery.states import M, P, Y
from core import audit_walk
from core.database import db
from talent.integrity.models import IntegrityCase
from tests.journeys import delivering

REASON = "试生产停线，公司暂无资金。"


def play(works):
    """The story from the passed milestone to the end of the project."""
    works.now.forward(days=170)
    delivering.gives_evidence(works, 1, "42 Wh/L", "1.3 %")
    delivering.poster_says(works, 1, "pass", "现场看过样机，同意通过。")
    delivering.is_tested(works, 1, "42 Wh/L", "1.3 %")
    delivering.officer_concludes(works, 1, "pass", "各项达到约定。")
    due = works.payment("demander")
    delivering.step(works, "team", due, "request", note="请按任务书付款。")
    delivering.step(works, "poster", due, "approve")
    delivering.step(works, "poster", due, "return", reason=REASON)
    works.play("team").visit(works.desk(f"/payments/{due.number}")).reads(REASON)
    delivering.step(works, "team", due, "request")
    is_dunned(works, due)
    is_reported(works, due)
    ends(works)


def is_dunned(works, due):
    """Before the time to pay is over nobody is dunned; the poster hears of it and may still pay."""
    officer = works.play("officer").visit(works.desk(f"/payments/{due.number}"))
    officer.reads("付款期限为首次申请后 30 天，期限未到")
    works.now.forward(days=31)
    works.play("officer").visit("/desk").reads("催告发榜方付款")
    delivering.step(works, "officer", due, "dun")
    works.play("poster").visit("/account/messages").reads("付款期限已过，请尽快付款")
    works.play("poster").visit(works.desk(f"/payments/{due.number}")).reads("付款期限已过", "已催告")


def is_reported(works, due):
    """After the days of the dunning the officer reports, and the supervisor has a case."""
    works.play("officer").visit(works.desk(f"/payments/{due.number}/steps/report"), status=422)
    works.now.forward(days=10)
    works.play("officer").visit("/desk").reads("登记诚信线索")
    delivering.step(works, "officer", due, "report", facts="里程碑 1 首笔款逾期四十天，催告后仍未付。")
    case = works.read(db.select(IntegrityCase))
    assert case.reference == works.payment("demander").code
    works.play("supervisor").visit(f"/desk/integrity/{case.code}").reads("催告后仍未付")


def ends(works):
    """The team asks for the end, the poster is heard, the leader decides: what was unlocked stays payable."""
    team = works.play("team").visit(works.desk("/closures/new"))
    team.fill(reason_code="demander_default", facts="首笔款逾期，催告后仍未付，无法继续投入。").press("提交")
    works.play("officer").visit(works.desk("/closures/1/steps/accept")).confirm()
    assert works.project.state is P.SUSPENDED
    poster = works.play("poster").visit(works.desk("/closures/1/speak"))
    poster.fill(agrees="yes", text="公司确无资金。").press("提交")
    leader = works.play("leader").visit(works.desk("/closures/1/steps/end"))
    leader.fill(reason="发榜方逾期不付款，经催告仍不履行。").confirm()
    assert works.project.state is P.TERMINATED
    states = {one.milestone: set() for one in works.project.payments}
    for one in works.project.payments:
        states[one.milestone].add(one.state)
    assert states[2] == states[3] == {Y.CANCELLED}
    assert works.payment("demander").state is Y.REQUESTED
    assert [one.state for one in works.project.milestones] == [M.PASSED, M.CANCELLED, M.CANCELLED]
    works.play("team").visit(works.desk()).reads("发榜方不履行付款义务")
    delivering.step(works, "poster", works.payment("demander"), "approve")
    assert every_fault() == (1, [])
    assert audit_walk.first_broken() is None
