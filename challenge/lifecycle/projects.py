"""The transition tables of a project (攻关项目) and of the versions of its contract (任务书)."""

from operator import attrgetter

from challenge.delivery import effects, messages, rules
from challenge.delivery.contracts import effects as contracting
from challenge.delivery.contracts import rules as contracts
from challenge.delivery.contracts.models import Contract
from challenge.delivery.ledger.checks import money_in_order
from challenge.delivery.models import Project
from challenge.delivery.states import K, P
from core.workflow import machine, nobody, step


def where_it_was(project):
    """暂停前的状态"""
    return project.suspended_from


UNFINISHED = (P.SIGNING, P.ACTIVE, P.SUSPENDED)

# A table is read as a table: one transition, one row.
# fmt: off
machine(
    "project",
    Project,
    P,
    what=attrgetter("code"),
    steps=[
        step("sign", "任务书生效，开始攻关", P.SIGNING, P.ACTIVE, nobody, [rules.list_announced],
             [effects.note_contracted, messages.tell_sides, messages.tell_handler], public="任务书生效，开始攻关"),
        step("suspend", "暂停项目", P.ACTIVE, P.SUSPENDED, rules.decides_on_project, [],
             [effects.note_suspension, messages.tell_sides, messages.tell_handler], asks=("reason",), public="项目暂停", danger=True),
        step("resume", "恢复项目", P.SUSPENDED, where_it_was, rules.decides_on_project, [],
             [effects.resume_clocks, messages.tell_sides, messages.tell_handler], asks=("reason",), public="项目恢复"),
        step("abandon", "放弃揭榜", UNFINISHED, P.ABANDONED, rules.leads_project, [],
             [effects.note_end, messages.tell_sides, messages.tell_handler], asks=("reason",), public="揭榜方放弃项目", danger=True),
        step("terminate", "终止项目", UNFINISHED, P.TERMINATED, rules.decides_on_project, [],
             [effects.note_end, messages.tell_sides, messages.tell_handler], asks=("reason_code", "reason"), public="项目终止", danger=True),
    ],
)
machine(
    "contract",
    Contract,
    K,
    what=lambda contract: f"{contract.project.code} 第 {contract.number} 版",
    steps=[
        step("offer", "发给各方确认", K.DRAFT, K.OFFERED, contracts.drafts_contract, [contracts.list_allows_signing, money_in_order],
             [messages.tell_contract_sides]),
        step("confirm", "确认任务书", K.OFFERED, K.OFFERED, contracts.confirms_contract, [contracts.list_allows_signing],
             [contracting.keep_signature, messages.tell_next_side]),
        step("put_in_force", "任务书生效", K.OFFERED, K.IN_FORCE, nobody, [contracts.list_allows_signing], [contracting.take_effect]),
        step("refuse", "不同意，退回协商", K.OFFERED, K.REFUSED, contracts.is_party, [], [contracting.keep_refusal, messages.tell_refused],
             asks=("reason",), danger=True),
        step("take_back", "撤回修改", K.OFFERED, K.REFUSED, contracts.drafts_contract, [], [contracting.keep_refusal, messages.tell_refused],
             asks=("reason",)),
        step("drop", "不再签订", (K.DRAFT, K.OFFERED), K.REFUSED, nobody, [], [contracting.keep_refusal]),
        step("supersede", "由新版本替代", K.IN_FORCE, K.SUPERSEDED, nobody),
    ],
)
