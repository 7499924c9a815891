"""One challenge from the registration of its poster to the announced result, every person at the test client."""

from accounts.models import User
from core import audit_walk
from tests.journeys import announcing, bidding, judging, posting
from tests.journeys.town import Town
from tests.journeys.visitor import Visitor

PUBLIC_PAGES = ("/", "/challenges", "/challenges?state=open", "/notices", "/results")
PAGES_OF_LIST = ("", "/timeline", "/versions", "/draw")


class Watched(Visitor):
    """After everything this person sends, visitors must find on kept pages what is there to be found."""

    town = None

    def _send(self, form, pressed, status):
        arrived = super()._send(form, pressed, status)
        stranger = self.client.application.test_client(use_cookies=False)
        code = self.town.code if self.town else None
        for page in (*PUBLIC_PAGES, *(f"/challenges/{code}{one}" for one in PAGES_OF_LIST if code)):
            fresh = stranger.get(page, headers={"Cookie": "seen=1"})
            for _ in range(2):
                shown = stranger.get(page)
                assert (page, shown.status_code, shown.text) == (page, fresh.status_code, fresh.text)
        return arrived


def play(town):
    """The story from the first registration to the announced result."""
    posting.enterprise_registers(town)
    posting.enterprise_posts(town)
    posting.bureau_pools(town)
    posting.bureau_publishes(town)
    judging.seeds_are_committed(town)
    posting.researcher_asks(town)
    digests = [bidding.joint_bid(town)]
    digests.append(bidding.simple_bid(town, "beta", "78 K", "94.8 %"))
    digests.append(bidding.simple_bid(town, "gamma", "82 K", "94.6 %"))
    bidding.nobody_reads_before_the_deadline(town)
    bidding.deadline_passes(town)
    town.guest().visit(f"/challenges/{town.code}/opening").reads(*digests)
    bidding.two_people_open(town)
    judging.formal_check(town)
    committee = judging.committee_forms(town)
    for shift, reviewer in enumerate(committee[:-1]):
        judging.review(town, reviewer, shift)
    judging.ranking_stays_closed(town)
    judging.review(town, committee[-1])
    judging.officer_proposes(town)
    judging.leader_decides(town)
    announcing.officer_publishes_notice(town)
    announcing.bidders_read_feedback(town, committee)
    announcing.period_runs(town)
    assert audit_walk.first_broken() is None


def test_from_first_registration_to_announced_result_visitors_find_every_change_on_kept_pages(
    app, now, client_of
):
    app.config["KEEP_PAGES"] = True

    def seat(user: User | None, name):
        return Watched(client_of(user) if user else app.test_client(), name)

    Watched.town = town = Town(now, seat)
    play(town)
    Watched.town = None
