"""Questions about acceptance: who applies, checks, proposes, decides, and what must be true before each."""

from accounts.rules import is_officer
from challenge import rulepack
from challenge.delivery import rules
from challenge.delivery.acceptance import tables
from challenge.delivery.acceptance.states import VOTE_FOR, Conclusion, Paper, V
from challenge.delivery.milestones.judging import unread
from challenge.delivery.panels import rules as panels
from challenge.delivery.panels.states import Purpose
from challenge.delivery.states import ENDED, MILESTONE_ENDS, P, Source
from challenge.notice.objections.rules import no_objection_to
from core import clock
from core.formats import date_zh, moment

WRITES = (V.DRAFT, V.RETURNED)
APPLIES_IN = (P.ACTIVE, P.RECTIFYING, P.ACCEPTING)
UNTESTED = "必达指标未判定达到"
OWN_WORD = "必达指标只有团队自测，没有检测或者专家判定"
UNPROVEN = "必达指标只有整改前的检测或者评估，整改后尚未复测"


def current(project):
    """The acceptance of the newest round, or None."""
    return project.acceptances[-1] if project.acceptances else None


def draft_of(project):
    """What the team is writing now, or None."""
    found = current(project)
    return found if found is not None and found.state in WRITES else None


def applies(user, acceptance):
    """The leader of the project."""
    return rules.leads_project(user, acceptance.project)


def may_apply(user, project):
    """The leader of a project at work, whose round is not with others."""
    found = current(project)
    free = found is None or found.state in WRITES
    return rules.leads_project(user, project) and free and project.state in APPLIES_IN


def certifies(user, acceptance):
    """The side whose demand it answers; nobody speaks for both sides."""
    project = acceptance.project
    return rules.posts_project(user, project) and not rules.is_on_team(user, project)


def handles(user, acceptance):
    """The officer in charge, who is of neither side and sits on no panel."""
    project = acceptance.project
    mine = rules.handles_project(user, project) and not rules.is_on_team(user, project)
    return mine and not panels.sits(user, project, Purpose.ACCEPTANCE)


def seconds(user, acceptance):
    """Another officer, of neither side, while a departure waits for a second approval."""
    project = acceptance.project
    if not is_officer(user) or user.id == acceptance.proposed_by_id or not acceptance.overrides:
        return False
    return user.organisation_id not in sides(project) and not rules.is_on_team(user, project)


def decides(user, acceptance):
    """A leader of neither side, who neither proposed, approved as the second nor sits on the panel."""
    if not rules.decides_on_project(user, acceptance.project):
        return False
    sits = panels.sits(user, acceptance.project, Purpose.ACCEPTANCE)
    return user.id not in (acceptance.proposed_by_id, acceptance.second_by_id) and not sits


def sides(project):
    """Ids of the organisations of both sides."""
    return project.organisation_id, project.challenge.organisation_id


def reads_acceptance(user, acceptance):
    """Both sides and the bureau; a member of the panel from the own declaration on. A first draft is the team's."""
    project = acceptance.project
    if rules.is_on_team(user, project):
        return True
    others = rules.posts_project(user, project) or rules.oversees_project(user, project)
    return (others or panels.sits(user, project, Purpose.ACCEPTANCE)) and is_visible(acceptance)


def is_visible(acceptance):
    """What was handed in once is seen by others, also when it is being mended; and that one is awaited after a
    rectification, or is late."""
    due = acceptance.due_on
    is_late = due is not None and due < clock.today()
    return acceptance.submitted_at is not None or acceptance.round > 1 or is_late


def reads_papers(user, acceptance):
    """What the team writes is its own until it is handed in."""
    handed_in = acceptance.submitted_at is not None
    return reads_acceptance(user, acceptance) and (handed_in or rules.is_on_team(user, acceptance.project))


def project_goes_on(acceptance):
    """The project is at work."""
    project = acceptance.project
    if project.state is P.SUSPENDED:
        return "项目已暂停，恢复后再办理验收。"
    return None if project.state in APPLIES_IN else f"项目当前为“{project.state.label}”，不能办理验收。"


def work_is_done(acceptance):
    """Every milestone was judged, or the period has ended."""
    project = acceptance.project
    waiting = [one for one in project.milestones if one.state not in MILESTONE_ENDS]
    if gate := next((one for one in waiting if one.gate is not None), None):
        return f"“{gate.name}”的结果尚未生效，暂不能申请验收。"
    if not waiting or (project.ends_on and clock.today() > project.ends_on):
        return None
    names = "、".join(f"{one.number} {one.name}" for one in waiting)
    return f"里程碑（{names}）尚未判定，项目也未到期（{date_zh(project.ends_on)}），暂不能申请验收。"


def every_indicator_evaluated(acceptance):
    """Words on the whole, and a word on each indicator or a value that can be read: it stands once it is handed in."""
    if not acceptance.summary:
        return "请先填写总体自评。"
    said = {one.indicator_id for one in acceptance.measurements}
    open_ones = [one.name for one in acceptance.project.indicators if one.id not in said]
    if open_ones:
        return f"还没有自评：{'、'.join(open_ones)}。"
    own = [one for one in acceptance.measurements if one.source is Source.SELF]
    found = ((one.indicator.name, unread(one.indicator, one.value)) for one in own)
    return "".join(f"{name}：{why}" for name, why in found if why) or None


def report_is_there(acceptance):
    """A report of a third party."""
    if any(one.kind is Paper.TEST for one in acceptance.files):
        return None
    return "请至少上传一份第三方检测报告。"


def certificate_waited_for(acceptance):
    """The poster has spoken, or has had its time."""
    if acceptance.certified_at is not None or certificate_is_late(acceptance):
        return None
    return f"等待发榜方出具用户证明，期限为 {moment(acceptance.certificate_due_at)}。"


def certificate_is_late(acceptance):
    """The poster has let its time pass."""
    due = acceptance.certificate_due_at
    return acceptance.certified_at is None and due is not None and clock.now() >= due


def panel_concluded(acceptance):
    """The votes of this round are counted, and the panel's opinion is there."""
    return panels.panel_concluded(acceptance.project, Purpose.ACCEPTANCE, acceptance.round)


def voted_for(acceptance):
    """The `Conclusion` that has the majority of the panel, or None."""
    panel = panels.panel_of(acceptance.project, Purpose.ACCEPTANCE, acceptance.round)
    found = panels.majority(panel) if panel is not None else None
    return VOTE_FOR[found] if found is not None else None


def departures(acceptance, conclusion):
    """What this conclusion departs from, as sentences: verdicts found by code, the votes of the panel; empty when nothing."""
    said, voted = [], voted_for(acceptance)
    missed = tables.unmet(acceptance)
    if conclusion is Conclusion.PASS and missed:
        said.append(f"{UNTESTED}：{'、'.join(missed)}")
    if conclusion is Conclusion.PASS:
        doubts = (UNPROVEN, tables.unproven(acceptance)), (OWN_WORD, tables.untested(acceptance))
        said += [f"{words}：{'、'.join(names)}" for words, names in doubts if names]
    if acceptance.submitted_at is not None and acceptance.state not in WRITES and conclusion is not voted:
        said.append(f"评议组表决{f'多数为“{voted.label}”' if voted else '没有形成多数'}")
    return said


def rectification_missed(acceptance):
    """The day of the rectification, or of what is to be mended, has passed, and nothing was handed in."""
    if acceptance.state is V.RETURNED and acceptance.due_on is not None:
        is_late = clock.today() > acceptance.due_on
        return None if is_late else f"补充期限为{date_zh(acceptance.due_on)}，尚未到期。"
    if acceptance.round == 1 or acceptance.due_on is None:
        return "只有整改逾期未重新申请的，才能不经评议提出结论。"
    if clock.today() > acceptance.due_on:
        return None
    return f"整改期限为{date_zh(acceptance.due_on)}，尚未到期。"


def seconded(acceptance):
    """A departure was approved by a second officer."""
    if acceptance.overrides and not acceptance.second_by_id:
        return "结论与判定或者表决不一致，须先由另一名经办人复核同意。"
    return None


def not_yet_seconded(acceptance):
    """Nobody has approved the departure so far."""
    return "已由另一名经办人复核同意，请由局领导审定。" if acceptance.second_by_id else None


def period_over(acceptance):
    """The period of the notice has ended, and no objection stands."""
    notice = acceptance.notice
    if not notice.calendar_known:
        return "公示期跨入尚未公布节假日安排的年度，请先在“节假日表”中补录，核定截止时间。"
    if clock.now() < notice.ends_at:
        return "公示期未满，期满后才能公布结论。"
    return no_objection_to(notice)


def latest_rectification(acceptance):
    """The last day that may be set for a rectification."""
    return clock.months_later(clock.today(), rulepack.value(acceptance, "acceptance_rectify_months"))


def conclusions(acceptance):
    """What can be proposed: a rectification only once; without a panel only that it failed."""
    if acceptance.submitted_at is None or acceptance.state is V.RETURNED:
        return (Conclusion.FAIL,)
    return tuple(one for one in Conclusion if acceptance.round == 1 or one is not Conclusion.RECTIFY)


def may_be_archived(project):
    """A round has been concluded, or the project has ended otherwise after its contract was in force."""
    has_ended = project.state in ENDED and project.starts_on is not None
    return has_ended or any(one.state is V.CONCLUDED for one in project.acceptances)


def being_built(project):
    """The archive that was ordered and is not there yet, or None."""
    waiting = [one for one in project.archives if one.built_at is None and not one.fault]
    return waiting[-1] if waiting else None


def refused_for(project):
    """The newest archive where it was not built because files could not be read, or None."""
    newest = project.archives[-1] if project.archives else None
    return newest if newest is not None and newest.fault and newest.missing else None
