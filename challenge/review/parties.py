"""The other side of a reviewer's possible conflicts: units and people of a list, and what ties an expert to them."""

from talent import conflicts
from talent.conflicts import Conflict, Person
from talent.recommend import Parties


def parties_of(challenge):
    """Poster, bidding units, partners and team members of the opened bids of a list."""
    bids = [bid for bid in challenge.bids if bid.opened_at]
    return Parties(
        organisation_ids=(challenge.organisation_id, *(bid.organisation_id for bid in bids)),
        units=tuple(one.name for bid in bids for one in bid.partners),
        people=tuple(person for bid in bids for person in _people(bid)),
    )


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


def account_ties(profile, sides):
    """The account may belong to another organisation than the profile names: that ties no less."""
    unit = profile.user.organisation if profile.user else None
    if unit is None or unit.id == profile.organisation_id or unit.id not in sides.organisation_ids:
        return []
    return [Conflict("block", "same_unit", f"{profile.name} —账号所属单位→ {unit.name}")]


def ties_to_list(profile, challenge):
    """Every known tie of an expert to a list, blocking ones first (`talent.conflicts.Conflict`)."""
    sides = parties_of(challenge)
    known = conflicts.ties_between(profile, sides.organisation_ids, sides.people, sides.units)
    return [*account_ties(profile, sides), *known]
