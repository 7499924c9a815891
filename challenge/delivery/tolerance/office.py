"""Findings about the bureau's own work, so that whoever did it in time and by the rules is protected, and lapses are seen."""

from challenge import rulepack
from challenge.delivery.ledger.rules import is_overdue
from challenge.delivery.panels.states import SEATED
from challenge.delivery.states import K, Payer, Source, Y
from challenge.delivery.tolerance.findings import found
from core import clock, formats
from core.formats import date_zh

CONCLUDED = ("milestone.pass", "milestone.rectify", "milestone.fail", "milestone.fail_late")
READY = ("milestone.comment", "milestone.go_on")
REASONED = ("project.suspend", "project.resume", *CONCLUDED, "payment.refuse")


def findings(traces):
    """All findings about the bureau and its staff."""
    return [one(traces) for one in (_notice, _judged, _paid, _dunned, _conflicts, _reasons)]


def _notice(traces):
    row = found("office", "签约是否合规", traces.project, "任务书", "/contract")
    for one in traces.of("project.sign"):
        row.said.append(f"{date_zh(one.at)}任务书生效；生效时结果已公布，没有未办结的异议（平台核对）。")
    for one in traces.project.contracts:
        if one.state in (K.IN_FORCE, K.SUPERSEDED):
            row.said.append(f"任务书第 {one.number} 版由{len(one.signatures)}方分别确认。")
    return row


def _judged(traces):
    row = found("office", "里程碑是否按时判定", traces.project, "里程碑", "/milestones")
    days = rulepack.value(traces.project, "milestone_conclude_days")
    for one in traces.project.milestones:
        ready = None
        for entry in traces.about(one, *READY, *CONCLUDED):
            if entry.action in READY:
                ready = entry.at
                continue
            taken = (entry.at - ready).days if ready else 0
            words = f"里程碑 {one.number} {date_zh(entry.at)}判定，用时 {taken} 天（时限 {days} 天）"
            (row.against if taken > days else row.said).append(
                f"{words}，超过时限。" if taken > days else f"{words}。"
            )
            ready = None
        if ready is not None and (waits := (clock.now() - ready).days) > days:
            row.against.append(f"里程碑 {one.number} 等待判定 {waits} 天（时限 {days} 天）。")
    return row


def _paid(traces):
    row = found("office", "财政资金是否按时拨付", traces.project, "经费台账", "/ledger")
    for one in traces.project.payments:
        if one.payer is not Payer.PUBLIC or one.due_at is None:
            continue
        paid = traces.about(one, "payment.register")
        named = f"{one.code} {formats.wan(one.amount_fen)}"
        if paid and paid[-1].at <= one.due_at:
            row.said.append(f"{named}按时付款（{date_zh(paid[-1].at)}）。")
        elif paid:
            row.against.append(f"{named}逾期付款（应于{date_zh(one.due_at)}前，{date_zh(paid[-1].at)}付）。")
        elif is_overdue(one):
            row.against.append(f"{named}应于{date_zh(one.due_at)}前付款，至今未付。")
    return row


def _dunned(traces):
    row = found("office", "发榜方拖欠是否催办", traces.project, "经费台账", "/ledger")
    for one in traces.project.payments:
        if one.payer is not Payer.DEMANDER or one.due_at is None:
            continue
        named = f"{one.code} {formats.wan(one.amount_fen)}"
        if one.dunned_at is not None:
            row.said.append(f"{named}{date_zh(one.dunned_at)}催告。")
        elif is_overdue(one):
            row.against.append(f"{named}逾期未付，没有催告。")
        elif one.state is Y.CONFIRMED:
            row.said.append(f"{named}已到账，无须催告。")
    return row


def _conflicts(traces):
    row = found("office", "是否核查回避和诚信", traces.project, "里程碑", "/milestones")
    asked = [one for each in traces.project.milestones for one in each.reports if one.source is Source.EXPERT]
    free = sum(one.accepted_at is not None for one in asked)
    if asked:
        row.said.append(f"邀请专家评估 {len(asked)} 人次，{free} 人次声明无利害关系后才看材料。")
    for panel in traces.project.panels:
        declared = sum(one.state in SEATED for one in panel.members)
        if declared:
            row.said.append(f"{panel.purpose.label}组 {declared} 名专家均先作回避声明。")
    if checks := len(traces.of("integrity.check")):
        row.said.append(f"拨付前核对科研诚信记录 {checks} 次。")
    return row


def _reasons(traces):
    row = found("office", "重要决定是否写明理由", traces.project, "办理经过", "#history")
    made = traces.of(*REASONED)
    bare = [one for one in made if not (one.after or {}).get("reason")]
    if len(made) > len(bare):
        row.said.append(f"判定、暂停、退回等 {len(made) - len(bare)} 次，均写明理由并记入日志。")
    row.against += [f"{one.what}没有写明理由（{date_zh(one.at)}）。" for one in bare]
    return row
