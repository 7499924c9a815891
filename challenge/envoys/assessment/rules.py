"""Questions about yearly assessments: whose turn it is, and what must be true before a step."""

from accounts.rules import is_auditor, is_bureau, is_county, is_leader, is_officer
from challenge import rulepack
from challenge.envoys.states import Grade
from core import clock
from core.canonical import digest


def is_assessed(user, assessment):
    """The envoy whose year it is."""
    return user.is_authenticated and assessment.envoy.user_id == user.id


def grades(user, assessment):
    """An officer, never of the own year."""
    return is_officer(user) and not is_assessed(user, assessment)


def speaks_for_county(user, assessment):
    """The recommender of the county that was served, never of the own year."""
    mine = is_county(user) and bool(user.county) and user.county == assessment.envoy.county
    return mine and not is_assessed(user, assessment)


def decides_grade(user, assessment):
    """A leader who is neither the envoy nor graded it."""
    apart = assessment.graded_by_id != user.id and not is_assessed(user, assessment)
    return is_leader(user) and apart


def oversees_assessments(user, assessment):
    """Staff of the bureau, and the auditor."""
    return is_bureau(user) or is_auditor(user)


def time_is_over(assessment):
    """Whoever is waited for has had the time."""
    if assessment.due_at is not None and clock.now() >= assessment.due_at:
        return None
    return "期限还没有过，请等待。"


def written(assessment):
    """A grade and why."""
    return None if assessment.grade and assessment.grade_reason else "请选择等次并写明理由。"


def figures_hold(assessment):
    """The figures are those that were frozen with the grade."""
    return None if digest(assessment.body) == assessment.digest else "考核数据与摘要不符，请退回重新评定。"


def most_excellent(number):
    """How many of `number` assessments of a year may be 优秀."""
    share = rulepack.load()["rules"]["envoy_excellent_share"]["value"]
    return max(number * share // 100, 1) if number else 0


def below(total, rule):
    """The points (hundredths) do not reach the rule's number of points."""
    return total < 100 * rulepack.load()["rules"][rule]["value"]


def grade_refusal(assessment, grade, figures, excellent, number):
    """Why this grade cannot be given, or None: `excellent` others of the `number` of this year have 优秀 already."""
    if grade is not Grade.EXCELLENT:
        return None
    total, served = figures["total"], figures.get("days", {}).get("served")
    days = rulepack.value(assessment, "envoy_excellent_days")
    if served is not None and served < days:
        cite = rulepack.cite(assessment, "envoy_excellent_days")
        return f"本年度在聘 {served} 天，不满 {days} 天，不能评为优秀{cite}。"
    if below(total, "envoy_excellent_min"):
        least, cite = (ask(assessment, "envoy_excellent_min") for ask in (rulepack.value, rulepack.cite))
        return f"得分 {total / 100:.2f} 低于 {least} 分，不能评为优秀{cite}。"
    most = most_excellent(number)
    if excellent >= most:
        cite = rulepack.cite(assessment, "envoy_excellent_share")
        return f"{assessment.year} 年度考核 {number} 人，优秀不超过 {most} 人，名额已满{cite}。"
    return None
