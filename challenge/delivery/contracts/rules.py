"""Questions about contracts: who drafts, who confirms for which side, and what must be true before a step."""

from accounts.rules import leads_organisation
from challenge.delivery import rules
from challenge.delivery.states import ENDED, K, P, Party, Version

CHANGEABLE = (P.ACTIVE,)
LEADABLE = (P.ACTIVE, P.ACCEPTING, P.RECTIFYING)
OPEN = (K.DRAFT, K.REQUESTED, K.OFFERED)


def open_contract(project):
    """The version that is being prepared or confirmed, or None."""
    return next((one for one in project.contracts if one.state in OPEN), None)


def contract_in_force(project):
    """The version that binds, or None."""
    return next((one for one in project.contracts if one.state is K.IN_FORCE), None)


def reads_contract(user, contract):
    """Both sides once it was offered; the bureau always."""
    project = contract.project
    is_side = rules.is_on_team(user, project) or rules.posts_project(user, project)
    is_side = is_side or asked_it(user, contract) or rules.leads_its_unit(user, project)
    return rules.oversees_project(user, project) or (is_side and contract.state is not K.DRAFT)


def drafts_contract(user, contract):
    """The officer in charge."""
    return rules.handles_project(user, contract.project)


def party_of(user, contract):
    """The side for which this person may confirm, or None; nobody confirms for two."""
    project = contract.project
    if user.is_authenticated and user.id == contract.successor_id:
        return Party.SUCCESSOR
    if speaks_for_bidder(user, contract):
        return Party.BIDDER
    if rules.posts_project(user, project):
        return Party.POSTER
    if rules.decides_on_project(user, project) and user.id != contract.drafted_by_id:
        return Party.BUREAU
    return None


def speaks_for_bidder(user, contract):
    """The leader; where somebody else is to lead, also the first account of the lead unit or a member from it."""
    project = contract.project
    if rules.leads_project(user, project) or contract.successor_id is None:
        return rules.leads_project(user, project)
    if not user.is_authenticated or user.organisation_id != project.organisation_id:
        return False
    return leads_organisation(user) or rules.is_on_team(user, project)


def confirms_contract(user, contract):
    """Whoever speaks for a side that has not confirmed yet."""
    party = party_of(user, contract)
    return party is not None and party not in confirmed(contract)


def is_party(user, contract):
    """Whoever speaks for a side: until all have confirmed, each may still refuse."""
    return party_of(user, contract) is not None


def confirmed(contract):
    """Sides that have confirmed."""
    return {one.party for one in contract.signatures}


def awaited(contract):
    """Sides that have not confirmed yet, in order."""
    return [one for one in sides_of(contract) if one not in confirmed(contract)]


def sides_of(contract):
    """Sides that have to confirm, in order; who is to lead from now on is one of them."""
    return [one for one in Party if one is not Party.SUCCESSOR or contract.successor_id is not None]


def sides_before_bureau(contract):
    """The bureau confirms last: it approves what both sides have agreed on. Asked of the bureau alone."""
    missing = [one.label for one in awaited(contract) if one is not Party.BUREAU]
    return f"{'、'.join(missing)}确认后，主管部门才能确认。" if missing else None


def asks_change(user, project):
    """Each side, and the officer in charge."""
    sides = rules.leads_project(user, project) or rules.posts_project(user, project)
    return sides or rules.handles_project(user, project)


def asks_successor(user, project):
    """As any change; where the leader cannot, a member of the team or the first account of the lead unit."""
    if asks_change(user, project) or rules.is_on_team(user, project):
        return True
    return rules.leads_its_unit(user, project)


def side_of(user, project):
    """For which side this person asks: the bureau's officer for none of both."""
    if rules.handles_project(user, project):
        return Party.BUREAU
    return Party.POSTER if rules.posts_project(user, project) else Party.BIDDER


def asked_it(user, contract):
    """Who has asked for this version."""
    return contract.kind is not Version.FIRST and user.is_authenticated and user.id == contract.drafted_by_id


def wrong_time(project, *, of_leader=False):
    """Why a contract cannot change now: not in acceptance, nor while that rests; somebody must lead until the end."""
    state = project.suspended_from if project.state is P.SUSPENDED else project.state
    if state in (LEADABLE if of_leader else CHANGEABLE):
        return None
    return f"项目{state.label}，任务书不能变更。"


def can_be_changed(project, *, of_leader=False):
    """The time is right, and nothing else is being agreed on."""
    if found := wrong_time(project, of_leader=of_leader):
        return found
    found = open_contract(project)
    return f"第 {found.number} 版（{found.kind.label}）尚未办结，办结后才能再申请变更。" if found else None


def list_allows_signing(contract):
    """The result was announced, no objection stands, and the project has not ended."""
    project = contract.project
    if project.state in ENDED:
        return f"项目{project.state.label}，不能再签约。"
    return rules.list_announced(project)
