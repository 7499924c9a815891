"""“Then … is told that …” of tolerance."""

from accounts.mailbox import holders, members_of, tell
from accounts.states import Role
from core import formats


def path_of(case):
    """The page of a case."""
    return f"/desk/projects/{case.project.code}/tolerance"


def _team(case):
    project = case.project
    return {project.leader_id} | {one.user_id for one in project.bid.members if one.confirmed_at}


def _poster(case):
    challenge = case.project.challenge
    return members_of(challenge.organisation_id, Role.ENTERPRISE) | {challenge.author_id}


def _named(case):
    return f"{case.project.code} 容错评议"


def tell_begun(case, user):
    """Both sides and the officer in charge: it was asked for; whoever has to state is told until when."""
    project = case.project
    sides = {project.leader_id} | _poster(case)
    body = f"请在 {formats.moment(case.due_at)} 前陈述情况；逾期未陈述的，不待陈述提交评议。"
    tell(sides - {user.id}, f"请陈述情况：{_named(case)}", body, path_of(case))
    tell({project.challenge.handler_id} - {user.id}, f"容错评议申请：{project.code}", "", path_of(case))


def tell_stated(case, user, party):
    """The officer in charge: a side has stated."""
    people = {case.project.challenge.handler_id} - {user.id}
    tell(people, f"{party.label}已陈述：{_named(case)}", "", path_of(case))


def tell_sides(case, move):
    """Team and poster: it moved on."""
    people = (_team(case) | _poster(case)) - {move.actor.id}
    reason = move.facts.get("reason")
    tell(people, f"{_named(case)}：{case.state.label}", f"理由：{reason}" if reason else "", path_of(case))


def tell_handler(case, move):
    """The officer in charge: it moved on."""
    people = {case.project.challenge.handler_id} - {move.actor.id}
    tell(people, f"{_named(case)}：{move.step.label}", move.facts.get("reason") or "", path_of(case))


def tell_team_to_answer(case, move):
    """The team: the panel's opinion, and until when it is heard."""
    body = f"请阅读评议意见，并在 {formats.moment(case.due_at)} 前答复；没有补充的，也请答复。"
    tell(_team(case), f"请答复评议意见：{_named(case)}", body, path_of(case))


def tell_leaders(case, move):
    """Leaders: it waits for a decision."""
    tell(holders(Role.LEADER), f"{_named(case)}：待决定", "", path_of(case))
