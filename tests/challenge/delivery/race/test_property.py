"""Whatever happens in a race: no 分 is lost or made, nothing is paid before its gate, and every gate comes to an end."""

import datetime as dt
from types import SimpleNamespace

from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule

from challenge.delivery.ledger.verifying import faults
from challenge.delivery.race import actions, rules
from challenge.delivery.race.money import MOVED
from challenge.delivery.race.states import RG, RO, Share, Tie
from challenge.delivery.race.verifying import gate_faults
from challenge.delivery.states import ENDED, M, P, Y
from challenge.posting.models import Challenge
from core import clock
from core.database import db
from core.workflow import Move, apply
from tests import machines
from tests.challenge.delivery.ledger import scene as money
from tests.challenge.delivery.race import scene
from tests.challenge.review.scene import calendar
from tests.conftest import NOW

EPISODES, STEPS = 12, 25
COUNT = {"done": 0, "refused": 0, "effects": 0, "eliminated": 0, "moved": 0, "ended": 0}
VALUES = st.lists(st.tuples(st.integers(15, 45), st.integers(10, 40)), min_size=3, max_size=3)


PICKS = st.sampled_from([None, None, None, None, 0, 1])


class Race(machines.Episode):
    """Three lanes, two gates, and whoever has to do with them."""

    town: SimpleNamespace
    count = COUNT

    def stage(self):
        self.people = self.town.people
        self.challenge = db.session.get(Challenge, self.town.id)
        self.planned = self.sums(lambda row: row.gate_id is None)

    def gate(self, pick):
        """Mostly the gate whose turn it is."""
        gates = self.challenge.gates
        turn = next((place for place, one in enumerate(gates) if one.state in rules.OPEN), 1)
        return gates[pick if pick is not None else turn]

    def sums(self, wanted):
        """{payer: 分} of the payments of all lanes that are wanted."""
        rows = [row for one in self.challenge.projects for row in one.payments if wanted(row)]
        return {payer: sum(row.amount_fen for row in rows if row.payer is payer) for payer in MOVED}

    @rule(lane=st.integers(0, 2), number=st.sampled_from([1, 3, 5]))
    def pass_milestone(self, lane, number):
        """A milestone passes where the table of milestones would let it."""
        project = self.challenge.projects[lane]
        row = next(one for one in project.milestones if one.number == number)
        before = [one for one in project.milestones if one.gate and one.number < number]
        if (
            project.state is P.ACTIVE
            and row.state is M.PLANNED
            and all(one.state is M.PASSED for one in before)
        ):
            money.passes(project, number, self.people.officer)
            self.has_changed = True

    @rule(pick=PICKS, values=VALUES)
    def enter(self, pick, values):
        """The officer enters results, too early, late, or once more."""
        gate = self.gate(pick)
        rows = [(str(one), f"{two / 10}") for one, two in values]
        self.attempt(
            lambda: actions.enter(
                self.people.officer, gate, scene.typed(gate, *rows), "中心", upload=scene.report()
            )
        )

    @rule(
        pick=PICKS,
        action=st.sampled_from(
            ["propose", "publish", "publish", "take_effect", "take_effect", "return", "withdraw"]
        ),
        who=st.sampled_from(["officer", "leader", "leader2", "team"]),
    )
    def step(self, pick, action, who):
        """Anybody tries any step of any gate."""
        gate = self.gate(pick)
        user = self.challenge.projects[0].leader if who == "team" else getattr(self.people, who)
        facts = {"reason": "核对。"} if action in ("publish", "return", "withdraw") else {}
        done = self.attempt(lambda: actions.make(user, gate, action, **facts))
        COUNT["effects"] += done and action == "take_effect"

    @rule(pick=PICKS, values=VALUES, through=st.booleans())
    def hold(self, pick, values, through):
        """A gate as it should be held, as far as that is possible now; perhaps until it takes effect."""
        gate = self.gate(pick)
        self.ticking.instant = max(clock.now(), clock.beijing_instant(gate.held_on))
        self.enter(pick, values)
        self.step(pick, "propose", "officer")
        self.step(pick, "publish", "leader")
        if through and gate.objections_until is not None:
            self.ticking.instant = max(clock.now(), gate.objections_until)
            self.step(pick, "take_effect", "officer")

    @rule(pick=PICKS, lane=st.integers(0, 2), outcome=st.sampled_from(["uphold", "dismiss", ""]))
    def dispute(self, pick, lane, outcome):
        """A lane objects; perhaps somebody answers."""
        gate, made = self.gate(pick), []
        leader = self.challenge.projects[lane].leader
        self.attempt(lambda: made.append(actions.object_to(leader, gate, "装反。")))
        if made and outcome:
            self.attempt(lambda: actions.answer(self.people.leader, made[0], outcome, "已核对。"))

    @rule(
        lane=st.integers(0, 2),
        action=st.sampled_from(["suspend", "resume", "resume", "resume", "resume", "terminate"]),
    )
    def lead(self, lane, action):
        """A lane is suspended, goes on, or ends for another reason."""
        self.attempt(lambda: self.move(self.challenge.projects[lane], action))

    def move(self, project, action):
        """A step of a project; its end is a consequence of a closure elsewhere."""
        facts = {"reason": "核查。", "reason_code": "no_need"}
        if action == "terminate":
            step = SimpleNamespace(label="终止", action="end")
            Move(step, self.people.leader, facts, None, clock.now()).carry(project, "terminate", **facts)
            COUNT["ended"] += 1
        else:
            apply(self.people.leader, project, action, **facts)

    @rule(days=st.sampled_from([1, 8, 100, 300]))
    def wait(self, days):
        """Time goes by."""
        self.ticking.instant += dt.timedelta(days=days)

    @invariant()
    def stays_true(self):
        """After every step that changed something."""
        if not self.has_changed:
            return
        self.has_changed = False
        assert [found for one in self.challenge.projects for found in faults(one)] + gate_faults() == []
        assert self.sums(lambda row: row.gate_id is None) == self.planned
        for project in self.challenge.projects:
            self.keeps_its_gates(project)
        for gate in self.challenge.gates:
            assert sum(row.amount_fen for row in gate.moved) == 0
            assert bool(gate.moved) <= (gate.state is RG.DONE)
            assert gate.approved_by_id is None or gate.approved_by_id != gate.proposed_by_id

    def keeps_its_gates(self, project):
        """Nothing of a later stage is unlocked before its gate; who left at a gate gave away just what was locked."""
        closed = [one.number for one in project.milestones if one.gate and one.state is not M.PASSED]
        for row in project.payments:
            late = any(number < row.milestone for number in closed)
            assert row.state in (Y.LOCKED, Y.CANCELLED) or not late
        if project.state is P.ELIMINATED:
            gone = sum(p.amount_fen for p in project.payments if p.payer in MOVED and p.state is Y.CANCELLED)
            moved = [row for gate in self.challenge.gates for row in gate.moved if row.project is project]
            assert gone == -sum(row.amount_fen for row in moved if row.amount_fen < 0)

    def bring_to_an_end(self):
        """Whatever was left open is led on by those who may, and nothing is left."""
        for project in self.challenge.projects:
            if project.state is P.SUSPENDED:
                self.move(project, "resume")
        for gate in self.challenge.gates:
            self.lead_on(gate)
        COUNT["eliminated"] += sum(one.state is P.ELIMINATED for one in self.challenge.projects)
        COUNT["moved"] += any(gate.moved for gate in self.challenge.gates)
        for project in self.challenge.projects:
            if project.state not in ENDED:
                self.move(project, "terminate")
        apply(self.people.officer, self.challenge, "finish", reason="结束。")
        assert {gate.state for gate in self.challenge.gates} <= {RG.DONE, RG.CANCELLED}
        self.has_changed = True
        self.stays_true()

    def lead_on(self, gate):
        """From any state to its effect, while there are lanes."""
        for _ in range(8):
            if gate.state is RG.DONE or not rules.running(self.challenge):
                return
            self.ticking.instant = max(
                clock.now(), clock.beijing_instant(gate.held_on), gate.objections_until or NOW
            )
            for one in gate.objections:
                if one.state is RO.OPEN:
                    actions.answer(self.people.leader, one, "dismiss", "无误。")
            if gate.state is RG.PLANNED:
                actions.enter(
                    self.people.officer,
                    gate,
                    scene.typed(gate, *[("30", "2")] * 3),
                    "中心",
                    upload=scene.report(),
                )
            elif gate.state is RG.PUBLISHED and rules.somebody_stays(gate):
                actions.make(self.people.leader, gate, "withdraw", reason="重排。")
            else:
                user, action = {
                    RG.MEASURED: (self.people.officer, "propose"),
                    RG.PROPOSED: (self.people.leader, "publish"),
                    RG.PUBLISHED: (self.people.officer, "take_effect"),
                }[gate.state]
                actions.make(user, gate, action, reason=scene.OPINION)
        assert gate.state is RG.DONE


def test_whatever_happens_in_a_race_adds_up(app, now):
    calendar()
    gates = (
        {"floor": 70, "share": Share.EQUAL},
        {"name": "中试对比", "month": 15, "stay": 1, "tie": Tie.BOTH},
    )
    _officer, challenge, people = scene.running(gates=gates)
    town = SimpleNamespace(id=challenge.id, people=people)
    COUNT.update(dict.fromkeys(COUNT, 0))
    machines.run(type("Race", (Race,), {"town": town, "ticking": now}), episodes=EPISODES, steps=STEPS)
    assert min(COUNT.values()) >= 1, COUNT
