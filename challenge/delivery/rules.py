"""Questions about projects: who stands how to one, and what must be true before a step."""

from accounts.rules import is_auditor, is_bureau, is_enterprise
from challenge.bidding.rules import is_in_team
from challenge.delivery.states import ENDED, P
from challenge.notice.objections.rules import no_objection_stands
from challenge.posting.rules import handles_challenge, is_other_leader, owns_challenge
from challenge.states import C

# Why a project may be ended before its time; the words stand in the record and in the figures.
STOP_REASONS = {
    "breach": "违约（虚假材料、转包、挪用经费、拒不整改等）",
    "milestone": "里程碑整改后仍未通过",
    "demander_default": "发榜方不履行付款义务",
    "leader_gone": "项目负责人死亡、丧失工作能力或者离任，无合格人选接替",
    "insolvency": "一方破产、解散",
    "ip_dispute": "知识产权纠纷无法继续",
    "no_need": "技术或者市场重大变化，已无继续必要",
    "agreed": "各方协商一致",
}


def is_on_team(user, project):
    """The leader or a confirmed member of the winning team."""
    return is_in_team(user, project.bid)


def leads_project(user, project):
    """The leader of the project."""
    return user.is_authenticated and user.id == project.leader_id


def posts_project(user, project):
    """Belongs to the organisation whose demand it answers."""
    return is_enterprise(user) and owns_challenge(user, project.challenge)


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
    if challenge.state not in (C.ANNOUNCED, C.CONTRACTED):
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
    return project.state in (P.ACTIVE, P.SUSPENDED)
