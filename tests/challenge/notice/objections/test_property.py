"""Whatever people do to a notice and its objections, and however the clock moves: three things stay true.

Nothing is announced within the period or while an objection stands, and no contract is put out, signed or put in force
before that; nothing late is accepted, everything ends.
"""

import datetime as dt

import sqlalchemy as sa
from hypothesis import strategies as st
from hypothesis.stateful import (
    initialize,
    invariant,
    precondition,
    rule,
)

from challenge.delivery.contracts import actions as contracts
from challenge.delivery.contracts.models import Contract, Signature
from challenge.delivery.states import K
from challenge.notice import actions as notices
from challenge.notice.models import Notice
from challenge.notice.objections import queries, rules
from challenge.notice.objections.actions import handling, writing
from challenge.posting.models import Challenge
from challenge.states import C, N
from core import clock, workdays
from core.database import db, transaction
from core.workflow import Refused, apply
from tests import machines, world
from tests.challenge.delivery import scene as projects
from tests.challenge.notice.objections import scene

EXAMPLES, STEPS, MOST = 40, 36, 4
COUNTED = ("steps", "announced", "submitted", "late", "blocked")
# How far a contract has come; and how often it was refused: before the result, and for an objection alone.
SIGNING, REFUSED = ("put_out", "signed", "binds"), ("early", "disputed")
COUNT = dict.fromkeys((*COUNTED, *SIGNING, *REFUSED), 0)
OPEN = {"submitted", "investigating", "reviewing"}
WAITING = {"answered", "refused"}


class Town:
    """The people, the list and its notice; made once, every example begins with them."""

    def __init__(self):
        scene.calendar(2027)
        self.officer, self.challenge, self.notice = scene.noticed()
        self.supervisors = [world.user("supervisor") for _ in range(3)]
        self.leader = world.user("leader")
        self.objectors = [world.user("researcher") for _ in range(3)]
        self.ids = self.challenge.id, self.notice.id
        self.contract_id = self._contract().id

    def _contract(self):
        """A contract that both sides have signed although the result was never announced, as nobody could."""
        with transaction():
            self._is(C.ANNOUNCED)
            projects._fill(self.challenge.bids[0], self.challenge, projects.PROMISES)
            apply(self.officer, self.challenge, "begin_project")
            self.sides = projects.sides(self.challenge.projects[0])
            row = contracts.draft(self.officer, self.challenge.projects[0], projects.STARTS)
            contracts.offer(self.officer, row, row.version, projects.WHY)
            for person in self.sides[:2]:
                contracts.confirm(person, row, row.digest)
            self._is(C.NOTICED)
        return row

    def _is(self, state):
        self.challenge.state = state
        db.session.flush()


class Life(machines.Episode):
    """One list in notice, with what a model in plain words says of its objections: {id: [word, outcome]}."""

    town: Town
    count = COUNT
    refusals = (Refused,)

    def stage(self):
        self.challenge = db.session.get(Challenge, self.town.ids[0])
        self.notice = db.session.get(Notice, self.town.ids[1])
        self.contract = db.session.get(Contract, self.town.contract_id)
        self.model, self.rows = {}, []

    def is_open(self, row):
        word = self.model[row.id][0]
        # A suspension stops the clock; what had ended before it stays ended.
        now = self.challenge.suspended_at if self.stopped() else clock.now()
        return word in OPEN or (word in WAITING and now < row.due_at)

    def stopped(self):
        return self.challenge.state is C.SUSPENDED

    def upheld(self, notice):
        mine = [self.model[row.id] for row in self.rows if row.notice_id == notice.id]
        return any(
            outcome == "upheld" for word, outcome in mine if word in {"answered", "reviewing", "final"}
        )

    @invariant()
    def stays_true(self):
        """After every step: what was announced was announced late enough, with nothing open."""
        COUNT["steps"] += 1
        if COUNT["steps"] % 4 == 0:
            disputed = self.challenge.id in queries.lists_in_dispute()
            assert disputed == bool(rules.open_of(self.challenge)) == any(map(self.is_open, self.rows))
        if self.challenge.state is C.ANNOUNCED:
            assert not any(map(self.is_open, self.rows))
            assert not any(map(rules.is_open, self.rows))
            assert clock.now() >= self.notice.ends_at

    @initialize()
    def begin(self):
        """Every episode has one objection."""
        self.submit(0)

    @precondition(lambda self: len(self.rows) < MOST)
    @rule(who=st.integers(0, 2))
    def submit(self, who):
        """Somebody objects to the newest notice."""
        in_time = self.challenge.state is C.NOTICED and clock.now() < self.notice.ends_at
        user, made = self.town.objectors[who], []

        def work():
            row = writing.draft_of(user, self.notice) or writing.begin(user, self.notice)
            writing.save(row, scene.WRITTEN | {"name": user.display_name})
            writing.submit(user, row)
            made.append(row)

        assert self.attempt(work) == in_time
        COUNT["submitted" if in_time else "late"] += 1
        if in_time:
            self.rows += made
            self.model[made[0].id] = ["submitted", None]

    @precondition(lambda self: self.rows)
    @rule(
        pick=st.integers(0, 30),
        turn=st.integers(0, 30),
        outcome=st.sampled_from(["upheld", "partly", "dismissed"]),
    )
    def go_on(self, pick, turn, outcome):
        """Somebody makes any of the steps that are offered for one of them, or one that is not."""
        row = self.rows[pick % len(self.rows)]
        found = scene.offered(row, self.town.objectors, self.town.leader)
        if found:
            actor, step = found[turn % len(found)]
            if self.attempt(lambda: scene.make_offered(row, actor, step, outcome)):
                self.note(row, step.action, outcome)

    def note(self, row, action, outcome):
        """What the model says after a step."""
        words = {"accept": "investigating", "refuse": "refused", "answer": "answered", "settle": "final"}
        words |= {
            "ask_review": "reviewing",
            "readmit": "investigating",
            "keep_refused": "final",
            "decide": "final",
        }
        words |= {"withdraw": "withdrawn"}
        before = self.model[row.id]
        given = outcome if action in {"answer", "decide"} else before[1]
        self.model[row.id] = [words.get(action, before[0]), given]

    @rule(hours=st.sampled_from([1, 1, 5, 24, 100]))
    def wait(self, hours):
        """Time goes by."""
        self.ticking.instant += dt.timedelta(hours=hours)

    @precondition(lambda self: self.rows)
    @rule(seconds=st.sampled_from([-1, 0]))
    def wait_for_the_end(self, seconds):
        """To the last second of the period, or to its end."""
        self.ticking.instant = max(self.ticking.instant, self.notice.ends_at + dt.timedelta(seconds=seconds))

    @rule()
    def announce(self):
        """The officer announces the result as soon as that is possible, and not before."""
        if self.challenge.state is C.ANNOUNCED:
            return
        free = self.challenge.state is C.NOTICED and clock.now() >= self.notice.ends_at
        standing = any(map(self.is_open, self.rows)) or self.upheld(self.notice)
        done = self.attempt(lambda: notices.announce(self.town.officer, self.challenge))
        assert done == (free and not standing)
        COUNT["announced"] += done
        COUNT["blocked"] += free and standing

    @rule(announced=st.booleans(), stage=st.sampled_from(SIGNING))
    def sign(self, announced, stage):
        """The contract is put out, signed or put in force, if that is possible; `announced`: as if the result were."""
        before = self.challenge.state
        standing = any(map(self.is_open, self.rows)) or any(map(self.upheld, self.challenge.notices))
        try:
            with db.session.begin_nested():
                self.signs(announced, stage, standing)
                raise machines.Rollback
        except machines.Rollback:
            db.session.expire_all()
        assert self.challenge.state is before

    def signs(self, announced, stage, standing):
        """The contract has come so far, and one more step is tried."""
        if announced and self.challenge.state is C.NOTICED:
            self.set_state(self.challenge, C.ANNOUNCED)
        is_early, row = self.challenge.state is not C.ANNOUNCED, self.contract
        if stage != "binds":
            db.session.execute(sa.delete(Signature).where(Signature.contract_id == row.id))
            self.set_state(row, K.DRAFT if stage == "put_out" else K.OFFERED)
        team, _poster, leader = self.town.sides
        steps = {
            "put_out": lambda: contracts.offer(self.town.officer, row, row.version, projects.WHY),
            "signed": lambda: contracts.confirm(team, row, row.digest),
            "binds": lambda: contracts.confirm(leader, row, row.digest),
        }
        done = self.attempt(steps[stage])
        assert done == (not is_early and not standing)
        assert (row.state is K.IN_FORCE) == (done and stage == "binds")
        COUNT[stage if done else ("early" if is_early else "disputed")] += 1

    def set_state(self, row, state):
        """It stands there whatever its rules say."""
        kind = type(row)
        db.session.execute(sa.update(kind).where(kind.id == row.id).values(state=state))
        db.session.refresh(row)

    @rule(action=st.sampled_from(["suspend", "resume", "reopen_review"]))
    def lead(self, action):
        """A leader suspends, resumes, or has it reviewed anew."""
        self.attempt(lambda: apply(self.town.leader, self.challenge, action, reason="核查。"))

    @precondition(lambda self: self.challenge.state is C.REVIEWING)
    @rule()
    def publish_again(self):
        """A new award was made and its notice runs."""
        self.set_state(self.challenge, C.NOTICED)
        same = {
            name: getattr(self.notice, name) for name in ("challenge", "bid_id", "title", "facts", "workdays")
        }
        period = workdays.period(clock.now(), same["workdays"])
        row = Notice(code=f"GSX{len(self.challenge.notices)}", state=N.PUBLISHED, published_at=clock.now(),
                     ends_at=period.ends_at, author_id=self.town.officer.id, **same)  # fmt: skip
        db.session.add(row)
        db.session.flush()
        self.notice = row

    def bring_to_an_end(self):
        """Whoever has the next move makes it; in the end nothing is open, and nothing was lost on the way."""
        self.wait_for_the_end(0)
        self.announce()
        if self.stopped():
            apply(self.town.leader, self.challenge, "resume", reason="继续。")
        for _ in range(4):
            for row in self.rows:
                self.move_on(row)
            ends = [row.due_at for row in self.rows if rules.is_open(row)]
            self.ticking.instant = max([self.ticking.instant, *ends])
        assert [row.code for row in self.rows if not rules.is_over(row)] == []
        for row in self.rows:
            word = "withdrawn" if row.state.value == "withdrawn" else "final"
            self.model[row.id] = [word, str(rules.verdict(row) or "")]
        self.ticking.instant = max(self.ticking.instant, self.notice.ends_at)
        self.announce()

    def move_on(self, row):
        """The next move of whoever has it."""
        if row.state.value == "submitted":
            handling.make(row.handler, row, "accept")
        elif row.state.value == "investigating":
            handling.write_record(row.handler, row, "记录。")
            handling.make(row.handler, row, "answer", outcome="dismissed", **scene.TEXT)
        elif row.state.value == "reviewing":
            action = "keep_refused" if row.inadmissible else "decide"
            handling.make(row.second, row, action, outcome="dismissed", **scene.TEXT)


def test_a_thousand_steps_break_nothing(app, now):
    town = Town()
    kind = type("Life", (Life,), {"town": town, "ticking": now})
    COUNT.update(dict.fromkeys(COUNT, 0))
    machines.run(kind, episodes=EXAMPLES, steps=STEPS)
    assert COUNT["steps"] >= 1000
    assert min(COUNT.values()) > 1, COUNT
