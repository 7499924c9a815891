"""“Then … is told that …” of closures."""

from accounts.mailbox import holders, members_of, tell
from accounts.states import Role
from challenge.delivery.closing.rules import awaited, path_of, unheard
from challenge.delivery.states import Party
from core.formats import moment


def _path(closure):
    return f"/desk/projects/{closure.project.code}/closures/{closure.number}"


def _team(project):
    return {project.leader_id} | {one.user_id for one in project.bid.members if one.confirmed_at}


def _poster(project):
    return members_of(project.challenge.organisation_id, Role.ENTERPRISE) | {project.challenge.author_id}


def _of(party, project):
    return _team(project) if party is Party.BIDDER else _poster(project)


def _tell(people, closure, actor, what, body=""):
    tell(people - {actor.id, None}, f"终止办理 {closure.project.code}：{what}", body, _path(closure))


def tell_asked(closure, actor):
    """The officer in charge."""
    said = f"原因：{path_of(closure)['label']}。"
    _tell({closure.project.challenge.handler_id}, closure, actor, "有新的申请", said)


def tell_unheard(closure, move):
    """Sides that may speak now, until when."""
    for party in unheard(closure):
        said = f"原因：{path_of(closure)['label']}。请在{moment(closure.hearing_until)}前提交陈述和证明材料。"
        _tell(_of(party, closure.project), closure, move.actor, "请陈述意见", said)


def tell_sides(closure, move):
    """Both sides and the officer: how it goes on."""
    project, reason = closure.project, move.facts.get("reason")
    people = _team(project) | _poster(project) | {project.challenge.handler_id, closure.asked_by_id}
    _tell(people, closure, move.actor, move.step.label, f"理由：{reason}" if reason else "")


def tell_leaders(closure, move):
    """Leaders of the bureau, when everybody has spoken."""
    if not unheard(closure):
        _tell(holders(Role.LEADER), closure, move.actor, "各方已陈述，请决定")


def tell_to_confirm(closure, move):
    """Both sides: the settlement waits for them."""
    people = _team(closure.project) | _poster(closure.project)
    _tell(
        people, closure, move.actor, "请确认结算单", f"请在{moment(closure.settle_until)}前确认或者提出异议。"
    )


def tell_next(closure, move):
    """The bureau, when both sides have confirmed."""
    if awaited(closure) == [Party.BUREAU]:
        _tell(holders(Role.LEADER), closure, move.actor, "结算单待主管部门确认")


def tell_officer(closure, move):
    """The officer in charge, and finance where money is to move."""
    people = {closure.project.challenge.handler_id} | holders(Role.FINANCE)
    reason = move.facts.get("reason")
    _tell(people, closure, move.actor, move.step.label, f"理由：{reason}" if reason else "")
