"""Facts about people that a list brings to light, as neutral ties for the library, and the effects that tell them.

Each is (who, whom, kind) with ends as `talent.models.Tie` names them.
"""

from itertools import combinations, permutations

from challenge.posting.demander import matter_of
from challenge.states import A
from core import clock
from talent.actions import report_ties


def helpers_of(challenge):
    """Who wrote the demand."""
    return [(f"user:{challenge.author_id}", matter_of(challenge), "helped")]


def teams_of(challenge):
    """People of one team on an opened bid: each pair of accounts."""
    return [
        (f"user:{one}", f"user:{other}", "team")
        for bid in challenge.bids
        if bid.opened_at
        for one, other in combinations(sorted(_accounts(bid)), 2)
    ]


def _accounts(bid):
    confirmed = {one.user_id for one in bid.members if one.user_id and one.confirmed_at}
    return {bid.leader_id, *confirmed}


def judged(challenge):
    """Who reviewed whose bid: each reviewer with the lead unit and the leader."""
    bids = [bid for bid in challenge.bids if bid.rank is not None]
    return [
        (f"profile:{one.profile_id}", whom, "reviewed")
        for one in challenge.assignments
        if one.state in (A.SUBMITTED, A.LOCKED)
        for bid in bids
        for whom in (f"organisation:{bid.organisation_id}", f"user:{bid.leader_id}")
    ]


def rivals(challenge):
    """Who stood against whom in the ranking: leaders with leaders, and leaders with the other lead units."""
    bids = [bid for bid in challenge.bids if bid.rank is not None]
    leaders = [
        (f"user:{one.leader_id}", f"user:{other.leader_id}", "lost") for one, other in combinations(bids, 2)
    ]
    units = [
        (f"user:{one.leader_id}", f"organisation:{other.organisation_id}", "lost")
        for one, other in permutations(bids, 2)
    ]
    return [*leaders, *units]


def note_helpers(challenge, move):
    """Who wrote the demand is tied to it."""
    _report(challenge, move, helpers_of(challenge))


def note_teams(challenge, move):
    """The bids are open: who is in one team is known to the library from now on."""
    _report(challenge, move, teams_of(challenge))


def note_judging(challenge, move):
    """Who reviewed whom, and who stood against whom, counts on later lists."""
    _report(challenge, move, [*judged(challenge), *rivals(challenge)])


def _report(challenge, move, rows):
    report_ties(rows, f"challenge:{challenge.id}", on=clock.beijing(move.at).date())
