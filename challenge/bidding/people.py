"""The people of an opened bid as one side of possible conflicts."""

from talent.conflicts import Person


def people_of(bid):
    """Leader, members, and who was sealed as a member."""
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
