"""“Then … is told that …” of projects and contracts."""

from accounts.mailbox import holders, members_of, tell
from accounts.states import Role
from challenge import rulepack
from challenge.delivery.contracts.rules import awaited
from challenge.delivery.states import Party, Version


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
    subject = _moved(project, move)
    tell(people, subject, f"理由：{reason}" if reason else "", _path(project))


def tell_handler(project, move):
    """The officer in charge: the project moved on."""
    people = {project.challenge.handler_id} - {move.actor.id}
    tell(people, _moved(project, move), move.facts.get("reason") or "", _path(project))


def _moved(project, move):
    return rulepack.mode_of(project).say(f"攻关项目 {project.code}：{move.step.label}")


def tell_contract_sides(contract, move):
    """Leader of the team and poster: a contract waits for their confirmation."""
    project = contract.project
    people = {project.leader_id, contract.successor_id} - {None} | _poster(project)
    tell(
        people,
        f"任务书待您确认：{project.code}",
        rulepack.mode_of(project).say("请逐项核对指标、里程碑和经费后确认。"),
        f"{_path(project)}/contract",
    )


def tell_next_side(contract, move):
    """Leaders of the bureau, when both sides have confirmed."""
    if awaited(contract) == [Party.BUREAU]:
        path = f"{_path(contract.project)}/contract"
        tell(holders(Role.LEADER), f"任务书待主管部门确认：{contract.project.code}", "", path)


def tell_change_asked(contract, move):
    """The officer in charge, and the other sides: a change is asked for."""
    project = contract.project
    people = _poster(project) | {project.leader_id, project.challenge.handler_id, contract.successor_id}
    body = f"理由：{contract.why}"
    path = f"{_path(project)}/contract"
    tell(people - {move.actor.id, None}, f"任务书{contract.kind.label}申请：{project.code}", body, path)


def tell_changed(contract, move):
    """Everybody who had to do with it: a later version is in force; the first one is told of by its project."""
    if contract.kind is Version.FIRST:
        return
    project = contract.project
    people = _team(project) | _poster(project) | {project.challenge.handler_id}
    body = "请按新版本履行，变更前后对照见任务书变更页面。"
    said = f"任务书第 {contract.number} 版（{contract.kind.label}）已生效：{project.code}"
    tell(people - {move.actor.id, None}, said, body, f"{_path(project)}/changes")


def tell_refused(contract, move):
    """Everybody who had to do with it: one side does not agree."""
    project = contract.project
    people = (_team(project) | _poster(project) | {project.challenge.handler_id}) - {move.actor.id}
    body = f"理由：{move.facts['reason']}"
    tell(people, f"任务书未达成一致：{project.code}", body, f"{_path(project)}/contract")
