"""Questions about milestones: who stands how to one, and what must be true before a step."""

from accounts.rules import is_officer
from challenge import rulepack
from challenge.delivery import rules
from challenge.delivery.milestones import clocks, concluding, departing
from challenge.delivery.milestones.judging import unread
from challenge.delivery.states import M, P, Source
from core import clock
from core.formats import moment

TO_SUBMIT = (M.PLANNED, M.RECTIFYING)
IN_HAND = (M.SUBMITTED, M.COMMENTED)


def of_round(milestone, source):
    """Reports of this kind in the present round, given or not."""
    return [one for one in milestone.reports if one.source is source and one.round == milestone.round]


def draft_of(milestone):
    """The evidence that is being prepared, or None."""
    return next((one for one in of_round(milestone, Source.SELF) if one.given_at is None), None)


def given_before(milestone):
    """The evidence that was given before a rectification was asked for, or None."""
    before = [one for one in milestone.reports if one.source is Source.SELF and one.round < milestone.round]
    return before[-1] if before else None


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
    stands = stands or rules.leads_its_unit(user, project)
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


def seconds(user, milestone):
    """Another officer, of neither side and without an opinion on it, while a departure waits for approval."""
    project = milestone.project
    if not is_officer(user) or milestone.proposed_by_id in (None, user.id):
        return False
    if user.organisation_id in (project.organisation_id, project.challenge.organisation_id):
        return False
    gave = any(one.user_id == user.id for one in milestone.reports if one.source is Source.EXPERT)
    return not rules.is_on_team(user, project) and not gave


def nothing_departs(milestone):
    """The agreed judge has spoken in this round, and no must indicator is missed."""
    found = departing.departures(milestone)
    return f"{'；'.join(found)}。仍要通过的，须写明理由并经另一名经办人复核。" if found else None


def something_departs(milestone):
    """A second officer is asked only where the pass departs from what was agreed."""
    if milestone.proposed_by_id is not None:
        return "已提请另一名经办人复核。"
    return None if departing.departures(milestone) else "与任务书的约定一致，不需要复核。"


def stands_between(user, project):
    """Whether this person belongs to neither side: an expert who may be asked."""
    sides = {project.organisation_id, project.challenge.organisation_id}
    if user.organisation_id in sides or rules.is_on_team(user, project):
        return False
    return user.id not in (project.challenge.author_id, project.challenge.handler_id)


def not_a_gate(milestone):
    """A gate of a race is judged by the common test."""
    return None if milestone.gate is None else "这是赛马关口，按共同测试的结果判定，不需要提交证据。"


def gates_before_passed(milestone):
    """The money of a later stage is not earned before its gate."""
    before = (one for one in milestone.project.milestones if one.gate and one.number < milestone.number)
    found = next((one for one in before if one.state is M.PLANNED), None)
    return f"“{found.name}”生效后，才能判定以后阶段的里程碑。" if found else None


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


def evidence_is_readable(milestone):
    """What was measured of a number can be read as one; it cannot be changed once it is handed in."""
    rows = draft_of(milestone).measurements if draft_of(milestone) else ()
    found = ((one.indicator.name, unread(one.indicator, one.value)) for one in rows)
    return "".join(f"{name}：{said}" for name, said in found if said) or None


def evidence_was_given(milestone):
    """Nothing passes on trust."""
    return None if given(milestone, Source.SELF) else "揭榜方还没有提交本轮证据。"


def retested(milestone):
    """What had to be tested again after the rectification was."""
    names = [one.name for one in concluding.to_retest(milestone)]
    return f"已要求整改后复测，结果尚未登记：{'、'.join(names)}。登记后才能判定通过。" if names else None


def asks_for_retest(user, milestone):
    """Whoever judges it, while the work after a rectification is looked at."""
    return milestone.round > 1 and milestone.state in IN_HAND and concludes(user, milestone)


def cannot_ask(user, milestone):
    """Why this person cannot ask an expert about it now, as a sentence; None when nothing stands in the way."""
    if not concludes(user, milestone):
        return "里程碑的评估专家由本项目经办人邀请。"
    if milestone.state not in IN_HAND:
        return f"里程碑{milestone.state.label}，不能邀请专家。"
    return project_is_active(milestone)


def poster_is_late(milestone):
    """The poster has had its time."""
    if clocks.comment_is_late(milestone):
        return None
    return "发榜方的评价期限还没有过，请等待。"


def rectification_is_left(milestone):
    """Once."""
    cite = rulepack.cite(milestone, "rectify_months")
    return f"整改只有一次，已经用过，请判定通过或者不通过{cite}。" if milestone.round > 1 else None


def submission_is_late(milestone):
    """The day has passed, and nothing was submitted."""
    return None if clocks.days_late(milestone) else "还没有到期，不需要催促。"


def may_dun_again(milestone):
    """Some days lie between two calls."""
    until = clocks.dun_again_at(milestone)
    if until is None or clock.now() >= until:
        return None
    return f"已于 {moment(milestone.dunned_at)} 催促，{moment(until)} 后仍未提交的再催促。"


def team_is_late(milestone):
    """Nothing was submitted long after it was due."""
    until = clocks.lost_on(milestone)
    if until is not None and clock.today() > until:
        return None
    return "还没有到可以按逾期判定的日期，请先催促揭榜方提交。"
