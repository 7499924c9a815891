"""“Then … is told that …” of projects and contracts."""

from accounts.mailbox import holders, members_of, tell
from accounts.states import Role
from challenge.delivery.contracts.rules import awaited
from challenge.delivery.states import Party


def _path(project):
    return f"/desk/projects/{project.code}"


def _team(project):
    return {project.leader_id} | {one.user_id for one in project.bid.members if one.confirmed_at}


def _poster(project):
    return members_of(project.challenge.organisation_id, Role.ENTERPRISE) | {project.challenge.author_id}


def tell_sides(project, move):
    """Team and poster: the project moved on."""
    reason = move.facts.get("reason")
    people = (_team(project) | _poster(project)) - {move.actor.id}
    subject = f"攻关项目 {project.code}：{move.step.label}"
    tell(people, subject, f"理由：{reason}" if reason else "", _path(project))


def tell_handler(project, move):
    """The officer in charge: the project moved on."""
    people = {project.challenge.handler_id} - {move.actor.id}
    tell(
        people, f"攻关项目 {project.code}：{move.step.label}", move.facts.get("reason") or "", _path(project)
    )


def tell_contract_sides(contract, move):
    """Leader of the team and poster: a contract waits for their confirmation."""
    project = contract.project
    people = {project.leader_id} | _poster(project)
    tell(
        people,
        f"任务书待您确认：{project.code}",
        "请逐项核对指标、里程碑和经费后确认。",
        f"{_path(project)}/contract",
    )


def tell_next_side(contract, move):
    """Leaders of the bureau, when both sides have confirmed."""
    if awaited(contract) == [Party.BUREAU]:
        path = f"{_path(contract.project)}/contract"
        tell(holders(Role.LEADER), f"任务书待主管部门确认：{contract.project.code}", "", path)


def tell_refused(contract, move):
    """Everybody who had to do with it: one side does not agree."""
    project = contract.project
    people = (_team(project) | _poster(project) | {project.challenge.handler_id}) - {move.actor.id}
    body = f"理由：{move.facts['reason']}"
    tell(people, f"任务书未达成一致：{project.code}", body, f"{_path(project)}/contract")
