"""Questions about tolerance: who asks, states, prepares, decides and reads, and what must be true before a step."""

import datetime as dt

from accounts.rules import is_auditor, is_supervisor
from challenge import rulepack
from challenge.delivery import rules
from challenge.delivery.panels import rules as panels
from challenge.delivery.panels.states import Purpose, Vote
from challenge.delivery.states import ENDED, IN_WORK, M, P, Party
from challenge.delivery.tolerance.states import DECIDED, OPEN, Occasion
from core import clock
from core.formats import moment

GOES_ON = (*IN_WORK, P.SUSPENDED)
IN_ACCEPTANCE = (P.ACCEPTING, P.RECTIFYING)


def open_case(project):
    """The case that goes on, or None."""
    return next((one for one in project.tolerances if one.state in OPEN), None)


def handles_unbound(user, project):
    """The officer in charge, who is of neither side."""
    return rules.handles_project(user, project) and not rules.is_on_team(user, project)


def asks(user, project):
    """The leader of the project, or the officer in charge."""
    return rules.leads_project(user, project) or handles_unbound(user, project)


def handles_case(user, case):
    """The officer in charge."""
    return handles_unbound(user, case.project)


def asked_for_it(user, case):
    """Whoever has asked for it takes it back."""
    return user.is_authenticated and user.id == case.requested_by_id


def leads_team(user, case):
    """The leader of the project."""
    return rules.leads_project(user, case.project)


def decides_case(user, case):
    """A leader of the bureau who belongs to neither side and did not ask for it."""
    return rules.decides_on_project(user, case.project) and user.id != case.requested_by_id


def party_of(user, case):
    """The side for which this person states what happened, or None."""
    if rules.leads_project(user, case.project):
        return Party.BIDDER
    poster = rules.posts_project(user, case.project) and not rules.is_on_team(user, case.project)
    return Party.POSTER if poster else None


def stated(case):
    """Sides that have stated; the request of the team is its statement."""
    found = {one.party for one in case.statements}
    is_of_team = case.requested_by_id == case.project.leader_id
    return found | {Party.BIDDER} if is_of_team else found


def awaited(case):
    """Sides that have not stated yet."""
    return [one for one in (Party.BIDDER, Party.POSTER) if one not in stated(case)]


def reads_case(user, case):
    """Both sides, the bureau, the auditor, and members of the panel once they were asked."""
    project = case.project
    is_side = rules.is_on_team(user, project) or rules.posts_project(user, project)
    return (
        is_side or rules.oversees_project(user, project) or panels.is_asked(user, project, Purpose.TOLERANCE)
    )


def sits_on_case(user, project):
    """Sits on the panel and has declared."""
    return panels.sits(user, project, Purpose.TOLERANCE)


def assembles_team(user, project):
    """Who may have the evidence about the team: it, and who prepares, decides or watches."""
    if project.starts_on is None:
        return False
    return rules.is_on_team(user, project) or assembles_office(user, project)


def assembles_office(user, project):
    """Who may have the evidence about the bureau's own work: who prepares, decides or watches."""
    if project.starts_on is None:
        return False
    sides = (project.organisation_id, project.challenge.organisation_id)
    watches = (is_supervisor(user) or is_auditor(user)) and user.organisation_id not in sides
    return handles_unbound(user, project) or rules.decides_on_project(user, project) or watches


def reads_dossier(user, case):
    """The frozen dossier: as what it was made of, and the members of the panel; not the poster, who is a side."""
    return assembles_team(user, case.project) or sits_on_case(user, case.project)


def reads_opinion(user, case):
    """The panel's opinion: the team once it is to be heard, the bureau once it is written."""
    is_told = case.state not in (OPEN[0], OPEN[1])
    on_team = rules.is_on_team(user, case.project)
    return (is_told and on_team) or assembles_office(user, case.project) or sits_on_case(user, case.project)


# What must be true


def project_unfinished(case):
    """Only what goes on can be ended diligently."""
    return refusal_of_state(case.project)


def refusal_of_state(project):
    """Why there is no tolerance for a project in this state, or None."""
    if project.state in GOES_ON:
        return None
    ended = project.state in ENDED
    return f"项目{project.state.label}，不能再办理容错评议。" if ended else "任务书生效后才能申请容错评议。"


def may_begin(user, project, occasion):
    """Why this person may not ask for it now on this occasion, as a sentence; None when nothing stands in the way."""
    if found := refusal_of_state(project):
        return found
    if open_case(project) is not None:
        return "容错评议正在进行，办结后才能再次申请。"
    if occasion is Occasion.ACCEPTANCE and project.state not in IN_ACCEPTANCE:
        return "项目还没有进入验收，不能以验收未达到指标为由申请。"
    return _milestone_missed(user, project) if occasion is Occasion.MILESTONE else None


def too_short(project, text):
    """Why a request with this text says too little, as a sentence; None when it suffices."""
    least, number = rulepack.value(project, "tolerance_request_min"), len("".join(text.split()))
    if number >= least:
        return None
    clause = rulepack.cite(project, "tolerance_request_min")
    return f"情况说明不少于 {least} 个字，现有 {number} 个字{clause}。"


def _milestone_missed(user, project):
    failed = [one for one in project.milestones if one.state is M.FAILED and one.concluded_at]
    if not failed:
        return "没有判定不通过的里程碑，不能以此为由申请。"
    days, clause = (
        rulepack.value(project, "tolerance_request_days"),
        rulepack.cite(project, "tolerance_request_days"),
    )
    until = max(one.concluded_at for one in failed) + dt.timedelta(days=days)
    if clock.now() < until or not rules.leads_project(user, project):
        return None
    return f"里程碑判定不通过后 {days} 天内可以申请，期限已过{clause}；经办人仍可以提出。"


def possible(user, project):
    """Occasions on which this person may ask for it now."""
    return [one for one in Occasion if asks(user, project) and may_begin(user, project, one) is None]


def request_until(project):
    """The day until which the team can ask for it after a milestone that failed, or None."""
    failed = [one.concluded_at for one in project.milestones if one.state is M.FAILED and one.concluded_at]
    if not failed or project.state not in GOES_ON or project.tolerances:
        return None
    return max(failed) + dt.timedelta(days=rulepack.value(project, "tolerance_request_days"))


def sides_heard(case):
    """Both sides have stated, or had their time."""
    missing = awaited(case)
    if not missing or is_late(case):
        return None
    names = "、".join(one.label for one in missing)
    return f"等待{names}陈述，{moment(case.due_at)}后仍未陈述的，可以不待陈述提交评议。"


def is_late(case):
    """The clock of the present state has run out."""
    return case.due_at is not None and clock.now() >= case.due_at


def team_had_its_time(case):
    """The team was shown the opinion and has let its time pass."""
    return None if is_late(case) else f"团队可以在{moment(case.due_at)}前答复，请等待。"


def panel_has_concluded(case):
    """The votes are counted and the opinion is written."""
    if case.panel is None:
        return "尚未组建评议组。"
    return panels.panel_concluded(case.project, Purpose.TOLERANCE, case.panel.round)


def advised(case):
    """What the panel advises by majority (`Vote`), or None before the votes are counted."""
    return panels.majority(case.panel) if case.panel is not None and case.panel.result else None


def panel_found_diligence(case):
    """Nobody finds diligence against the panel."""
    if advised(case) is Vote.DILIGENT:
        return None
    return "评议组的多数意见是不认定尽责，不能作相反的决定；有异议的，可以退回重新评议一次。"


def panel_found_none(case):
    """Nobody denies diligence against the panel."""
    if advised(case) is Vote.NOT_DILIGENT:
        return None
    return "评议组的多数意见是认定尽责，不能作相反的决定；有异议的，可以退回重新评议一次。"


def return_is_left(case):
    """Once."""
    return "退回重新评议只有一次，已经用过。" if case.returned_times else None


def summarises(user, case):
    """The officer in charge writes the summary of a decided case, once."""
    return handles_case(user, case) and case.state in DECIDED and case.precedent is None


def deliberates(user, project):
    """Was asked onto the panel: finds the case, whose documents open with the declaration."""
    return panels.is_asked(user, project, Purpose.TOLERANCE)
