"""“Then … is told that …” of yearly assessments."""

from accounts.mailbox import holders, tell
from accounts.states import Role
from core.formats import moment


def path_of(assessment):
    """The page of an assessment."""
    return f"/desk/envoys/assessments/{assessment.envoy.code}/{assessment.year}"


def _named(assessment):
    return f"{assessment.envoy.name} {assessment.year} 年度考核"


def tell_begun(assessment):
    """The envoy: a report is waited for."""
    body = f"请在 {moment(assessment.due_at)} 前提交年度总结。"
    tell([assessment.envoy.user_id], f"请提交 {assessment.year} 年度总结", body, path_of(assessment))


def tell_county(assessment, move):
    """The county: its opinion is asked for."""
    people = holders(Role.COUNTY, county=assessment.envoy.county) - {assessment.envoy.user_id}
    tell(people, f"请填写考核意见：{_named(assessment)}", "", path_of(assessment))


def tell_officers(assessment, move):
    """Officers: it can be graded."""
    tell(
        {assessment.opened_by_id} - {move.actor.id},
        f"请评定等次：{_named(assessment)}",
        "",
        path_of(assessment),
    )


def tell_graded(assessment, move):
    """The envoy: the grade that is meant, and the time to answer."""
    body = f"拟定等次：{assessment.grade.label}\n理由：{assessment.grade_reason}\n"
    body += f"有意见的，请在 {moment(assessment.due_at)} 前提出。"
    tell([assessment.envoy.user_id], f"年度考核拟定等次：{assessment.grade.label}", body, path_of(assessment))


def tell_leaders(assessment, move):
    """Leaders: a grade waits for its decision."""
    tell(
        holders(Role.LEADER) - {assessment.envoy.user_id},
        f"请审定：{_named(assessment)}",
        "",
        path_of(assessment),
    )


def tell_final(assessment, move):
    """The envoy and the officer: it stands."""
    people = {assessment.envoy.user_id, assessment.graded_by_id} - {move.actor.id}
    tell(people, f"{_named(assessment)}已审定：{assessment.grade.label}", "", path_of(assessment))


def tell_sent_back(assessment, move):
    """The officer who graded."""
    body = f"理由：{move.facts['reason']}"
    tell({assessment.graded_by_id}, f"退回重新评定：{_named(assessment)}", body, path_of(assessment))
