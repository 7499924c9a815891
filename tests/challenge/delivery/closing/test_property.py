"""Whatever is changed, paid, spent and ended, in any order: sums stay, no account is overdrawn, and every closure ends.

Changes of the contract, payments, expenses, suspensions and closures of one project, tried by anybody.
"""

import datetime as dt

from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule

from challenge.delivery.closing import actions, rules
from challenge.delivery.closing.states import BEFORE_DECISION, OPEN, E
from challenge.delivery.contracts import actions as contracting
from challenge.delivery.contracts.limits import next_number
from challenge.delivery.contracts.rules import contract_in_force, open_contract
from challenge.delivery.contracts.terms import SUMS
from challenge.delivery.ledger import actions as paying
from challenge.delivery.ledger import balances
from challenge.delivery.ledger.verifying import faults
from challenge.delivery.models import Project
from challenge.delivery.states import ENDED, Account, K, M, P, Payer, Y
from core import clock
from core.database import db
from tests import machines, world
from tests.challenge.delivery.closing.ending import DONE, Ending
from tests.challenge.delivery.closing.scene import proof
from tests.challenge.delivery.ledger import scene
from tests.challenge.delivery.scene import WHY

EPISODES, STEPS = 3, 60  # episodes of each beginning
COUNTED = (
    "done",
    "refused",
    "changed",
    "ended",
    "closed",
    "valued",
    "returned",
    "went_on",
    "answered",
    "arrived",
)
CHANGED = ("move", "grow", "shrink", "add", "remove")
# With which change and which closure an episode begins.
BEGINNINGS = (("move", "breach"), ("grow", "go_on"), ("shrink", "end"), ("add", ""), ("remove", ""))
COUNT = dict.fromkeys((*COUNTED, *CHANGED), 0)
NAMES = ("team", "poster", "officer", "leader", "finance")
REASONS = ("breach", "no_need", "agreed", "abandoned", "ip_dispute", "demander_default")
STEPS_OF_CLOSURE = ("accept", "decline", "withdraw", "go_on", "end", "object", "redraw", "determine", "close")


def _emptied(content, first, second):
    """The plan with what stands at one milestone moved to another."""
    found = {}
    for row in content["money"]["plan"]:
        if row["milestone"] in (first, second):
            key, amount = (second, row["payer"]), row["amount_fen"]
            found |= {(first, row["payer"]): 0}
            found[key] = found.get(key, 0) + amount
    return found


class Whole(Ending, machines.Episode):
    """One project under contract, and whoever might touch it."""

    town: tuple
    beginning: tuple
    count = COUNT

    def stage(self):
        project_id, self.people = self.town
        self.project = db.session.get(Project, project_id)

    @initialize(
        payer=st.sampled_from(Payer),
        is_paid=st.booleans(),
    )
    def begin(self, payer, is_paid):
        """Every episode begins with money that is due, with a change that may be agreed on, some with a closure."""
        self.pass_milestone(0)
        how, fate = self.beginning
        self.change(2, 3, payer, 2, how)
        if fate == "breach":
            self.is_breached(is_paid=is_paid)
        elif fate:
            self.ask_to_close("officer", "no_need", 0)
            self.is_heard(fate == "end")

    def is_breached(self, *, is_paid):
        """It ends while public money is approved or (`is_paid`) on its way, and comes back whole."""
        self.pass_milestone(1)
        for row in [one for one in self.project.payments if one.payer is Payer.DEMANDER]:
            while row.state not in DONE | {Y.LOCKED}:
                self.lead_on(row)
        last = Y.REGISTERED if is_paid else Y.APPROVED
        for row in [one for one in self.project.payments if one.payer is Payer.PUBLIC]:
            while row.state not in DONE | {Y.LOCKED, last}:
                self.lead_on(row)
        self.ask_to_close("officer", "breach", 0)
        self.is_heard(True)

    @precondition(lambda self: self.project.state is P.ACTIVE)
    @rule(pick=st.integers(0, 2))
    def pass_milestone(self, pick):
        """A milestone passes, as a judgement makes it."""
        row = self.project.milestones[pick]
        if self.project.state is P.ACTIVE and row.state is M.PLANNED:
            row.state, row.concluded_at = M.PASSED, clock.now()
            db.session.flush()
            scene.passes(self.project, row.number, self.people.officer)
            self.has_changed = True

    @rule(
        first=st.integers(1, 3),
        second=st.integers(1, 3),
        payer=st.sampled_from(Payer),
        share=st.integers(1, 5),
        how=st.sampled_from(CHANGED),
    )
    def ask_change(self, **drawn):
        """Another change, that may be possible or not."""
        self.change(**drawn)

    def change(self, first, second, payer, share, how):
        """Money is to move from one milestone to another, old or new; or somebody is to pay more or less in all."""
        content = contract_in_force(self.project).content
        held = {
            row["milestone"]: row["amount_fen"] for row in content["money"]["plan"] if row["payer"] == payer
        }
        moved = held.get(first, 0) * share // 4
        second = next_number(self.project, content) if how == "add" else second
        sums = {(first, payer): held.get(first, 0) - moved, (second, payer): held.get(second, 0) + moved}
        changes = {"plan": sums}
        if how in ("grow", "shrink"):
            place, whole = (second, moved) if how == "grow" else (first, -moved)
            changes = {"plan": {(place, payer): held.get(place, 0) + whole}}
            changes["sums"] = {payer: sum(held.values()) + whole}
        elif how == "add":
            new = {"name": "考核", "due_on": content["ends_on"], "deliverable": "报告", "judge": "质检所"}
            changes["milestones"] = {second: new}
        elif how == "remove":
            changes |= {"removed": [first], "plan": _emptied(content, first, second)}
        asked = self.attempt(
            lambda: contracting.ask_change(self.people.team, self.project, "调整。", changes)
        )
        if asked and share > 1:
            self.agree_all(open_contract(self.project))
            COUNT[how] += open_contract(self.project) is None

    @precondition(lambda self: open_contract(self.project))
    @rule(name=st.sampled_from(NAMES), dice=st.integers(0, 5))
    def agree_to_change(self, name, dice):
        """It is sent, then confirmed by whoever tries it, or by all in turn; seldom it is withdrawn."""
        row, people = open_contract(self.project), self.people
        if dice == 0:
            self.attempt(lambda: contracting.end(people.team, row, "withdraw", "撤回。"))
        elif dice > 2:
            self.agree_all(row)
        elif row.state is K.OFFERED:
            self.attempt(lambda: contracting.confirm(getattr(self.people, name), row, row.digest))

    def agree_all(self, row):
        """The officer sends it, all sides confirm."""
        people = self.people
        offered = row.state is K.OFFERED or self.attempt(
            lambda: contracting.offer_change(people.officer, row, row.version, check_reason=WHY)
        )
        # Who has confirmed already, or comes after a refusal, would only be refused again.
        for person in (people.team, people.poster, people.leader) if offered else ():
            if not self.attempt(lambda person=person: contracting.confirm(person, row, row.digest)):
                break
        COUNT["changed"] += row.state is K.IN_FORCE

    @rule(pick=st.integers(0, 30))
    def pay(self, pick):
        """A payment under way is led on by who has the next move."""
        rows = [one for one in self.project.payments if one.state not in DONE | {Y.LOCKED}]
        if rows:
            row = rows[pick % len(rows)]
            self.attempt(lambda: self.lead_on(row))

    @rule(payer=st.sampled_from(Payer), share=st.integers(1, 4))
    def spend(self, payer, share):
        """The team enters what it has spent."""
        amount = balances.received(self.project, payer) * share // 3 or 1
        facts = {"line": "", "spent_on": clock.today(), "text": "材料", "voucher": "1"}
        self.attempt(lambda: paying.spend(self.people.team, self.project, payer, amount, facts))

    @precondition(lambda self: len(self.project.closures) < 3)
    @rule(name=st.sampled_from(NAMES), reason=st.sampled_from(REASONS), dice=st.integers(0, 1))
    def ask_to_close(self, name, reason, dice):
        """Now and then somebody wants the project to end."""
        if dice == 0:
            self.attempt(
                lambda: actions.ask(getattr(self.people, name), self.project, reason, "事实。", proof())
            )

    @precondition(lambda self: self.project.closures)
    @rule(name=st.sampled_from(NAMES), action=st.sampled_from(STEPS_OF_CLOSURE), share=st.integers(0, 100))
    def close(self, name, action, share):
        """Anybody tries any step of the closure; its own side speaks, the officer draws up, sides confirm."""
        row, user = self.project.closures[-1], getattr(self.people, name)
        people = self.people
        if row.state is E.ASKED and share > 20:
            self.attempt(lambda: actions.make(people.officer, row, "accept"))
        elif row.state is E.SETTLING:
            self.attempt(lambda: actions.draw(user, row, dict.fromkeys((1, 2, 3), share)))
        elif row.state is E.CONFIRMING and action not in ("object", "redraw", "determine"):
            self.attempt(lambda: actions.confirm(user, row, row.settlement_digest))
        elif self.attempt(lambda: actions.make(user, row, action, "理由。")):
            COUNT["ended"] += action == "end"
            COUNT["went_on"] += action == "go_on"

    @precondition(lambda self: any(one.state in BEFORE_DECISION for one in self.project.closures))
    @rule(dice=st.integers(0, 1))
    def is_heard(self, dice):
        """It is taken up, both sides speak, the leader of the bureau decides."""
        row, people = self.project.closures[-1], self.people
        self.attempt(lambda: actions.make(people.officer, row, "accept"))
        for person in (people.team, people.poster):
            self.attempt(lambda person=person: actions.speak(person, row, "陈述。", True))
        action = "end" if dice else "go_on"
        COUNT["ended" if dice else "went_on"] += self.attempt(
            lambda: actions.make(people.leader, row, action, "理由。")
        )

    @rule(days=st.sampled_from([1, 6, 16]))
    def wait(self, days):
        """Time goes by."""
        self.ticking.instant += dt.timedelta(days=days)

    @invariant()
    def stays_true(self):
        """After every step that changed something."""
        if not self.has_changed:
            return
        self.has_changed, project = False, self.project
        assert faults(project) == []
        for payer, held in balances.balances(project).items():
            assert min(held.values()) >= 0
            moved = sum(amount for account, amount in held.items() if account is not Account.PROMISED)
            mine = (one for one in project.payments if one.payer is payer and not one.is_valued)
            assert held[Account.PROMISED] == moved == sum(one.amount_fen for one in mine)
        for one in project.payments:
            assert one.state in {Y.LOCKED, Y.CANCELLED} or one.passed_at is not None
        money = contract_in_force(project).content["money"]
        for payer, name in SUMS.items():
            assert sum(row["amount_fen"] for row in money["plan"] if row["payer"] == payer) == money[name]
        assert money["public_fen"] <= project.bid.content.public_fen
        assert money["public_fen"] + money["demander_fen"] <= project.challenge.reward_fen
        assert sum(one.state in OPEN for one in project.closures) <= 1
        decided = [one for one in project.closures if rules.is_decided(one)]
        assert not decided or project.state in ENDED


def test_whatever_is_changed_paid_and_ended_adds_up(app, now):
    _officer, project, people = scene.ledger()
    world.user("supervisor")
    COUNT.update(dict.fromkeys(COUNT, 0))
    for beginning in BEGINNINGS:
        facts = {"town": (project.id, people), "ticking": now, "beginning": beginning}
        machines.run(type("Whole", (Whole,), facts), episodes=EPISODES, steps=STEPS)
    assert min(COUNT.values()) >= 1, dict(COUNT)
