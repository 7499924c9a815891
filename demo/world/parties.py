"""Who acts for a side of a project: team, poster, officer in charge; any other word is an account."""

from demo.world.demands import handler
from demo.world.people import leader_account, poster_account


def winners_of(text):
    """The texts of the bids that won, by lane; all but a race have one."""
    keys = text["proposal"]["winner"]
    bids = {one["key"]: one for one in text["bids"]}
    return [bids[key] for key in ([keys] if isinstance(keys, str) else keys)]


def account_of(text, party, lane=1):
    """The account that acts for `party`."""
    sides = {"poster": poster_account(text["org"]), "officer": handler(text)}
    return leader_account(winners_of(text)[lane - 1]) if party == "team" else sides.get(party, party)
