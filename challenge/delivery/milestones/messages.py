"""“Then … is told that …” of milestones."""

from accounts.mailbox import members_of, tell
from accounts.states import Role
from challenge.delivery.milestones import clocks
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


def tell_to_submit(milestone, move):
    """The team: it is late, and was called on so many times."""
    lost = clocks.lost_on(milestone)
    body = f"应在{date_zh(clocks.due_on(milestone))}前提交证据，已逾期 {clocks.days_late(milestone)} 天，这是第 {milestone.dunned_times} 次催促。"
    body += f"{date_zh(lost)}后仍未提交的，可以判定不通过。" if lost else ""
    tell(_team(milestone.project), f"请尽快提交里程碑证据：{_named(milestone)}", body, path_of(milestone))


def tell_concluded(milestone, move):
    """Team and poster: how it was judged, and why."""
    project, until = milestone.project, move.facts.get("until")
    body = f"理由：{move.facts['reason']}"
    if until is not None:
        body += f"\n请在{date_zh(until)}前整改完毕并重新提交，整改只有一次。"
    people = (_team(project) | _poster(project)) - {move.actor.id}
    tell(people, f"里程碑{milestone.state.label}：{_named(milestone)}", body, path_of(milestone))


def tell_to_second(milestone, move):
    """The other officers of the bureau: a pass that departs from what was agreed waits for one of them."""
    organisation = move.actor.organisation_id
    people = members_of(organisation, Role.OFFICER) - {move.actor.id}
    body = f"{'；'.join(milestone.departures)}。\n理由：{milestone.departure_reason}"
    tell(people, f"请复核里程碑判定：{_named(milestone)}", body, path_of(milestone))


def tell_not_seconded(milestone, move):
    """Who has proposed it: the second officer does not agree, and why."""
    body = f"理由：{move.facts['reason']}"
    tell({milestone.proposed_by_id}, f"里程碑判定复核不同意：{_named(milestone)}", body, path_of(milestone))


def tell_expert(report):
    """The expert: an opinion is asked for."""
    milestone = report.milestone
    tell(
        {report.user_id},
        f"请评估里程碑：{_named(milestone)}",
        f"请先声明与双方没有利害关系，再查看材料；请在 {moment(report.reply_due_at)} 前提交意见，不能评估的请谢绝。",
        path_of(milestone),
    )


def tell_retest(milestone, names, reason):
    """Team and poster: what is to be tested again, or that nothing is."""
    project = milestone.project
    subject = f"请安排整改后复测：{_named(milestone)}" if names else f"不再要求复测：{_named(milestone)}"
    body = f"说明：{reason}"
    if names:
        body = f"须复测的指标：{'、'.join(names)}。请联系检测机构，检测报告由经办人登记；登记前不能判定通过。\n{body}"
    tell(_team(project) | _poster(project), subject, body, path_of(milestone))


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
