"""Verbs of yearly assessments: begin a year, report, opine, grade, answer, finalise."""

from challenge import rulepack
from challenge.envoys.actions import refuse
from challenge.envoys.assessment import messages, queries, rules
from challenge.envoys.assessment.computing import figures
from challenge.envoys.assessment.models import Assessment
from challenge.envoys.states import FROZEN, Grade, Y
from core import audit, clock
from core.canonical import digest
from core.database import db
from core.workflow import apply


def begin_year(officer, year):
    """Begin the assessment of everybody who served in this year and has none; returns the new ones."""
    if not clock.today().year - 1 <= year <= clock.today().year:
        refuse("只能启动本年度或者上一年度的考核。")
    queries.lock_year(year)
    made = [_begin(officer, one, year) for one in queries.due_for(year) if one.user_id != officer.id]
    if not made:
        refuse(f"没有需要启动 {year} 年度考核的人员：在聘人员都已启动，或者该年度没有人在聘。")
    return made


def _begin(officer, envoy, year):
    now = clock.now()
    one = Assessment(
        envoy=envoy, year=year, state=Y.OPEN, state_since=now, opened_by_id=officer.id, opened_at=now
    )
    one.due_at = clock.after_days(now, rulepack.value(envoy, "envoy_report_days"))
    db.session.add(one)
    db.session.flush()
    audit.record(officer, "envoy_assessment.begin", one, f"启动 {year} 年度考核（{envoy.name}）")
    messages.tell_begun(one)
    return one


def step(user, assessment, action, **facts):
    """A step that needs nothing but its facts."""
    db.session.refresh(assessment, with_for_update={"of": Assessment})
    apply(user, assessment, action, **facts)


def grade(officer, assessment, chosen, reason):
    """Give a grade with the figures as they are now, which are frozen by it."""
    given, number = queries.lock_year(assessment.year)
    db.session.refresh(assessment)
    found = figures(assessment)
    if assessment.state is Y.OPINED and rules.grades(officer, assessment):
        if stopped := rules.grade_refusal(assessment, chosen, found, given[Grade.EXCELLENT], number):
            refuse(stopped)
        assessment.grade, assessment.grade_reason = chosen, reason
        assessment.body, assessment.digest = found, digest(found)
    apply(officer, assessment, "grade")
    what = f"考核数据摘要（{assessment.envoy.name} {assessment.year} 年度）"
    shown = {"grade": chosen.value, "total": found["total"], "digest": assessment.digest}
    audit.record(officer, "envoy_assessment.figures", assessment, what, after=shown)


def finalise(leader, assessment):
    """The grade stands; its share of the year is asked once more."""
    given, number = queries.lock_year(assessment.year)
    db.session.refresh(assessment)
    if assessment.state in FROZEN and assessment.grade is Grade.EXCELLENT:
        others = given[Grade.EXCELLENT] - 1
        if stopped := rules.grade_refusal(assessment, assessment.grade, assessment.body, others, number):
            refuse(stopped)
    apply(leader, assessment, "finalise")
    what = f"年度考核审定摘要（{assessment.envoy.name} {assessment.year} 年度）"
    shown = {"grade": assessment.grade.value, "digest": assessment.final_digest}
    audit.record(leader, "envoy_assessment.sealed", assessment, what, after=shown)
