"""整改: a test finds a number missed, the team puts it right once, the milestone passes and its money follows."""

import datetime as dt

from challenge.delivery.ledger.verifying import every_fault
from challenge.delivery.states import M, Y
from core import audit_walk
from tests.journeys import delivering


def play(works):
    """The story from the first evidence to the first money."""
    works.now.forward(days=170)
    delivering.gives_evidence(works, 1, "42 Wh/L", "1.6 %")
    delivering.poster_says(works, 1, "rectify", "漏电流高于任务书约定，请整改。")
    delivering.is_tested(works, 1, "41.5 Wh/L", "1.7 %")
    delivering.expert_says(works, 1, "rectify", "密封结构需要改进，不必重做全部试验。")
    works.play("officer").visit(delivering.page(works, 1)).reads("必达指标未达到：漏电流")
    delivering.officer_concludes(works, 1, "rectify", "漏电流 1.7 %，任务书约定 1.5 %。", days=60)
    assert (works.milestone(1).state, works.milestone(1).round) == (M.RECTIFYING, 2)
    assert works.payment("demander").state is Y.LOCKED
    works.play("team").visit("/desk").reads("整改后重新提交里程碑证据")
    works.now.forward(days=30)
    delivering.gives_evidence(works, 1, "42 Wh/L", "1.3 %", text="更换密封圈后复测三次。")
    delivering.poster_says(works, 1, "pass", "复测时在场，同意通过。")
    delivering.is_tested(works, 1, "41.5 Wh/L", "1.4 %")
    officer = works.play("officer").visit(delivering.page(works, 1))
    officer.misses("整改后重新提交（仅一次）")
    delivering.officer_concludes(works, 1, "pass", "整改后各项达到约定。")
    chain = works.play("poster").visit(works.desk("/indicators"))
    chain.reads("里程碑 1 检测", "1.7 % 未达到", "里程碑 1 整改后检测", "1.4 % 达到")
    chain.misses("未达到（按检测结果）")
    money_follows(works)


def money_follows(works):
    """The poster pays first, only then the first public tranche is free; the ledger holds."""
    assert works.payment("public").state is Y.LOCKED
    works.play("finance").visit(works.desk(f"/payments/{works.payment('public').number}")).reads(
        "首笔财政资金不超过"
    )
    delivering.is_paid(works, "demander")
    delivering.step(works, "team", works.payment("own"), "invest", paid_on=_today(works), voucher="自筹 1")
    delivering.step(works, "officer", works.payment("own"), "confirm")
    assert every_fault() == (1, [])
    assert audit_walk.first_broken() is None


def _today(works):
    return (works.now.instant + dt.timedelta(hours=8)).date().isoformat()
