"""“Then … is told that …” of acceptance."""

from accounts.mailbox import holders, members_of, tell
from accounts.states import Role
from challenge.delivery.acceptance.states import V
from core.formats import date_zh, moment


def path_of(project):
    """The page of the acceptance."""
    return f"/desk/projects/{project.code}/acceptance"


def _team(project):
    return {project.leader_id} | {one.user_id for one in project.bid.members if one.confirmed_at}


def _poster(project):
    return members_of(project.challenge.organisation_id, Role.ENTERPRISE) | {project.challenge.author_id}


def _tell(people, acceptance, subject, body="", but=None):
    project = acceptance.project
    tell(people - {getattr(but, "id", None)}, f"{subject}：{project.code}", body, path_of(project))


def tell_to_certify(acceptance, move):
    """The poster: a user certificate is asked for."""
    if acceptance.certified_at is None:
        body = f"揭榜方已申请验收，请在 {moment(acceptance.certificate_due_at)} 前核对成果并出具用户证明。"
        _tell(_poster(acceptance.project), acceptance, "请出具用户证明", body)


def tell_officer(acceptance, move):
    """The officer in charge: it waits for the next step."""
    _tell({acceptance.challenge.handler_id}, acceptance, f"验收：{move.step.label}", "", move.actor)


def tell_team(acceptance, move):
    """The team: it went on or back, and why."""
    reason = move.facts.get("reason")
    body = f"理由：{reason}" if reason else ""
    _tell(_team(acceptance.project), acceptance, f"验收：{move.step.label}", body, move.actor)


def tell_both(acceptance, move):
    """Team and poster: what was concluded."""
    people = _team(acceptance.project) | _poster(acceptance.project)
    body = f"结论：{acceptance.conclusion_label}。{acceptance.basis}"
    if acceptance.rectify_until is not None:
        body += f"\n请在{date_zh(acceptance.rectify_until)}前整改完毕并重新申请，整改只有一次。"
    _tell(people, acceptance, f"验收：{move.step.label}", body, move.actor)


def tell_leaders(acceptance, move):
    """Leaders of the bureau: a conclusion waits; a departure waits for the second officer first."""
    if acceptance.overrides and not acceptance.second_by_id:
        people = holders(Role.OFFICER) - {acceptance.proposed_by_id}
        _tell(people, acceptance, "请复核验收结论", "结论与判定或者表决不一致，须由另一名经办人复核。")
    else:
        _tell(holders(Role.LEADER), acceptance, "请审定验收结论")


def tell_proposer(acceptance, move):
    """Who has proposed: it was sent back."""
    people = {acceptance.proposed_by_id, acceptance.challenge.handler_id}
    _tell(people, acceptance, f"验收：{move.step.label}", f"理由：{move.facts['reason']}", move.actor)


def tell_due(acceptance, days):
    """Team and officer: the day comes, or has passed."""
    project = acceptance.project
    said = f"还有 {days} 天到期" if days > 0 else "今天到期" if days == 0 else "已经到期"
    what = "验收整改" if acceptance.round > 1 else "项目"
    if acceptance.state is V.RETURNED:
        body = f"请在{date_zh(acceptance.due_on)}前补充并重新提交；逾期的，可以提出验收不通过。"
        people = _team(project) | {project.challenge.handler_id}
        _tell(people, acceptance, f"补充验收材料{said}", body)
        return
    body = f"请在{date_zh(acceptance.due_on)}前完成并{'重新' if acceptance.round > 1 else ''}申请验收。"
    _tell(_team(project) | {project.challenge.handler_id}, acceptance, f"{what}{said}，请准备验收", body)
