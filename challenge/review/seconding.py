"""复核: a choice against the ranking needs a second officer, who agrees or sends it back."""

from challenge.bidding.rules import stands_apart
from challenge.posting.rules import is_other_officer
from challenge.review.rules import pending_proposal
from challenge.review.states import Decision


def seconds_proposal(user, challenge):
    """An officer other than the proposer, while a choice against the ranking waits for approval."""
    proposal = pending_proposal(challenge)
    if not is_other_officer(user, challenge) or proposal is None or not proposal.override_reason:
        return False
    return user.id != proposal.proposed_by_id and stands_apart(user, challenge)


def sent_back(user, challenge):
    """The second officer who has sent back the newest proposal: reads what became of it, until there is a new one."""
    newest = challenge.proposals[-1] if challenge.proposals else None
    if newest is None or newest.decision != Decision.NOT_SECONDED:
        return False
    return is_other_officer(user, challenge) and newest.decided_by_id == user.id


def not_yet_seconded(challenge):
    """No second officer has approved the choice against the ranking so far."""
    proposal = pending_proposal(challenge)
    seconded = proposal is not None and proposal.second_by_id
    return "该方案已由另一名经办人复核同意，请由局领导决定。" if seconded else None


def proposal_seconded(challenge):
    """A choice that overrides the ranking was approved by a second person."""
    proposal = pending_proposal(challenge)
    if proposal is None:
        return "尚无待决定的拟立项方案。"
    if proposal.override_reason and not proposal.second_by_id:
        return "该方案未按排名推荐，须先由另一名经办人复核同意。"
    return None
