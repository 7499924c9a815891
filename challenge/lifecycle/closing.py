"""The transition table of a closure (终止办理): how a project that cannot go on is heard, ended or continued, and settled."""

from challenge.delivery.closing import effects, messages, rules
from challenge.delivery.closing.models import Closure
from challenge.delivery.closing.states import BEFORE_DECISION, E
from challenge.delivery.ledger.forfeiting import all_answered
from core.workflow import machine, nobody, step

# A table is read as a table: one transition, one row.
# fmt: off
machine(
    "closure",
    Closure,
    E,
    what=lambda closure: f"{closure.project.code} 第 {closure.number} 次",
    steps=[
        step("accept", "受理，听取陈述", E.ASKED, E.HEARING, rules.handles_closure, [], [effects.begin_hearing, messages.tell_unheard, messages.tell_sides]),
        step("decline", "不予受理", E.ASKED, E.DECLINED, rules.handles_closure, [], [effects.note_outcome, messages.tell_sides], asks=("reason",), danger=True),
        step("speak", "提交陈述", E.HEARING, E.HEARING, rules.is_unheard, [], [effects.keep_statement, messages.tell_leaders, messages.tell_officer]),
        step("withdraw", "撤回申请", BEFORE_DECISION, E.WITHDRAWN, rules.asked_it, [],
             [effects.note_outcome, effects.wake_project, messages.tell_sides], asks=("reason",), danger=True),
        step("drop", "项目已结束，不再办理", BEFORE_DECISION, E.DROPPED, nobody, [], [effects.note_outcome, messages.tell_sides], asks=("reason",)),
        step("follow", "依容错评议的决定终止", E.ASKED, E.SETTLING, nobody, [], [effects.end_project, effects.open_case, messages.tell_sides, messages.tell_officer], asks=("reason",)),
        step("go_on", "不予终止，继续履行", E.HEARING, E.DISMISSED, rules.decides_on_closure, [rules.sides_heard],
             [effects.note_outcome, effects.wake_project, messages.tell_sides], asks=("reason",)),
        step("end", "决定终止", E.HEARING, E.SETTLING, rules.decides_on_closure, [rules.sides_heard, rules.diligence_decided],
             [effects.end_project, effects.open_case, messages.tell_sides], asks=("reason",), danger=True),
        step("draw", "出具结算单", E.SETTLING, E.CONFIRMING, rules.handles_closure, [all_answered], [effects.freeze_accounts, messages.tell_to_confirm]),
        step("confirm", "确认结算单", E.CONFIRMING, E.CONFIRMING, rules.confirms_settlement, [rules.settlement_current],
             [effects.keep_confirmation, messages.tell_next]),
        step("object", "对结算有异议，退回", E.CONFIRMING, E.SETTLING, rules.objects_to_settlement, [],
             [effects.reopen_accounts, messages.tell_officer], asks=("reason",), danger=True),
        step("redraw", "撤回重新出具", E.CONFIRMING, E.SETTLING, rules.handles_closure, [], [effects.reopen_accounts, messages.tell_sides], asks=("reason",)),
        step("agree", "结算生效", E.CONFIRMING, E.AGREED, nobody, [rules.settlement_current], [effects.settle_accounts, messages.tell_sides, messages.tell_officer]),
        step("determine", "期满未确认，核定结算", E.CONFIRMING, E.AGREED, rules.decides_on_closure, [rules.settlement_overdue, rules.settlement_current],
             [effects.note_determined, effects.settle_accounts, messages.tell_sides], asks=("reason",), danger=True),
        step("close", "款项已清，办结", E.AGREED, E.CLOSED, rules.handles_closure, [rules.accounts_cleared], [messages.tell_sides]),
        step("close_owing", "未清款项另行追偿，办结", E.AGREED, E.CLOSED, rules.decides_on_closure, [],
             [effects.note_uncleared, messages.tell_sides], asks=("reason",), danger=True),
    ],
)
