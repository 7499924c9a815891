"""The same story with its people in real windows; who is not named here comes by the client."""

import pytest

from accounts.models import User
from core import audit_walk
from tests.browser.people import Person
from tests.journeys import announcing, bidding, judging, posting
from tests.journeys.town import Town
from tests.journeys.visitor import Visitor

# The reviewer works on a phone; the guest registers, joins a team by link, reads the list and the notice.
IN_WINDOWS = {"enterprise", "officer", "alpha", "supervisor", "technical1", "leader", "guest"}
ON_A_PHONE = {"technical1"}


@pytest.fixture
def town(app, now, windows, client_of):
    seated = {}

    def seat(user: User | None, name):
        if name not in IN_WINDOWS:
            return Visitor(client_of(user), name)
        if name in seated:
            windows.sign_in(seated[name].page, user)
            return seated[name]
        width = 360 if name in ON_A_PHONE else 1280
        seated[name] = Person(windows.open(user=user, width=width), name)
        return seated[name]

    return Town(now, seat)


def test_the_story_in_windows(town):
    posting.enterprise_registers(town)
    posting.enterprise_posts(town)
    posting.bureau_pools(town)
    posting.bureau_publishes(town)
    judging.seeds_are_committed(town)
    posting.researcher_asks(town)
    bidding.joint_bid(town)
    bidding.simple_bid(town, "beta", "78 K", "94.8 %")
    bidding.simple_bid(town, "gamma", "82 K", "94.6 %")
    bidding.nobody_reads_before_the_deadline(town)
    bidding.deadline_passes(town)
    bidding.two_people_open(town)
    judging.formal_check(town)
    committee = judging.committee_forms(town)
    for reviewer in committee:
        judging.review(town, reviewer)
    judging.officer_proposes(town)
    judging.leader_decides(town)
    announcing.officer_publishes_notice(town)
    announcing.bidders_read_feedback(town, committee)
    announcing.period_runs(town)
    assert audit_walk.first_broken() is None
