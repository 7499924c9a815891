"""What moves with contacts and agreements."""

from challenge.bidding.liaison.linking import tie_agreement
from challenge.bidding.liaison.rules import confirmed_by_both, speaks_for_team, standing


def end_agreement(liaison, move):
    """Whoever takes the contact back ends the agreement too."""
    found = standing(liaison)
    if found is not None:
        move.carry(found, "end")


def keep_confirmation(agreement, move):
    """Who confirmed for which side and when; the second one puts it into force."""
    side = "team" if speaks_for_team(move.actor, agreement.liaison) else "poster"
    setattr(agreement, f"{side}_by_id", move.actor.id)
    setattr(agreement, f"{side}_at", move.at)
    if confirmed_by_both(agreement) is None:
        move.carry(agreement, "put_in_force")


def tie_to_bid(agreement, move):
    """A draft that was begun before stands on it."""
    tie_agreement(agreement)
