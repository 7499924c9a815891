"""Questions about projects: who stands how to one, and what must be true before a step."""

from accounts.rules import is_auditor, is_bureau, leads_organisation
from challenge.bidding.rules import is_in_team
from challenge.delivery.states import ENDED, IN_WORK, P
from challenge.notice.objections.rules import no_objection_stands
from challenge.posting.rules import handles_challenge, is_other_leader, owns_challenge
from challenge.states import C

# Why a project may be ended before its time; the words stand in the record and in the figures.
STOP_REASONS = {
    "breach": "违约（虚假材料、转包、挪用经费、拒不整改等）",
    "milestone": "里程碑整改后仍未通过",
    "demander_default": "发榜方不履行付款义务",
    "poster_breach": "发榜方不履行约定义务（不提供场地、样品、数据等条件）",
    "leader_gone": "项目负责人死亡、丧失工作能力或者离任，无合格人选接替",
    "insolvency": "一方破产、解散",
    "ip_dispute": "知识产权纠纷无法继续",
    "no_need": "技术或者市场重大变化，已无继续必要",
    "agreed": "各方协商一致",
    "abandoned": "揭榜方放弃",
    "tolerance_refused": "容错评议不予认定尽责",
}
# What one side alone may give as its reason before anything is signed.
BEFORE_SIGNING = tuple(one for one in STOP_REASONS if one not in ("abandoned", "tolerance_refused"))


def is_on_team(user, project):
    """The leader or a confirmed member of the winning team; a leader who was replaced is no longer in it."""
    if leads_project(user, project):
        return True
    return user.is_authenticated and user.id != project.bid.leader_id and is_in_team(user, project.bid)


def leads_project(user, project):
    """The leader of the project."""
    return user.is_authenticated and user.id == project.leader_id


def leads_its_unit(user, project):
    """The first account of the lead unit, which acts when the leader cannot: it reads the project, but is not of the team."""
    return leads_organisation(user) and user.organisation_id == project.organisation_id


def acts_for_team(user, project):
    """The leader; once that account is stopped, who is left of the lead unit: its first account, its members of the team.

    What the ledger and the records of an ended project wait for never waits for a hand that is gone.
    """
    if leads_project(user, project):
        return True
    if not user.is_authenticated or user.organisation_id != project.organisation_id:
        return False
    is_of_it = leads_its_unit(user, project) or is_on_team(user, project)
    return is_of_it and not project.leader.is_active


def posts_project(user, project):
    """Belongs to the organisation whose demand it answers."""
    return owns_challenge(user, project.challenge)


def handles_project(user, project):
    """The officer in charge of the list, who belongs to neither side."""
    return handles_challenge(user, project.challenge) and user.organisation_id != project.organisation_id


def lacks_project(user, challenge):
    """The officer in charge of a list whose result was announced before projects were kept here."""
    return handles_challenge(user, challenge) and not challenge.projects


def decides_on_project(user, project):
    """A leader of the bureau who belongs to neither side."""
    return is_other_leader(user, project.challenge) and user.organisation_id != project.organisation_id


def oversees_project(user, project):
    """Staff of the bureau and the auditor: the money is public."""
    return is_bureau(user) or is_auditor(user)


def list_announced(project):
    """The result was announced, and no objection stands: nothing is signed before."""
    challenge = project.challenge
    if challenge.state not in (C.ANNOUNCED, C.CONTRACTED, C.ACCEPTING):
        return f"榜单当前为“{challenge.state.label}”，公布结果后才能签约。"
    return no_objection_stands(challenge)


def every_project_ended(challenge):
    """Each project of the list has come to its end."""
    if not challenge.projects:
        return "尚未建立攻关项目。"
    running = [one.code for one in challenge.projects if one.state not in ENDED]
    return f"项目 {'、'.join(running)} 尚未结束，结束后才能办结。" if running else None


def is_running(project):
    """Signed and not ended."""
    return project.state in (*IN_WORK, P.SUSPENDED)
