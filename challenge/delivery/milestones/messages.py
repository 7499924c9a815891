"""“Then … is told that …” of milestones."""

from accounts.mailbox import members_of, tell
from accounts.states import Role
from core.formats import date_zh, moment


def path_of(milestone):
    """The page of a milestone."""
    return f"/desk/projects/{milestone.project.code}/milestones/{milestone.number}"


def _team(project):
    return {project.leader_id} | {one.user_id for one in project.bid.members if one.confirmed_at}


def _poster(project):
    return members_of(project.challenge.organisation_id, Role.ENTERPRISE) | {project.challenge.author_id}


def _named(milestone):
    return f"{milestone.project.code} 里程碑 {milestone.number}“{milestone.name}”"


def tell_poster_to_comment(milestone, move):
    """The poster: evidence waits for its opinion."""
    subject = f"请评价里程碑：{_named(milestone)}"
    body = f"请在 {moment(milestone.comment_due_at)} 前填写意见；逾期未填写的，经办人可以不待意见转入判定。"
    tell(_poster(milestone.project), subject, body, path_of(milestone))


def tell_officer_to_conclude(milestone, move):
    """The officer in charge: it can be judged."""
    people = {milestone.project.challenge.handler_id} - {move.actor.id}
    tell(people, f"里程碑待判定：{_named(milestone)}", "", path_of(milestone))


def tell_concluded(milestone, move):
    """Team and poster: how it was judged, and why."""
    project, until = milestone.project, move.facts.get("until")
    body = f"理由：{move.facts['reason']}"
    if until is not None:
        body += f"\n请在{date_zh(until)}前整改完毕并重新提交，整改只有一次。"
    people = (_team(project) | _poster(project)) - {move.actor.id}
    tell(people, f"里程碑{milestone.state.label}：{_named(milestone)}", body, path_of(milestone))


def tell_expert(report):
    """The expert: an opinion is asked for."""
    milestone = report.milestone
    tell(
        {report.user_id},
        f"请评估里程碑：{_named(milestone)}",
        "请先声明与双方没有利害关系，再查看材料。",
        path_of(milestone),
    )


def tell_answered(milestone, text):
    """The officer in charge: an expert has answered."""
    tell({milestone.project.challenge.handler_id}, f"{text}：{_named(milestone)}", "", path_of(milestone))


def tell_due(milestone, day, days):
    """Team and officer: the day comes, or has passed."""
    project = milestone.project
    said = f"还有 {days} 天到期" if days > 0 else "今天到期" if days == 0 else "已经逾期"
    subject = f"里程碑{said}：{_named(milestone)}"
    body = (
        f"应在{date_zh(day)}前提交证据。"
        if days >= 0
        else f"应在{date_zh(day)}前提交证据，至今没有提交，请尽快办理。"
    )
    tell(_team(project) | {project.challenge.handler_id}, subject, body, path_of(milestone))
