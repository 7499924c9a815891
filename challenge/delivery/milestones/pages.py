"""What the pages of milestones show: the plan as bars, reports side by side, one chain for each indicator."""

from types import SimpleNamespace

from challenge.delivery.milestones import clocks, rules
from challenge.delivery.milestones.measuring import verdict_now
from challenge.delivery.states import MILESTONE_ENDS, M, Source, Verdict
from challenge.posting.content import demand_text
from core import charts, clock
from core.formats import date_zh

TESTS = (Source.THIRD_PARTY, Source.ACCEPTANCE)
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
    measured = [one for one in indicator.measurements if one.report is None or one.report.given_at]
    steps = [(_when(one), _value(one), verdict_now(one)) for one in measured]
    verdict, basis = conclusion(measured)
    end = ("结论", f"{verdict.label}（{basis}）" if verdict else "尚未实测", verdict)
    rows = [
        SimpleNamespace(label=label, text=text, verdict=found) for label, text, found in [*fixed, *steps, end]
    ]
    picture = charts.chain(
        [(one.label, one.text, one.verdict.tone if one.verdict else "quiet") for one in rows]
    )
    summary = "；".join(f"{one.label} {one.text}" for one in rows)
    return SimpleNamespace(indicator=indicator, rows=rows, picture=picture, summary=summary)


def conclusion(measured):
    """(verdict, on what it rests) of the measurements of one indicator: a test counts more than the team's own word."""
    for kinds, basis in (
        (TESTS, "按检测结果"),
        ((Source.EXPERT,), "按专家判定"),
        ((Source.SELF,), "按团队自测"),
    ):
        found = [one for one in measured if one.source in kinds]
        if found:
            return verdict_now(found[-1]), basis
    return None, ""


def _when(measurement):
    report = measurement.report
    what = TESTED.get(measurement.source, "自测")
    if report is None:
        return what
    again = "整改后" if report.round > 1 else ""
    return f"里程碑 {report.milestone.number} {again}{what}"


def _value(measurement):
    value, verdict = measurement.value, verdict_now(measurement)
    return f"{value}　{verdict.label}" if value else verdict.label


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
        SimpleNamespace(row=one, values=[(each, verdict_now(each)) for each in one.measurements])
        for one in rows
    ]


def _is_expert_of(user, report):
    return report.source is Source.EXPERT and report.user_id == user.id


def notice_of(milestone):
    """Why it was judged as it was, or what must be put right, as a sentence; None when nothing was said."""
    if not milestone.reason:
        return None
    is_over = milestone.state in MILESTONE_ENDS
    return f"{milestone.state.label if is_over else '要求整改'}：{milestone.reason}"


def missed(milestone):
    """Names of the indicators that this round's numbers miss: the page says so before somebody passes it."""
    latest = {each.indicator_id: each for one in rules.given(milestone, *Source) for each in one.measurements}
    return [one.indicator.name for one in latest.values() if verdict_now(one) is Verdict.MISSED]


def next_words(milestone):
    """What comes next and whom it waits for, as a sentence; None when it was judged."""
    day = clocks.due_on(milestone)
    if late := clocks.days_late(milestone):
        return f"揭榜方应在{date_zh(day)}前提交证据，已逾期 {late} 天。"
    if day is not None:
        again = "整改后重新" if milestone.state is M.RECTIFYING else ""
        return f"请揭榜方在{date_zh(day)}前{again}提交证据。"
    if milestone.state is M.SUBMITTED:
        late = "评价期限已过，经办人可以转入判定。" if clocks.comment_is_late(milestone) else ""
        return f"等待发榜方填写意见。{late}"
    return "等待经办人判定。" if milestone.state is M.COMMENTED else None
