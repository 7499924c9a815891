"""Bids that the poster reads because it chooses among them."""

import sqlalchemy as sa

from challenge.bidding.liaison.linking import signs_for
from challenge.bidding.models import Bid
from challenge.bidding.queries import further_readers
from challenge.posting.models import Challenge
from challenge.posting.queries.lists import posted_by
from challenge.posting.queries.modes import whose_mode
from challenge.review.rules import REVIEWED
from challenge.states import C


def picked_among(user):
    """SQL condition on `Bid`; twin of `rules.picks_among`."""
    return sa.and_(
        posted_by(user),
        Bid.opened_at.is_not(None),
        Bid.state.in_(REVIEWED),
        whose_mode("poster", "picks"),
        Challenge.state.not_in((C.DRAFT, C.OPEN)),
        sa.or_(sa.not_(whose_mode(True, "agreement_first")), signs_for(Bid)),
    )


further_readers.append(picked_among)
