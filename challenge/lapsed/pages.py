"""What the page of a lapsed list shows to its reader."""

from types import SimpleNamespace

from flask import url_for

import challenge.permissions as may
from challenge.lapsed import comparing, queries, reach
from challenge.lapsed.proposals import Known, proposals
from challenge.posting.steps import choices_of, endpoint_of
from challenge.posting.succession import successors_of
from challenge.states import B
from core.gates import may as allowed
from talent.teams import NotReady


def analysis(challenge, user):
    """Facts, comparison and proposals; of the bids only what this person may know."""
    bids = queries.bids_of(challenge)
    fate, sees = queries.fate_of(bids), allowed(user, challenge, may.READ_LAPSED_BIDS)
    opened = [one for one in bids if one.opened_at] if sees else []
    compared = comparing.compare(challenge)
    reached, absent, picture = _pool(challenge, opened, sees)
    later = successors_of(challenge)
    of_bids = {"fate": fate, "grounds": queries.grounds_of(opened)} if sees else {}
    known = Known(challenge, compared, reached, absent=tuple(absent), valid=fate.valid, **of_bids)
    return SimpleNamespace(
        attention=queries.attention(challenge),
        fate=fate,
        sees=sees,
        refused=[one for one in opened if one.state in (B.UNQUALIFIED, B.UNREADABLE)],
        days=compared.own.days,
        reach=reached,
        absent=absent,
        picture=picture,
        names=bool(absent or (reached and any(one.closers for one in reached.indicators))),
        compared=compared,
        proposals=_with_ways(challenge, user, proposals(known)),
        successors=[one for one in later if allowed(user, one, may.READ_CHALLENGE)],
        is_continued=bool(later),
        missions=[one for one in challenge.missions if allowed(user, one, may.READ_MISSION)],
    )


def _pool(challenge, opened, sees):
    """(reach, absent experts, their picture); None, [] and None until the pool is loaded."""
    try:
        reached = reach.reach(challenge, opened)
        return reached, *(reach.absent(challenge, opened) if sees else ([], None))
    except NotReady:
        return None, [], None


def _with_ways(challenge, user, found):
    """(proposal, (address, label) of the step with its form filled for those who may make it, else None)."""
    choices = {one.action: one for one in choices_of(user, challenge) if not one.refusal}
    return [(one, _way(challenge, one, choices.get(one.action))) for one in found]


def _way(challenge, proposal, choice):
    if choice is None:
        return None
    endpoint = endpoint_of(proposal.action)
    where = {"action": proposal.action} if endpoint is None else {}
    address = url_for(endpoint or "posting.step", code=challenge.code, reason=proposal.reason, **where)
    return address, proposal.button or choice.label


def pair_of(challenge):
    """The two groups that the pool suggests, () where it suggests none or is not loaded."""
    try:
        return reach.reach(challenge, ()).pair
    except NotReady:
        return ()
