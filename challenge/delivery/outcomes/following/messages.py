"""“Then … is told that …” of follow-ups."""

from accounts.mailbox import members_of, tell
from accounts.states import Role
from challenge.delivery.outcomes.following import rules
from core.formats import date_zh


def path_of(row):
    """The page of a follow-up."""
    return f"/desk/outcomes/follow-ups/{row.code}"


def _fillers(project):
    poster = members_of(project.challenge.organisation_id, Role.ENTERPRISE) | {project.challenge.author_id}
    return poster | {project.leader_id}


def tell_fillers(row, move):
    """Those who fill it in: it came back, was checked, or is not asked for."""
    reason = move.facts.get("reason")
    people = _fillers(row.project) - {move.actor.id}
    tell(people, f"跟踪表 {row.code}：{move.step.label}", f"理由：{reason}" if reason else "", path_of(row))


def tell_checker(row, move):
    """The officer in charge: it can be checked."""
    people = {row.project.challenge.handler_id} - {move.actor.id}
    tell(people, f"请核对跟踪表 {row.code}", row.title, path_of(row))


def tell_due(row):
    """Those who fill it in: it is asked for, comes near, or is late; then the officer too."""
    people = _fillers(row.project)
    if rules.is_overdue(row):
        subject, people = f"跟踪表已逾期：{row.code}", people | {row.project.challenge.handler_id}
        tell(people, subject, f"应在{date_zh(row.due_on)}前填报，至今没有提交，请尽快办理。", path_of(row))
        return
    body = f"请在{date_zh(row.due_on)}前填写这一年度的销售、税收、就业等情况，没有的填 0。"
    tell(people, f"请填报跟踪表：{row.title}", body, path_of(row))
