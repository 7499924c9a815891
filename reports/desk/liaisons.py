"""Duties of contacts before a joint bid: a team waits for an answer, an agreement for a confirmation."""

from accounts.rules import is_enterprise, is_researcher
from challenge.bidding.liaison import queries
from reports.desk.duty import Duty


def liaison_duties(user):
    """What waits for this person, until the deadline."""
    for one, what in queries.waiting_for(user):
        challenge = one.challenge
        yield Duty(
            what, challenge.title, f"/desk/liaisons/{one.code}", challenge.deadline, one.state_since, one.code
        )


SOURCES = ((lambda user: is_researcher(user) or is_enterprise(user), liaison_duties),)
