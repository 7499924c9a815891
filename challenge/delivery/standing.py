"""Where a list stands once its work is over: said in public at once, not when the officer has finished the list."""

from challenge.delivery.states import ENDED, P
from challenge.posting.standing import told
from challenge.states import C
from core.formats import date_zh

WORDS = {
    P.PASSED: "通过验收",
    P.DILIGENT: "尽责未达标结题",
    P.FAILED: "没有通过验收",
    P.ABANDONED: "由揭榜方放弃",
    P.ELIMINATED: "在赛马中淘汰",
    P.TERMINATED: "终止",
}


@told
def ended_projects(challenge):
    """Each project with its end, or that it rests; None while the work goes on as the state says."""
    if challenge.state not in (C.ANNOUNCED, C.CONTRACTED, C.ACCEPTING):
        return None
    several = len(challenge.projects) > 1
    found = [_sentence(one, several) for one in challenge.projects if one.state in (*ENDED, P.SUSPENDED)]
    if found and all(one.state in ENDED for one in challenge.projects):
        found.append("攻关已结束，榜单待办结。")
    return "".join(found) or None


def _sentence(project, several):
    whose = f"{project.organisation.name}承担的攻关项目" if several else "攻关项目"
    if project.state is P.SUSPENDED:
        return f"{whose}自{date_zh(project.suspended_at)}起暂停。"
    return f"{whose}已于{date_zh(project.state_since)}{WORDS[project.state]}。"


def register(app):
    """The sentence registers itself when this module is imported."""
