"""“Then … is told that …” of visits."""

from accounts.mailbox import tell
from challenge.envoys.missions.messages import enterprise_of
from core.formats import date_zh, moment


def path_of(visit):
    """The page of the visit as it stands."""
    return f"/desk/envoys/missions/{visit.mission.code}/visits/{visit.number}"


def _named(visit):
    return f"{visit.mission.code} {date_zh(visit.visited_on)}{visit.manner.label}"


def tell_to_confirm(visit):
    """The enterprise: is it true?"""
    again = "更正后的" if visit.revision > 1 else ""
    body = f"请在 {moment(visit.confirm_due_at)} 前确认或者提出异议；逾期未确认的，记为未确认。"
    tell(enterprise_of(visit.mission), f"请确认{again}服务记录：{_named(visit)}", body, path_of(visit))


def tell_envoy(visit, move):
    """The envoy: what the enterprise says."""
    why = f"理由：{move.facts['reason']}" if move.facts.get("reason") else ""
    tell([visit.mission.envoy.user_id], f"服务记录{visit.state.label}：{_named(visit)}", why, path_of(visit))


def tell_of_dispute(visit, move):
    """The officer who gave the mission."""
    body = f"理由：{move.facts['reason']}"
    tell({visit.mission.assigned_by_id}, f"企业对服务记录有异议：{_named(visit)}", body, path_of(visit))


def tell_both(visit, move):
    """Envoy and enterprise: silence is kept as silence."""
    body = "企业没有在期限内确认，本记录不计入考核；企业仍可以补确认。"
    people = enterprise_of(visit.mission) | {visit.mission.envoy.user_id}
    tell(people, f"服务记录逾期未确认：{_named(visit)}", body, path_of(visit))


def tell_of_demand(visit, problem, demand, user):
    """The enterprise: a draft waits for it."""
    body = f"来自服务记录中发现的问题：{problem.text}\n草稿归贵单位所有，请补充后提交；不需要的可以不提交。"
    people = enterprise_of(visit.mission) - {user.id}
    tell(people, f"已形成需求草稿 {demand.code}", body, f"/desk/challenges/{demand.code}/edit/1")
