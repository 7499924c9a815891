"""Which agreement a bid stands on: the one in force of its organisation, and which one its sealed content names."""

import sqlalchemy as sa

from challenge import rulepack
from challenge.bidding.liaison.models import Agreement, Liaison
from challenge.bidding.liaison.states import AG
from challenge.bidding.models import DEAD, Bid
from core.database import db

NAMES_NONE = "-"  # where a digest would stand, of a sealed bid that names no agreement
_OVER = [state.strip("'") for state in DEAD.strip("()").split(",")]


def tie_agreement(agreement):
    """The live bid of the team's organisation stands on it from now on."""
    liaison = agreement.liaison
    mine = sa.select(Bid).filter_by(
        challenge_id=liaison.challenge_id, organisation_id=liaison.organisation_id
    )
    agreement.bid = db.session.scalar(mine.where(Bid.state.not_in(_OVER)))


def tie_bid(bid):
    """A bid that begins when an agreement is in force stands on it."""
    signed = sa.select(Agreement).join(Liaison).where(Agreement.state == AG.IN_FORCE)
    its = {"challenge_id": bid.challenge.id, "organisation_id": bid.organisation.id}
    found = db.session.scalar(signed.filter_by(**its))
    if found is not None:
        found.bid = bid


def note_named(bid, content):
    """Keep which agreement the content that is sealed, or was just opened, names."""
    named = content.get("agreement")
    first = rulepack.mode_of(bid).agreement_first
    bid.agreement_digest = (named["digest"] if named else NAMES_NONE) if first else ""


def signs_for(bid):
    """SQL condition: an agreement in force that the sealed content, where there is one, names; twin of `rules.is_signed`."""
    is_named = sa.or_(bid.agreement_digest == "", bid.agreement_digest == Agreement.digest)
    return sa.exists().where(Agreement.bid_id == bid.id, Agreement.state == AG.IN_FORCE, is_named)
