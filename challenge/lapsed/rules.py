"""Questions about a lapsed list: who reads why it lapsed, and who of them reads what its bids were."""

from challenge.bidding.rules import stands_apart
from challenge.posting.rules import handles_challenge, leads_or_supervises, owns_challenge, works_at_bureau
from challenge.states import C


def reads_lapse(user, challenge):
    """The poster and the bureau, while the list has lapsed: before the opening nothing of its bids is counted."""
    return challenge.state is C.LAPSED and (
        owns_challenge(user, challenge) or works_at_bureau(user, challenge)
    )


def sees_bids(user, challenge):
    """Of the bureau those who may read the opened bids, who stand apart from poster and bidders."""
    if not reads_lapse(user, challenge) or user.organisation_id == challenge.organisation_id:
        return False
    reads = handles_challenge(user, challenge) or leads_or_supervises(user, challenge)
    return reads and stands_apart(user, challenge)
