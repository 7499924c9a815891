"""The life of a list under everything that people do to it, in any order, with a clock that also runs back."""

import collections
import datetime as dt

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from challenge.custody import actions as custody
from challenge.notice.rules import current_notice
from challenge.posting.actions import publishing
from challenge.states import C
from core import audit, clock
from core.database import transaction
from tests import machines
from tests.challenge.life.bureau import Bureau
from tests.challenge.life.laws import Laws, fingerprint
from tests.challenge.life.teams import Teams
from tests.challenge.life.town import Town
from tests.challenge.life.way import DETOURS, Way

COUNT: collections.Counter = collections.Counter()
MINUTES = dt.timedelta(minutes=1)
# Without these the laws would hold of nothing.
OFTEN = """submitted replaced confirmed withdrawn damaged unreadable handed amend suspend resume opened corrected drawn
reviewed proposed second award return notified objected give_up reopen_review announced lapse relisted refused""".split()  # noqa: SIM905 two lines instead of thirty


class Life(Teams, Bureau, Way, RuleBasedStateMachine):
    """One list, from its publication on; `live` and `damaged` are what the model knows of its bids."""

    town: Town

    def __init__(self):
        super().__init__()
        self.town.begin()
        self.live, self.damaged, self.changes, self.may_end, self.copies = {}, set(), 0, False, {}
        self.laws, self.state, self.bids, self.stands = Laws(self.town), None, {}, None

    def teardown(self):
        """In the end the whole log is walked and everything in it is checked against it."""
        self.laws.hold_in_the_end()

    # What every act goes through

    def attempt(self, word, work):
        """Whether the act was possible; a refused one leaves the database as it was."""
        before = self.stands or fingerprint()
        try:
            with transaction():
                work()
        except (*machines.REFUSALS, *machines.CONSTRAINTS) as refused:
            self.why = refused
            with transaction():
                assert fingerprint() == before
            self.stands = before
            self.note("refused")
            return False
        with transaction():
            self.stands = None  # and the clock is kept above what has just been logged
        self.note(word)
        return True

    def note(self, word, number=1):
        """What has happened how often."""
        COUNT[word] += number

    def list_in(self, *states):
        """The list is in one of these states."""
        return self.state in states

    def takes_bids(self):
        """The one rule of the deadline, in plain words."""
        challenge = self.town.the_list()
        return challenge.state is C.OPEN and clock.now() < challenge.deadline

    @invariant()
    def every_law_holds(self):
        """After every step."""
        COUNT["steps"] += 1
        found = self.laws.check(self.live)
        # What decides which steps are offered next is read once.
        self.state = self.town.the_list().state
        self.bids = {bid.leader_id: bid.state for bid in found}
        self.objected = bool(self.objections())

    @initialize(
        in_custody=st.booleans(),
        may_end=st.sampled_from([False, False, False, True]),
        detours=st.sets(st.sampled_from(DETOURS), min_size=2),
    )
    def publish(self, in_custody, may_end, detours):
        """Every episode begins with a published list, in custody or not."""
        town, self.in_custody, self.may_end, self.detours = self.town, in_custody, may_end, set(detours)
        if not in_custody:
            for name in ("second officer", "second leader"):
                assert self.attempt(
                    "retired",
                    lambda: custody.retire(town.who(name), town.custodian(name)),  # noqa: B023
                )
        assert self.attempt(
            "published",
            lambda: publishing.publish_batch(
                town.who("handler"), [town.list_id], town.programme(), town.deadline()
            ),
        )

    # The clock of the host

    @rule(by=st.sampled_from([1, 60, 600, 60 * 24 * 3]))
    def wait(self, by):
        """Time goes by."""
        self.town.ticking.instant += by * MINUTES

    @rule(by=st.sampled_from([-10, 10]))
    def turn_the_clock(self, by):
        """Somebody sets the clock of the host; after what was logged it does not show an earlier time."""
        self.town.ticking.instant += by * MINUTES
        with transaction():
            assert clock.now() >= audit.head().at

    @precondition(lambda self: self.list_in(C.OPEN))
    @rule(by=st.sampled_from([-600, -1, 0, 0, 1, 600]))
    def come_to_the_deadline(self, by):
        """Just before it, at it, just after it."""
        self.go_to(self.town.the_list().deadline + dt.timedelta(seconds=by))

    @precondition(lambda self: self.list_in(C.NOTICED))
    @rule(by=st.sampled_from([-1, 0]))
    def come_to_the_end_of_the_notice(self, by):
        """The last second of the period, or its end."""
        self.go_to(current_notice(self.town.the_list()).ends_at + dt.timedelta(seconds=by))

    def go_to(self, instant):
        """Forward, never back."""
        self.town.ticking.instant = max(self.town.ticking.instant, instant)
        with transaction():
            pass


def _live(app, template, now, *, episodes, steps):
    COUNT.clear()
    town = Town(app, template, now)
    machines.run(type("Life", (Life,), {"town": town}), episodes=episodes, steps=steps)
    return COUNT


@pytest.mark.slow
def test_five_thousand_steps_break_no_law(app, template, now):
    count = _live(app, template, now, episodes=112, steps=46)
    assert count["steps"] >= 5000
    assert [word for word in [*OFTEN, "opened in custody"] if not count[word]] == [], count


@pytest.mark.short
def test_five_hundred_steps_break_no_law_on_this_engine(app, template, now):
    count = _live(app, template, now, episodes=13, steps=40)
    assert count["steps"] >= 500
