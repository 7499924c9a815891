"""What the page of a visit shows to its reader."""

from challenge.envoys.states import V
from challenge.envoys.visits import rules


def versions_of(mission, number):
    """All versions of one visit, the newest first; empty when there is no such visit."""
    return [one for one in reversed(mission.visits) if one.number == number]


def shown_version(versions, revision):
    """The version of this number, the newest without one; None when there is no such."""
    if revision is None:
        return versions[0] if versions else None
    return next((one for one in versions if one.revision == revision), None)


def waits_for(visit):
    """Whom it waits for, as a sentence; None when nobody is waited for."""
    told = {
        V.RECORDED: "等待企业确认。逾期没有确认的，记为“逾期未确认”，不计入考核。",
        V.UNCONFIRMED: "企业没有在期限内确认，本记录不计入考核。企业仍可以补确认。",
        V.DISPUTED: "等待特派员核对：记录有误的请更正；属实的，请与企业沟通，由企业确认。",
    }
    return told.get(visit.state)


def demands_of(visit, user):
    """[(problem, may this person make a demand of it now)]."""
    makes = rules.makes_demand(user, visit) and rules.can_become_demand(visit) is None
    return [(one, makes and one.demand is None) for one in visit.problems]
