"""The transition tables of a project (攻关项目) and of the versions of its contract (任务书)."""

from operator import attrgetter

from challenge.delivery import effects, messages, rules
from challenge.delivery.contracts import effects as contracting
from challenge.delivery.contracts import limits
from challenge.delivery.contracts import rules as contracts
from challenge.delivery.contracts.models import Contract
from challenge.delivery.ledger.checks import departure_explained, money_in_order
from challenge.delivery.models import Project
from challenge.delivery.outcomes.following.effects import plan_follow_ups
from challenge.delivery.outcomes.recruiting.effects import ask_winners
from challenge.delivery.outcomes.registering.effects import begin_contract, begin_result
from challenge.delivery.race import sums as lanes
from challenge.delivery.race import terms as gates
from challenge.delivery.research.effects import begin_log, resume_log
from challenge.delivery.states import IN_WORK, K, P
from core.workflow import machine, nobody, step


def where_it_was(project):
    """暂停前的状态"""
    return project.suspended_from


AT_WORK = (*IN_WORK, P.SUSPENDED)
_ended = [effects.note_end, messages.tell_sides, messages.tell_handler]

# A table is read as a table: one transition, one row.
# fmt: off
machine(
    "project",
    Project,
    P,
    what=attrgetter("code"),
    steps=[
        step("sign", "任务书生效，开始攻关", P.SIGNING, P.ACTIVE, nobody, [rules.list_announced],
             [effects.note_contracted, begin_log, ask_winners, messages.tell_sides, messages.tell_handler], public="任务书生效，开始攻关"),
        step("suspend", "暂停项目", IN_WORK, P.SUSPENDED, rules.decides_on_project, [],
             [effects.note_suspension, messages.tell_sides, messages.tell_handler], asks=("reason",), public="项目暂停", danger=True),
        step("resume", "恢复项目", P.SUSPENDED, where_it_was, rules.decides_on_project, [],
             [effects.resume_clocks, resume_log, messages.tell_sides, messages.tell_handler], asks=("reason",), public="项目恢复"),
        # Acceptance (验收) and tolerance (容错) carry what follows; nobody concludes a project by a button of its own.
        step("begin_acceptance", "进入验收", (P.ACTIVE, P.RECTIFYING), P.ACCEPTING, nobody, [],
             [effects.take_list_along, messages.tell_handler], public="项目进入验收"),
        step("rectify", "验收整改", P.ACCEPTING, P.RECTIFYING, nobody, [], [messages.tell_sides], public="验收要求整改"),
        step("pass", "验收通过", P.ACCEPTING, P.PASSED, nobody, [],
             [effects.note_passed, begin_result, plan_follow_ups, messages.tell_sides, messages.tell_handler], asks=("reason",), public="项目验收通过"),
        step("end_diligent", "尽责未达标结题", (*IN_WORK, P.SUSPENDED), P.DILIGENT, nobody, [], _ended, asks=("reason",), public="项目尽责未达标结题"),
        step("fail", "验收不通过", (P.ACCEPTING, P.RECTIFYING), P.FAILED, nobody, [], _ended, asks=("reason",), public="项目验收不通过"),
        # Before it is signed a project ends by one side's word; afterwards the other side is heard first (终止办理).
        step("abandon", "放弃揭榜", P.SIGNING, P.ABANDONED, rules.leads_project, [], _ended, asks=("reason",), public="揭榜方放弃项目", danger=True),
        step("abandon", "放弃揭榜", AT_WORK, P.ABANDONED, nobody, [], _ended, asks=("reason",), public="揭榜方放弃项目", danger=True),
        step("terminate", "终止项目", P.SIGNING, P.TERMINATED, rules.decides_on_project, [], _ended, asks=("reason_code", "reason"), public="项目终止", danger=True),
        step("terminate", "终止项目", AT_WORK, P.TERMINATED, nobody, [], _ended, asks=("reason_code", "reason"), public="项目终止", danger=True),
        step("eliminate", "赛马关口未晋级", (P.ACTIVE, P.SUSPENDED), P.ELIMINATED, nobody, [],
             [effects.note_end, messages.tell_sides], asks=("reason",), public="赛马关口未晋级，项目结束"),
    ],
)
machine(
    "contract",
    Contract,
    K,
    what=lambda contract: f"{contract.project.code} 第 {contract.number} 版",
    steps=[
        step("ask", "申请变更", K.DRAFT, K.REQUESTED, contracts.asked_it, [limits.change_fits], [messages.tell_change_asked]),
        step("offer", "发给各方确认", (K.DRAFT, K.REQUESTED), K.OFFERED, contracts.drafts_contract,
             [contracts.list_allows_signing, money_in_order, departure_explained, lanes.within_list, gates.days_agree, limits.change_fits, limits.lowering_noted],
             [gates.fix_days, messages.tell_contract_sides]),
        step("confirm", "确认任务书", K.OFFERED, K.OFFERED, contracts.confirms_contract, [contracts.list_allows_signing, limits.change_fits],
             [contracting.keep_signature, messages.tell_next_side]),
        step("put_in_force", "任务书生效", K.OFFERED, K.IN_FORCE, nobody, [contracts.list_allows_signing, lanes.within_list, limits.change_fits, limits.lowering_noted],
             [contracting.take_effect, begin_contract, contracting.publish_change, messages.tell_changed]),
        step("decline", "不同意变更", K.REQUESTED, K.REFUSED, contracts.drafts_contract, [], [contracting.keep_refusal, messages.tell_refused],
             asks=("reason",), danger=True),
        step("withdraw", "撤回变更申请", (K.REQUESTED, K.OFFERED), K.REFUSED, contracts.asked_it, [], [contracting.keep_refusal, messages.tell_refused],
             asks=("reason",), danger=True),
        step("refuse", "不同意，退回协商", K.OFFERED, K.REFUSED, contracts.is_party, [], [contracting.keep_refusal, messages.tell_refused],
             asks=("reason",), danger=True),
        step("take_back", "撤回修改", K.OFFERED, K.REFUSED, contracts.drafts_contract, [], [contracting.keep_refusal, messages.tell_refused],
             asks=("reason",)),
        step("drop", "不再签订", (K.DRAFT, K.REQUESTED, K.OFFERED), K.REFUSED, nobody, [], [contracting.keep_refusal]),
        step("supersede", "由新版本替代", K.IN_FORCE, K.SUPERSEDED, nobody),
    ],
)
