"""“Then … is told that …” of missions."""

from accounts.mailbox import members_of, tell
from accounts.states import Role
from challenge.envoys.states import S
from core.formats import date_zh, moment


def path_of(mission):
    """The page of a mission."""
    return f"/desk/envoys/missions/{mission.code}"


def enterprise_of(mission):
    """Everybody who speaks for the enterprise."""
    return members_of(mission.organisation_id, Role.ENTERPRISE) | {mission.contact_id}


def _named(mission):
    return f"{mission.code} {mission.organisation.name}"


def _reason(move):
    return f"理由：{move.facts['reason']}" if move.facts.get("reason") else ""


def tell_assigned(mission):
    """The envoy: a mission waits for an answer."""
    body = f"目标：{mission.aim}\n请在 {moment(mission.answer_due_at)} 前答复是否接受。"
    tell([mission.envoy.user_id], f"请答复服务任务：{_named(mission)}", body, path_of(mission))


def tell_accepted(mission, move):
    """The enterprise and the officer: the envoy comes."""
    envoy = mission.envoy
    body = (
        f"{envoy.kind.label}{envoy.name}（{envoy.unit}）将为贵单位服务，任务期限至{date_zh(mission.due_on)}。"
    )
    tell(enterprise_of(mission), f"已安排{envoy.kind.label}：{envoy.name}", body, path_of(mission))
    tell(
        {mission.assigned_by_id} - {move.actor.id}, f"服务任务已接受：{_named(mission)}", "", path_of(mission)
    )


def tell_assigner(mission, move):
    """The officer who gave the mission."""
    subject = f"服务任务{mission.state.label}：{_named(mission)}"
    tell({mission.assigned_by_id} - {move.actor.id}, subject, _reason(move), path_of(mission))


def tell_envoy(mission, move):
    """The envoy."""
    subject = f"服务任务{mission.state.label}：{_named(mission)}"
    tell({mission.envoy.user_id} - {move.actor.id}, subject, _reason(move), path_of(mission))


def tell_enterprise(mission, move):
    """The enterprise, once it has heard of the mission."""
    if move.before is not S.OFFERED:
        subject = f"服务任务{mission.state.label}：{_named(mission)}"
        tell(enterprise_of(mission) - {move.actor.id}, subject, _reason(move), path_of(mission))


def tell_to_rate(mission, move):
    """The enterprise: what came of it, and how good was it?"""
    body = f"结果：{mission.result.label}。请在 {moment(mission.rate_due_at)} 前评价（1 至 5 分）；逾期未评价的不计满意度。"
    tell(enterprise_of(mission), f"请评价特派员服务：{_named(mission)}", body, path_of(mission))
