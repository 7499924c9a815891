"""Whatever people do with the money of a project, and whenever it ends: no account is overdrawn, nothing is paid before its gate.

The sums stay those of the contract, nobody approves what the same person has requested, and every payment comes to an end.
"""

import datetime as dt

from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule

from challenge.delivery.ledger import actions, balances, refunds
from challenge.delivery.ledger.verifying import faults
from challenge.delivery.models import Project
from challenge.delivery.states import ENDED, Account, P, Payer, Y
from core import clock
from core.database import db
from core.workflow import apply
from tests import machines, world
from tests.challenge.delivery import scene as projects
from tests.challenge.delivery.ledger import scene
from tests.challenge.delivery.ledger.test_arriving import ends

# Episodes that begin with work, and with an end that claims what was paid.
EPISODES, STEPS = {False: 15, True: 4}, 40
COUNTED = ("done", "refused", "confirmed", "public", "ended", "spent", "refund", "unrefund", "pursue")
COUNT = dict.fromkeys(COUNTED, 0)
ENDS = {Y.CONFIRMED, Y.CANCELLED}
NAMES = ("team", "poster", "officer", "leader", "finance", "stranger")
# The steps that are wanted come more often than those that undo.
ACTIONS = (
    *("request", "request", "approve", "approve", "register", "register", "confirm", "confirm"),
    *(
        "refuse",
        "return",
        "dispute",
        "deny",
        "withdraw",
        "dun",
        "report",
        "waive",
        "refund",
        "unrefund",
        "pursue",
    ),
)


class Town:
    """One project under contract; made once, every example begins with it."""

    def __init__(self):
        self.officer, project, self.people = scene.ledger()
        self.people.stranger = world.user("researcher")
        self.id = project.id


class Money(machines.Episode):
    """One project, its payments, and whoever might touch them."""

    town: Town
    has_failed: bool
    count = COUNT

    def stage(self):
        self.project = db.session.get(Project, self.town.id)
        self.people, self.passed = self.town.people, set()

    @initialize(number=st.integers(1, 3))
    def begin(self, number):
        """Every episode begins with a milestone that has passed, some with an end that claims what was paid for it."""
        self.pass_milestone(number)
        if self.has_failed:
            row = scene.payment(self.project, "demander", number)
            while row.state not in ENDS:
                who, action = self.next_of(row)
                self.make(who, row, action)
            self.attempt(lambda: ends(self.project, self.people, "fail"), "ended")
            for action in ("refund", "refund", "refund", "unrefund"):
                self.books_back(row, action)

    @precondition(lambda self: len(self.passed) < 3)
    @rule(number=st.integers(1, 3))
    def pass_milestone(self, number):
        """A milestone passes; after the end of the project none does."""
        if self.project.state is P.ACTIVE:
            scene.passes(self.project, number, self.people.officer)
            self.passed.add(number)
            self.has_changed = True

    @rule(pick=st.integers(0, 8), action=st.sampled_from(ACTIONS), who=st.sampled_from(NAMES))
    def act(self, pick, action, who):
        """Anybody tries anything with any payment."""
        self.attempt(lambda: self.make(getattr(self.people, who), self.project.payments[pick], action))

    @rule(pick=st.integers(0, 8), turn=st.integers(0, 30))
    def goes_on(self, pick, turn):
        """As below: it comes twice as often."""
        self.go_on(pick, turn)

    @rule(pick=st.integers(0, 8), turn=st.integers(0, 30))
    def go_on(self, pick, turn):
        """Somebody who may makes the next step of a payment that is under way, or puts it back."""
        under_way = [one for one in self.project.payments if one.state not in ENDS | {Y.LOCKED}]
        if under_way:
            row = under_way[pick % len(under_way)]
            who, action = self.next_of(row)
            back = {Y.REQUESTED: "refuse", Y.APPROVED: "return"}.get(row.state)
            self.attempt(lambda: self.make(who, row, back if back and turn % 7 == 0 else action))

    @precondition(lambda self: any(one.state is Y.CONFIRMED for one in self.project.payments))
    @rule(payer=st.sampled_from(Payer), share=st.integers(1, 4))
    def spend(self, payer, share):
        """The team enters what it has spent: a part of what is there, or more."""
        left = balances.received(self.project, payer)
        facts = {"line": "", "spent_on": clock.today(), "text": "材料", "voucher": "1"}
        amount = left * share // 3 or 1
        done = self.attempt(lambda: actions.spend(self.people.team, self.project, payer, amount, facts))
        # Once the accounts are drawn up nothing more is entered.
        assert done == (0 < amount <= left and self.project.accounts_closed_at is None)
        COUNT["spent"] += done

    def make(self, user, row, action):
        """One of the verbs."""
        if action == "register":
            actions.register(user, row, clock.today(), "1")
        elif action == "refund":
            part = min(1 + row.amount_fen // 3, actions.refundable(row)) or 1
            actions.refund(user, row, part, clock.today(), "2")
        elif action == "unrefund":
            actions.take_refund_back(user, row, "登记错了。")
        elif action == "report":
            actions.report(user, row, "逾期。")
        elif action in ("request", "approve", "confirm"):
            getattr(actions, action)(user, row)
        else:
            actions.make(user, row, action, "理由。")

    @rule(days=st.sampled_from([1, 11, 31]))
    def wait(self, days):
        """Time goes by."""
        self.ticking.instant += dt.timedelta(days=days)

    @precondition(lambda self: len(self.passed) > 1)
    @rule(
        action=st.sampled_from(["suspend", "resume", "resume", "end"]),
        how=st.sampled_from(["terminate", "fail", "end_diligent"]),
    )
    def lead(self, action, how):
        """A leader of the bureau suspends, resumes or ends the project; some ends claim what is left of the money."""
        if action != "end":
            self.attempt(lambda: apply(self.people.leader, self.project, action, reason="核查。"))
        elif how == "terminate":
            self.attempt(lambda: projects.ends(self.project, who=self.people.leader), "ended")
        elif self.project.state is P.ACTIVE:
            self.attempt(lambda: ends(self.project, self.people, how), "ended")

    @precondition(lambda self: self.project.state in ENDED)
    @rule(pick=st.integers(0, 8), action=st.sampled_from(["refund", "refund", "unrefund", "pursue"]))
    def give_back(self, pick, action):
        """Who has paid books what came back or takes that back, a leader pursues the rest."""
        rows = [
            one for one in self.project.payments if one.state is Y.CONFIRMED and one.payer is not Payer.OWN
        ]
        if rows:
            self.books_back(rows[pick % len(rows)], action)

    def books_back(self, row, action):
        """By who may."""
        people, before = self.people, refunds.returned(row)
        payer = people.poster if row.payer is Payer.DEMANDER else people.finance
        who = people.leader if action == "pursue" else payer
        if self.attempt(lambda: self.make(who, row, action), action):
            moved = refunds.returned(row) - before
            assert (moved > 0, moved < 0) == (action == "refund", action == "unrefund")
            assert action != "pursue" or refunds.refund_owed(row).pursued

    @invariant()
    def stays_true(self):
        """After every step that changed something."""
        if not self.has_changed:
            return
        self.has_changed, rows = False, self.project.payments
        assert faults(self.project) == []
        for payer, held in balances.balances(self.project).items():
            assert min(held.values()) >= 0
            moved = sum(amount for account, amount in held.items() if account is not Account.PROMISED)
            mine = sum(one.amount_fen for one in rows if one.payer is payer)
            assert (held[Account.PROMISED], moved) == (mine, mine)
        for one in rows:
            assert one.state in {Y.LOCKED, Y.CANCELLED} or one.milestone in self.passed
            assert one.requested_by_id is None or one.requested_by_id != one.approved_by_id
        self.keeps_its_gate(rows)
        for claim in refunds.refunds_owed([self.project.id]).values():
            assert (claim.over_at is None) == (claim.left_fen > 0 and not claim.pursued)

    def keeps_its_gate(self, rows):
        """Public money moves in order, and the first only when twice as much has come from the demander."""
        public = [one for one in rows if one.payer is Payer.PUBLIC and one.state is not Y.CANCELLED]
        locked = [one.state is Y.LOCKED for one in public]
        assert locked == sorted(locked)
        if public and not all(locked):
            paid = (
                one.amount_fen for one in rows if one.payer is Payer.DEMANDER and one.state is Y.CONFIRMED
            )
            assert sum(paid) >= 2 * public[0].amount_fen

    def next_of(self, row):
        """(who, action) that leads a payment on."""
        people = self.people
        own, from_poster = row.payer is Payer.OWN, row.payer is Payer.DEMANDER
        payer = people.team if own else (people.poster if from_poster else people.finance)
        approver = people.poster if from_poster else people.leader
        return {
            Y.UNLOCKED: (people.team, "register" if own else "request"),
            Y.REQUESTED: (approver, "approve"),
            Y.APPROVED: (payer, "register"),
            Y.REGISTERED: (people.officer if own else people.team, "confirm"),
        }[row.state]

    def bring_to_an_end(self):
        """Each payment under way is led on by who has the next move; the project ends, and nothing is left open."""
        leader = self.people.leader
        if self.project.state is P.SUSPENDED:
            apply(leader, self.project, "resume", reason="继续。")
        for _ in range(8):  # money of the demander unlocks public money on the way
            for row in self.project.payments:
                if row.state not in ENDS | {Y.LOCKED}:
                    who, action = self.next_of(row)
                    self.make(who, row, action)
                    self.has_changed = True
            self.stays_true()
        if self.project.state is P.ACTIVE:
            projects.ends(self.project, who=leader)
        for row in self.project.payments:
            if row.state is Y.UNLOCKED:
                actions.make(leader, row, "waive", "结算。")
        assert {one.state for one in self.project.payments} <= ENDS
        self.pursue_the_rest()
        self.has_changed = True
        self.stays_true()
        done = [one.payer for one in self.project.payments if one.state is Y.CONFIRMED]
        COUNT["confirmed"] += len(done)
        COUNT["public"] += Payer.PUBLIC in done

    def pursue_the_rest(self):
        """Whatever is still owed is pursued otherwise, and nothing waits for it."""
        for claim in refunds.open_claims([self.project.id]):
            rows = (one for one in self.project.payments if one.payer is claim.payer)
            self.books_back(next(one for one in rows if one.state is Y.CONFIRMED), "pursue")
        assert refunds.open_claims([self.project.id]) == []


def test_whatever_is_done_with_money_adds_up(app, now):
    town = Town()
    COUNT.update(dict.fromkeys(COUNT, 0))
    for has_failed, episodes in EPISODES.items():
        facts = {"town": town, "ticking": now, "has_failed": has_failed}
        machines.run(type("Money", (Money,), facts), episodes=episodes, steps=STEPS)
    assert min(COUNT.values()) >= 1, COUNT
