"""“Then … is told that …” of final accounts."""

from accounts.mailbox import heads_of, holders, tell
from accounts.states import Role


def _tell(people, account, move, what=""):
    project = account.project
    reason = move.facts.get("reason")
    tell(
        people - {move.actor.id, None},
        f"决算 {project.code}：{what or move.step.label}",
        f"理由：{reason}" if reason else "",
        f"/desk/projects/{project.code}/final-account",
    )


def _team(project):
    """The leader, or the lead unit's first account where that one is stopped."""
    return {project.leader_id} if project.leader.is_active else heads_of(project.organisation_id)


def tell_finance(account, move):
    """Finance, who checks it."""
    _tell(holders(Role.FINANCE), account, move, "请核对")


def tell_team(account, move):
    """Who has to hand it in, or has done so."""
    _tell(_team(account.project), account, move)


def tell_officer(account, move):
    """The officer in charge, who may finish the list."""
    _tell({account.project.challenge.handler_id}, account, move)
