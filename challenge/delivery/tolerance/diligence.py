"""Findings about the team: the log, milestones, rectifications, reports, what was tried, warnings, money, causes."""

from challenge import rulepack
from challenge.delivery.ledger import balances, verifying
from challenge.delivery.ledger.actions import lines
from challenge.delivery.ledger.queries import by_line
from challenge.delivery.milestones.concluding import conclusion
from challenge.delivery.milestones.measuring import verdict_now
from challenge.delivery.research import chain, queries, rules, weeks
from challenge.delivery.research.states import Work
from challenge.delivery.states import MILESTONE_ENDS, Account, M, P, Source, Verdict, Version
from challenge.delivery.tolerance.findings import found
from challenge.posting.content import demand_text
from core import charts, clock, formats
from core.formats import date_zh

LONG_GAP = 2  # weeks


def findings(traces):
    """All findings about the team, in the order in which they are read."""
    every = (_log, _unbroken, _milestones, _rectified, _reports, _tried, _warned, _money, _causes)
    return [one(traces) for one in every]


def _day(instant):
    return clock.beijing(instant).date()


def _log(traces):
    project, notes = traces.project, traces.notes
    row = found("work", "研发记录是否真实、及时", project, "研发记录", "/research")
    late = sum(rules.is_late(one) for one in notes)
    if late < len(notes):
        row.said.append(f"研发记录 {len(notes)} 条，其中及时记录 {len(notes) - late} 条。")
    faults = chain.faults(project)
    if notes and not faults:
        row.said.append("逐条重算摘要，与平台日志一致，没有改动。")
    row.against += faults
    if late:
        row.against.append(f"补记 {late} 条，占 {charts.whole_percent(late / len(notes))}%。")
    return row


def _unbroken(traces):
    """Every week without an entry speaks against it, however many others have one."""
    project = traces.project
    row = found("work", "研发记录是否连续", project, "研发记录", "/research")
    covered, counted = weeks.coverage(rows := queries.weeks_of(project))
    if covered:
        every = "每周都有记录" if covered == counted else f"其中 {covered} 周有记录"
        row.said.append(f"攻关 {counted} 周，{every}。")
    if covered < counted:
        row.against.append(f"攻关 {counted} 周，其中 {counted - covered} 周没有记录。")
    share, least = (covered / counted if counted else 1), rulepack.value(project, "tolerance_coverage")
    if share * 100 < least:
        row.against.append(
            f"有记录的周占 {charts.whole_percent(share)}%，低于 {least}%{rulepack.cite(project, 'tolerance_coverage')}。"
        )
    for first, last, number in weeks.gaps(rows):
        if number >= LONG_GAP:
            row.against.append(f"{date_zh(first)}至{date_zh(last)}连续 {number} 周没有记录。")
    return row


def _evidence(milestone, round_=1):
    given = (one for one in milestone.reports if one.source is Source.SELF and one.given_at)
    return next((one for one in given if one.round == round_), None)


def _milestones(traces):
    row = found("work", "里程碑是否按期提交", traces.project, "里程碑", "/milestones")
    for one in traces.project.milestones:
        report, named = _evidence(one), f"里程碑 {one.number}“{one.name}”"
        if report is not None:
            late = (_day(report.given_at) - one.due_on).days
            said = f"{named}应于{date_zh(one.due_on)}提交，{date_zh(report.given_at)}提交"
            (row.against if late > 0 else row.said).append(
                f"{said}，逾期 {late} 天。" if late > 0 else f"{said}。"
            )
        elif one.state not in MILESTONE_ENDS and one.due_on < clock.today():
            row.against.append(f"{named}应于{date_zh(one.due_on)}提交，至今没有提交。")
        elif one.state is M.FAILED:
            row.against.append(f"{named}逾期没有提交，判定不通过。")
    return row


def _rectified(traces):
    row = found("work", "要求整改的是否整改", traces.project, "里程碑", "/milestones")
    for one in traces.project.milestones:
        named = f"里程碑 {one.number}“{one.name}”"
        if one.round == 1:
            if one.state is M.PASSED:
                row.said.append(f"{named}一次通过。")
            continue
        report = _evidence(one, 2)
        if report is None:
            row.against.append(f"{named}要求整改，没有重新提交。")
        else:
            in_time = one.rectify_due_on is None or _day(report.given_at) <= one.rectify_due_on
            words = "按期" if in_time else "逾期"
            (row.said if in_time else row.against).append(
                f"{named}要求整改，{date_zh(report.given_at)}{words}重新提交，{one.state.label}。"
            )
    return row


def _reports(traces):
    row = found("honest", "报告是否如实", traces.project, "指标链", "/indicators")
    given = [
        one
        for each in traces.project.milestones
        for one in each.reports
        if one.source is Source.SELF and one.given_at
    ]
    if given:
        numbers = sum(len(one.measurements) for one in given)
        row.said.append(
            f"提交完成情况 {len(given)} 份，证明材料 {sum(len(one.files) for one in given)} 份，实测值 {numbers} 项。"
        )
    for indicator in traces.project.indicators:
        by_source = {}
        for one in indicator.measurements:
            if one.report is None or one.report.given_at:
                by_source.setdefault(one.source is Source.SELF, []).append(one)
        own, tested = by_source.get(True), by_source.get(False)
        if not own or not tested:
            continue
        said, shown = verdict_now(own[-1]), verdict_now(tested[-1])
        words = f"“{indicator.name}”自测 {own[-1].value or said.label}，检测或评估 {tested[-1].value or shown.label}"
        if said is Verdict.MET and shown is Verdict.MISSED:
            row.against.append(f"{words}，自测称达到而检测未达到。")
        elif said is shown:
            row.said.append(f"{words}，结论一致。")
    return row


def _tried(traces):
    row = found("tried", "对未达到的指标作过哪些尝试", traces.project, "指标链", "/indicators")
    for indicator in traces.project.indicators:
        measured = [one for one in indicator.measurements if one.report is None or one.report.given_at]
        end = conclusion(measured)
        named = f"“{indicator.name}”（{demand_text(indicator)}）"
        if end.verdict is Verdict.MET:
            row.said.append(f"{named}已达到（{end.basis}）。")
            continue
        values = [one.value for one in measured if one.value]
        notes = [one for one in traces.notes if indicator in one.indicators]
        if values:
            row.said.append(f"{named}先后实测 {' → '.join(values)}。")
        else:
            row.against.append(f"{named}没有实测值。")
        if notes:
            row.said.append(_attempts(named, notes))
        else:
            row.against.append(f"{named}没有注明与其有关的研发记录。")
    return row


def _attempts(named, notes):
    numbers = {kind: sum(one.kind is kind for one in notes) for kind in Work}
    kinds = "、".join(f"{kind.label} {number} 条" for kind, number in numbers.items() if number)
    days = sorted(one.worked_on for one in notes)
    return f"{named}有关研发记录 {len(notes)} 条（{kinds}），{date_zh(days[0])}至{date_zh(days[-1])}。"


def _warned(traces):
    row = found("notice", "是否及早提示风险", traces.project, "研发记录", "/research")
    failed = [one for one in traces.project.milestones if one.state is M.FAILED]
    until = min((min(one.due_on, _day(one.concluded_at)) for one in failed), default=clock.today())
    setbacks = [one for one in traces.notes if one.kind is Work.SETBACK and one.worked_on <= until]
    if setbacks:
        row.said.append(
            f"{date_zh(until)}以前如实记录失败与调整 {len(setbacks)} 条，最早{date_zh(setbacks[0].worked_on)}。"
        )
    shared = [one for one in setbacks if one.share and _day(one.share.at) <= until]
    for one in shared:
        row.said.append(f"{date_zh(one.share.at)}把第 {one.number} 条失败与调整记录提供给发榜方。")
    asked = [
        one
        for one in traces.project.contracts
        if one.kind is not Version.FIRST and _day(one.drafted_at) <= until
    ]
    for one in asked:
        row.said.append(
            f"{date_zh(one.drafted_at)}提出任务书{one.kind.label}（第 {one.number} 版，{one.state.label}）。"
        )
    if not shared and not asked:
        row.against.append(f"{date_zh(until)}以前没有向发榜方或者主管部门提示风险的记录。")
    return row


def _money(traces):
    project = traces.project
    row = found("money", "经费使用是否合规", project, "支出", "/expenses")
    for payer, held in balances.balances(project).items():
        left, spent = held[Account.RECEIVED], held[Account.SPENT]
        if left + spent + held[Account.RETURNED]:
            row.said.append(f"{payer.label}支出 {formats.wan(spent)}，结余 {formats.wan(left)}。")
    standing = [one for one in project.expenses if one.struck_at is None]
    if standing:
        bare = sum(one.blob is None for one in standing)
        row.said.append(f"登记支出 {len(standing)} 笔，均有凭证号，{len(standing) - bare} 笔附凭证。")
        if bare:
            row.against.append(f"{bare} 笔支出没有上传凭证附件。")
    if struck := len(project.expenses) - len(standing):
        row.against.append(f"冲销支出 {struck} 笔。")
    faults = verifying.faults(project)
    if project.payments and not faults:
        row.said.append("台账逐笔重算，全部相符。")
    row.against += faults
    if budget := lines(project):
        over = [(name, fen) for name, _budget, _used, fen in by_line(project, budget) if fen]
        row.against += [f"科目“{name}”超出预算 {formats.wan(fen)}。" for name, fen in over]
    return row


def _causes(traces):
    project = traces.project
    row = found("cause", "有没有团队以外的原因", project, "办理经过", "#history")
    for first, last in queries.breaks(project):
        row.said.append(f"{date_zh(first)}至{date_zh(last)}项目暂停。")
    for one in traces.of("milestone.go_on"):
        row.said.append(f"{one.what}：发榜方在期限内没有评价（{date_zh(one.at)}）。")
    for one in project.payments:
        if one.dunned_at is not None:
            row.said.append(
                f"{one.payer.label} {formats.wan(one.amount_fen)}逾期，{date_zh(one.dunned_at)}催告。"
            )
    if project.extended_months:
        row.said.append(f"已延期 {project.extended_months} 个月。")
    if project.state is P.SUSPENDED:
        row.said.append(f"项目现在暂停：{project.reason}")
    return row
