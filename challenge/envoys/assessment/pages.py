"""What the page of an assessment shows to its reader: figures, words of all sides, the forms it may use now."""

import datetime as dt
from types import SimpleNamespace

from challenge import rulepack
from challenge.envoys.assessment import forms, queries, rules
from challenge.envoys.assessment.computing import figures
from challenge.envoys.assessment.effects import is_sound
from challenge.envoys.states import FROZEN, Grade, Y
from core import workflow
from core.formats import date_zh

FORMS = {
    "report": forms.ReportForm,
    "opine": forms.OpinionForm,
    "grade": forms.GradeForm,
    "answer": forms.AnswerForm,
}
GENERIC = ("skip_report", "skip_opinion", "skip_answer", "finalise", "send_back")
WAITS = {
    Y.OPEN: "等待本人提交年度总结。",
    Y.REPORTED: "等待县区填写意见。",
    Y.OPINED: "等待经办人评定等次。",
    Y.GRADED: "等待本人对拟定等次提出意见。",
    Y.ANSWERED: "等待局领导审定。",
}


def page_of(assessment, user, typed):
    """Everything the template asks for; figures that are not frozen yet are those of this moment."""
    choices = workflow.available(user, assessment)
    actions = {one.action for one in choices}
    is_frozen = assessment.state in FROZEN
    shown = {name: made(formdata=None) if name in actions else None for name, made in FORMS.items()}
    return SimpleNamespace(
        figures=assessment.body if is_frozen else figures(assessment),
        is_frozen=is_frozen,
        is_sound=is_sound(assessment),
        sees_grade=is_frozen or bool(assessment.sent_back and rules.oversees_assessments(user, assessment)),
        waits_for=WAITS.get(assessment.state),
        choices=[one for one in choices if one.action in GENERIC],
        forms=shown | typed,
        day=_day,
        advised=_advised(assessment),
        clauses=_clauses(assessment),
        others=_other_years(assessment),
    )


def _other_years(assessment):
    """[(year, points, grade, 依据)] of the other years that stand, newest first, and what limits the comparison."""
    rows = [one for one in queries.years_of(assessment.envoy.user_id) if one.id != assessment.id]
    own = (assessment.body or {}).get("rules") or rulepack.load()["version"]
    return [(one, _comparable(one.body, own)) for one in rows]


def _comparable(body, own):
    served, whole = ((body.get("days") or {}).get(name) for name in ("served", "year"))
    said = [f"规则包 {body['rules']}" + ("" if body["rules"] == own else "，与本年度不同，得分不宜直接比较")]
    if served is None:
        said.append("满分次数未按在聘天数折算")
    elif served < whole:
        said.append(f"在聘 {served} 天")
    return "；".join(said)


def _day(text):
    """A day of the figures, which are plain values, as people read it."""
    return date_zh(dt.date.fromisoformat(text))


def _advised(assessment):
    """The grade that the points alone would give, as of now."""
    found = assessment.body if assessment.state in FROZEN else figures(assessment)
    total = found["total"]
    if rules.grade_refusal(assessment, Grade.EXCELLENT, found, 0, 1) is None:
        return Grade.EXCELLENT
    return Grade.FAIL if rules.below(total, "envoy_pass_min") else Grade.PASS


def _clauses(assessment):
    """The rules behind the numbers, as sentences."""
    value, cite = rulepack.value, rulepack.cite
    share, best = value(assessment, "envoy_excellent_share"), value(assessment, "envoy_excellent_min")
    days = value(assessment, "envoy_excellent_days")
    least, target = value(assessment, "envoy_pass_min"), value(assessment, "envoy_visits_target")
    return (
        f"权重和满分次数（全年 {target} 次，不满一年的按在聘天数折算）按规则包执行{cite(assessment, 'envoy_score_weights')}；没有数据可计的项目不计，其余各项折算为 100 分。",
        f"优秀须达到 {best} 分、本年度在聘满 {days} 天，人数不超过当年考核人数的 {share}%，不足 1 人的按 1 人{cite(assessment, 'envoy_excellent_share')}。",
        f"{least} 分以下评为合格的，须写明理由{cite(assessment, 'envoy_pass_min')}。",
    )
