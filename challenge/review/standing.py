"""科研诚信 at invitation and award: who is barred, why, and the evidence that the register was asked."""

from challenge.bidding import standing
from challenge.review.rules import pending_proposal
from talent.integrity import gate
from talent.integrity.states import Purpose


def barred(profiles):
    """{profile id: sentence} of the experts who must not be invited: one query for all."""
    found = gate.of_profiles(Purpose.INVITE, profiles)
    return {key: one.whole for key, one in found.items()}


def expert_clear(assignment):
    """No finding in force bars the expert."""
    return barred([assignment.profile]).get(assignment.profile_id)


def record_expert(assignment, move):
    """Evidence in the sealed log of the review."""
    gate.record(move.actor, assignment, Purpose.INVITE, 1)


def winner_clear(challenge):
    """No finding bars a bid that is proposed: lead unit, partners, leader, members."""
    proposal = pending_proposal(challenge)
    winners = proposal.winners if proposal is not None else ()
    found = [one for bid in winners for one in standing.findings(bid, _partners(bid), Purpose.AWARD)]
    return "".join(one.whole for one in found) or None


def record_winner(challenge, move):
    """Evidence that the register was asked about the sides of the winners."""
    sides = [standing.side_of(bid, _partners(bid)) for bid in pending_proposal(challenge).winners]
    asked = sum(len(people) + len(units) for people, units in sides)
    gate.record(move.actor, challenge, Purpose.AWARD, asked)


def _partners(bid):
    return [{"name": one.name, "credit_code": one.credit_code} for one in bid.partners]
