"""What the pages of milestones show: the plan as bars, reports side by side, one chain for each indicator."""

import re
from types import SimpleNamespace

from challenge.delivery.milestones import clocks, rules
from challenge.delivery.milestones.concluding import conclusion, to_retest
from challenge.delivery.milestones.departing import departures
from challenge.delivery.milestones.gaps import gap
from challenge.delivery.milestones.measuring import is_given, verdict_now, with_unit
from challenge.delivery.milestones.plausible import doubt
from challenge.delivery.milestones.stages import is_open, is_stage, judged_at
from challenge.delivery.rules import oversees_project
from challenge.delivery.states import MILESTONE_ENDS, M, Source
from challenge.posting.content import demand_text
from core import charts, clock
from core.formats import date_zh

TESTED = {Source.EXPERT: "专家判定", Source.THIRD_PARTY: "检测", Source.ACCEPTANCE: "验收测试"}


def standing_rows(project):
    """Milestones that stand, each with words and tone of its state as of today."""
    found = []
    for one in project.milestones:
        if one.state is not M.CANCELLED or one.reports:
            label, tone = clocks.standing(one)
            found.append(SimpleNamespace(row=one, state=SimpleNamespace(label=label, tone=tone)))
    return found


def plan(project, rows):
    """The milestones as bars from the one before, with today's line."""
    start, items = project.starts_on, []
    for one in rows:
        day = one.row.rectify_due_on or one.row.due_on
        items.append(
            (
                f"{one.row.number} {one.row.name}",
                min(start, day),
                day,
                one.state.tone,
                f"{_day(day)}　{one.state.label}",
            )
        )
        start = max(start, one.row.due_on)
    return charts.gantt(items, clock.today())


def _day(day):
    return f"{day.year}.{day.month:02}.{day.day:02}"


def chains(project):
    """For each indicator what was asked, promised, agreed on and measured, with the verdict: rows of words, and a picture."""
    return [_chain(one) for one in project.indicators]


def _chain(indicator):
    fixed = [
        ("榜单要求", indicator.asked, None),
        ("方案承诺", indicator.promised or "未承诺", None),
        ("任务书约定", demand_text(indicator), None),
    ]
    measured = [one for one in indicator.measurements if is_given(one)]
    steps = [(_when(one), *_value(one)) for one in measured]
    last = _last(indicator, conclusion(measured))
    said = [("验收结论", one.conclusion_label, None) for one in _concluded(indicator.project)]
    rows = [
        SimpleNamespace(label=label, text=text, verdict=found)
        for label, text, found in [*fixed, *steps, last, *said]
    ]
    picture = charts.chain(
        [(one.label, one.text, one.verdict.tone if one.verdict else "quiet") for one in rows]
    )
    summary = "；".join(f"{one.label} {one.text}" for one in rows)
    found = gap(indicator, measured)
    return SimpleNamespace(indicator=indicator, rows=rows, picture=picture, summary=summary, gap=found)


def _concluded(project):
    """Acceptances whose conclusion is public, or that asked for a rectification."""
    return [one for one in project.acceptances if one.is_public]


def _when(measurement):
    report = measurement.report
    what = TESTED.get(measurement.source, "自测")
    if report is None:
        return what if measurement.source is Source.ACCEPTANCE else "验收自评"
    again = "整改后" if report.round > 1 else ""
    return f"里程碑 {report.milestone.number} {again}{what}"


def _value(measurement):
    """(words, verdict) of a value; one from before the milestone that judges it is a stage, not a verdict."""
    if is_stage(measurement) and measurement.value:
        return f"{with_unit(measurement)}　阶段值", None
    value, verdict = with_unit(measurement), verdict_now(measurement)
    return f"{value}　{verdict.label}" if value else verdict.label, verdict


def _last(indicator, end):
    """The last row of a chain: what was found at the end, or where the work is on the way there."""
    if end.verdict is None:
        return "结论", "尚未实测", None
    if is_stage(end.measurement):
        found = judged_at(indicator)
        where = f"里程碑 {found.number} " if found else "验收"
        kind = TESTED.get(end.measurement.source, "自测")
        return "目前", f"{with_unit(end.measurement)}（{kind}阶段值，到{where}判定）", None
    label = "目前" if is_open(indicator.project) else "结论"
    return label, f"{end.verdict.label}（{end.basis}）", end.verdict


def reports(milestone, user):
    """Reports that were given, oldest first, with the verdicts as they are now; what waits, for those it concerns.

    Whoever was asked for an opinion and has not given it reads nobody else's.
    """
    owes = any(one.given_at is None for one in milestone.reports if _is_expert_of(user, one))
    rows = [
        one
        for one in milestone.reports
        if _is_expert_of(user, one)
        or (one.given_at and not (owes and one.source is Source.EXPERT))
        or (one.source is Source.EXPERT and rules.concludes(user, milestone))
    ]
    return [
        SimpleNamespace(
            row=one,
            who=_name_of(one, user),
            is_late=clocks.opinion_is_late(one),
            values=[
                (each, verdict_now(each), doubt(each.indicator, each.value)) for each in one.measurements
            ],
        )
        for one in rows
    ]


def _name_of(report, user):
    """Whose report it is; who an expert is stays with the bureau until the milestone was judged."""
    milestone = report.milestone
    is_open = milestone.state in MILESTONE_ENDS or oversees_project(user, milestone.project)
    sealed = report.source is Source.EXPERT and not is_open and not _is_expert_of(user, report)
    return "评估专家" if sealed else report.user.display_name


def _is_expert_of(user, report):
    return report.source is Source.EXPERT and report.user_id == user.id


def notice_of(milestone):
    """Why it was judged as it was, or what must be put right, as a sentence; None when nothing was said."""
    if not milestone.reason:
        return None
    if milestone.state in MILESTONE_ENDS:
        return f"{milestone.state.label}：{milestone.reason}"
    return f"{'要求整改' if milestone.state is M.RECTIFYING else '上一轮要求整改'}：{milestone.reason}"


def asked_points(milestone):
    """What a rectification must put right, point by point: the officer's words, and what is to be tested again."""
    if milestone.state is not M.RECTIFYING:
        return []
    again = [one.name for one in to_retest(milestone)]
    points = [one.strip() for one in re.split("[；;。\n]", milestone.reason)]
    return [*filter(None, points), *([f"复测：{'、'.join(again)}"] if again else [])]


def departing(milestone, user):
    """What a pass departs from, as sentences: for those who judge it, and for everybody once it has passed."""
    if milestone.state in MILESTONE_ENDS:
        return milestone.departures or []
    judges = rules.concludes(user, milestone) or rules.seconds(user, milestone)
    return departures(milestone) if judges and milestone.state is M.COMMENTED else []


def next_words(milestone):
    """What comes next and whom it waits for, as a sentence; None when it was judged."""
    if milestone.gate is not None and milestone.state is M.PLANNED:
        return f"赛马关口：{date_zh(milestone.due_on)}起共同测试，按结果判定，不需要提交证据。"
    day = clocks.due_on(milestone)
    if late := clocks.days_late(milestone):
        return f"揭榜方应在{date_zh(day)}前提交证据，已逾期 {late} 天。"
    if day is not None:
        again = "整改后重新" if milestone.state is M.RECTIFYING else ""
        return f"请揭榜方在{date_zh(day)}前{again}提交证据。"
    if milestone.state is M.SUBMITTED:
        late = "评价期限已过，经办人可以转入判定。" if clocks.comment_is_late(milestone) else ""
        return f"等待发榜方填写意见。{late}"
    if milestone.state is not M.COMMENTED:
        return None
    names = "、".join(one.name for one in to_retest(milestone))
    return f"等待整改后复测：{names}。检测报告由经办人登记。" if names else "等待经办人判定。"


def not_retested(milestone):
    """Names of the indicators that a passed rectification would leave with an old test: tested before, not since."""
    if milestone.round == 1:
        return []
    ends = (
        (one, conclusion([each for each in one.measurements if is_given(each)]))
        for one in milestone.project.indicators
    )
    return [one.name for one, end in ends if end.is_before]
