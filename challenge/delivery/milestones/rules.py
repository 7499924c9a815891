"""Questions about milestones: who stands how to one, and what must be true before a step."""

from challenge import rulepack
from challenge.delivery import rules
from challenge.delivery.milestones import clocks
from challenge.delivery.states import M, P, Source
from core import clock

TO_SUBMIT = (M.PLANNED, M.RECTIFYING)
IN_HAND = (M.SUBMITTED, M.COMMENTED)


def of_round(milestone, source):
    """Reports of this kind in the present round, given or not."""
    return [one for one in milestone.reports if one.source is source and one.round == milestone.round]


def draft_of(milestone):
    """The evidence that is being prepared, or None."""
    return next((one for one in of_round(milestone, Source.SELF) if one.given_at is None), None)


def given(milestone, *sources):
    """Reports of these kinds in the present round that were given."""
    return [
        one
        for one in milestone.reports
        if one.round == milestone.round and one.given_at and one.source in sources
    ]


def reads_milestone(user, milestone):
    """Whoever may read the project; an expert who was asked for an opinion on it and has not declined."""
    project = milestone.project
    stands = rules.is_on_team(user, project) or rules.posts_project(user, project)
    return stands or rules.oversees_project(user, project) or is_asked_expert(user, milestone)


def is_asked_expert(user, milestone):
    """Was asked for an opinion in this or the former round."""
    return any(
        one.source is Source.EXPERT and one.user_id == user.id and not one.declined_at
        for one in milestone.reports
    )


def reads_evidence(user, milestone):
    """As the milestone; an expert once there is the word that nothing ties them to either side."""
    if not is_asked_expert(user, milestone):
        return reads_milestone(user, milestone)
    return any(one.user_id == user.id and one.accepted_at for one in milestone.reports)


def submits(user, milestone):
    """The leader of the project."""
    return rules.leads_project(user, milestone.project)


def comments(user, milestone):
    """The side whose demand it answers; nobody speaks for both sides."""
    project = milestone.project
    return rules.posts_project(user, project) and not rules.is_on_team(user, project)


def concludes(user, milestone):
    """The officer in charge, who is of neither side and gave no opinion."""
    project = milestone.project
    gave = any(one.user_id == user.id and one.source is Source.EXPERT for one in milestone.reports)
    return rules.handles_project(user, project) and not rules.is_on_team(user, project) and not gave


def stands_between(user, project):
    """Whether this person belongs to neither side: an expert who may be asked."""
    sides = {project.organisation_id, project.challenge.organisation_id}
    if user.organisation_id in sides or rules.is_on_team(user, project):
        return False
    return user.id not in (project.challenge.author_id, project.challenge.handler_id)


def project_is_active(milestone):
    """Nothing is done while the project is suspended, or before or after it."""
    project = milestone.project
    if project.state is P.ACTIVE:
        return None
    if project.state is P.SUSPENDED:
        return "项目已暂停，恢复后才能办理里程碑。"
    return f"项目当前为“{project.state.label}”，不能办理里程碑。"


def evidence_is_there(milestone):
    """Words, and something that can be looked at: a file or a measured value."""
    draft = draft_of(milestone)
    if draft is None or not draft.text:
        return "请先填写完成情况，再提交。"
    if not draft.files and not draft.measurements:
        return "请至少上传一份证明材料，或者填写一项实测值。"
    return None


def evidence_was_given(milestone):
    """Nothing passes on trust."""
    return None if given(milestone, Source.SELF) else "揭榜方还没有提交本轮证据。"


def poster_is_late(milestone):
    """The poster has had its time."""
    if clocks.comment_is_late(milestone):
        return None
    return "发榜方的评价期限还没有过，请等待。"


def rectification_is_left(milestone):
    """Once."""
    cite = rulepack.cite(milestone, "rectify_months")
    return f"整改只有一次，已经用过，请判定通过或者不通过{cite}。" if milestone.round > 1 else None


def team_is_late(milestone):
    """Nothing was submitted long after it was due."""
    until = clocks.lost_on(milestone)
    if until is not None and clock.today() > until:
        return None
    return "还没有到可以按逾期判定的日期，请先催促揭榜方提交。"
