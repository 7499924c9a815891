"""The other side of possible conflicts: poster, units and people of a list, and what ties somebody to them."""

import contextlib
import contextvars

from challenge.bidding.people import people_of, sealed_only
from challenge.bidding.rules import opened_bids
from challenge.posting.demander import poster_of
from talent.recommend import Parties

__all__ = ["looked_up", "parties_of", "sealed_only", "side_of", "ties_to_list"]
# Ties computed for many experts at once, while a page that shows them all is made.
_known: contextvars.ContextVar[dict | None] = contextvars.ContextVar("known_ties", default=None)


def parties_of(challenge):
    """Poster, bidding units, partners and team members of the opened bids of a list."""
    own, bids = poster_of(challenge), opened_bids(challenge)
    return Parties(
        organisation_ids=(*own.organisation_ids, *(bid.organisation_id for bid in bids)),
        units=tuple(one.name for bid in bids for one in bid.partners),
        people=(*own.people, *(person for bid in bids for person in people_of(bid))),
        matters=own.matters,
        terms=own.terms,
    )


def side_of(bid):
    """What `Conflict.parties` may name of one bid."""
    return {bid.organisation_id, *(one.name for one in bid.partners), *people_of(bid)}


def ties_to_list(profile, challenge):
    """Every known tie of an expert to a list, gravest first (`talent.conflicts.Conflict`)."""
    known = (_known.get() or {}).get((challenge.id, profile.id))
    return parties_of(challenge).ties_of([profile])[profile.id] if known is None else known


@contextlib.contextmanager
def looked_up(challenge, profiles):
    """Inside, `ties_to_list` of these experts costs nothing: all are looked up at once."""
    ties = parties_of(challenge).ties_of(profiles) if profiles else {}
    token = _known.set((_known.get() or {}) | {(challenge.id, key): found for key, found in ties.items()})
    try:
        yield
    finally:
        _known.reset(token)
