"""Questions about contracts: who drafts, who confirms for which side, and what must be true before a step."""

from challenge.delivery import rules
from challenge.delivery.states import ENDED, K, Party

OPEN = (K.DRAFT, K.OFFERED)


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
    return rules.oversees_project(user, project) or (is_side and contract.state is not K.DRAFT)


def drafts_contract(user, contract):
    """The officer in charge."""
    return rules.handles_project(user, contract.project)


def party_of(user, contract):
    """The side for which this person may confirm, or None; nobody confirms for two."""
    project = contract.project
    if rules.leads_project(user, project):
        return Party.BIDDER
    if rules.posts_project(user, project):
        return Party.POSTER
    if rules.decides_on_project(user, project) and user.id != contract.drafted_by_id:
        return Party.BUREAU
    return None


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
    return [one for one in Party if one not in confirmed(contract)]


def sides_before_bureau(contract):
    """The bureau confirms last: it approves what both sides have agreed on. Asked of the bureau alone."""
    missing = [one.label for one in awaited(contract) if one is not Party.BUREAU]
    return f"{'、'.join(missing)}确认后，主管部门才能确认。" if missing else None


def list_allows_signing(contract):
    """The result was announced, no objection stands, and the project has not ended."""
    project = contract.project
    if project.state in ENDED:
        return f"项目{project.state.label}，不能再签约。"
    return rules.list_announced(project)
