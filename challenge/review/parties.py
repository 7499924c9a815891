"""The other side of possible conflicts: poster, units and people of a list, and what ties somebody to them."""

import contextlib
import contextvars

from challenge import rulepack
from core import clock
from talent.conflicts import Person, Terms
from talent.recommend import Parties

# Ties computed for many experts at once, while a page that shows them all is made.
_known: contextvars.ContextVar[dict | None] = contextvars.ContextVar("known_ties", default=None)


def terms_of(challenge):
    """What the rule pack of a list says about conflicts."""
    article = rulepack.cite(challenge, "blocking_tie_scope").strip("（）")
    return Terms(
        clock.today().year,
        rulepack.value(challenge, "conflict_years"),
        rulepack.value(challenge, "conflict_controls"),
        tuple(sorted(rulepack.value(challenge, "conflict_grades").items())),
        article,
    )


def matter_of(challenge):
    """The demand itself, as recorded ties name it: who helped to write it is tied to it."""
    return f"challenge:{challenge.id}"


def poster_of(challenge):
    """The demander's side alone; reads no row of a bid."""
    return Parties(
        organisation_ids=(challenge.organisation_id,),
        people=tuple(_posters(challenge)),
        matters=((matter_of(challenge), "本榜单需求"),),
        terms=terms_of(challenge),
    )


def parties_of(challenge):
    """Poster, bidding units, partners and team members of the opened bids of a list."""
    own, bids = poster_of(challenge), [bid for bid in challenge.bids if bid.opened_at]
    return Parties(
        organisation_ids=(*own.organisation_ids, *(bid.organisation_id for bid in bids)),
        units=tuple(one.name for bid in bids for one in bid.partners),
        people=(*own.people, *(person for bid in bids for person in _people(bid))),
        matters=own.matters,
        terms=own.terms,
    )


def side_of(bid):
    """What `Conflict.parties` may name of one bid."""
    return {bid.organisation_id, *(one.name for one in bid.partners), *_people(bid)}


def side_of_poster(challenge):
    """What `Conflict.parties` may name of the demander."""
    return {challenge.organisation_id, matter_of(challenge), *_posters(challenge)}


def _posters(challenge):
    unit = challenge.organisation.name
    yield Person(challenge.author.display_name, unit, challenge.author_id)
    if challenge.contact_name:
        yield Person(challenge.contact_name, unit)


def _people(bid):
    yield Person(bid.leader.display_name, bid.organisation.name, bid.leader_id)
    for one in bid.members:
        if one.user_id != bid.leader_id:
            yield Person(one.name, one.unit, one.user_id)
    for name, unit in sealed_only(bid):
        yield Person(name, unit, None)


def sealed_only(bid):
    """(name, unit) of those in the sealed team who have left the list of members: they stay on the bid's side."""
    present = {one.name for one in bid.members}
    team = bid.content.team if bid.content else ()
    return [(one["name"], one["unit"]) for one in team if one["name"] not in present]


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
