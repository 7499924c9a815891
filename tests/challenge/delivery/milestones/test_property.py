"""Whatever people do to milestones, and however the clock moves: nothing passes without evidence, everything ends.

A rectification is granted at most once, verdicts on numbers are arithmetic, and a suspended project stands still.
"""

import datetime as dt

from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule

from challenge.delivery.milestones import actions, clocks, departing, rules
from challenge.delivery.milestones.judging import judged
from challenge.delivery.models import Project
from challenge.delivery.states import MILESTONE_ENDS, Advice, M, P, Source, Verdict
from core import clock
from core.database import db
from core.workflow import Refused, apply
from tests import machines, world
from tests.challenge.delivery import scene

EPISODES, STEPS = 12, 20
COUNT = {"passed": 0, "rectified": 0, "failed": 0, "suspended": 0, "cancelled": 0, "refused": 0}
VALUES = ["", "41 Wh/L", "40.9", "约 40", "1,041", "3×10^5", "38~42", "<1.5%", "1.6 %"]
picks, typed = st.integers(0, 1), st.sampled_from(VALUES)
texts = st.sampled_from(["", "样机连续运行 200 小时。"])


class Town:
    """The people and the project; made once, every episode begins with them."""

    def __init__(self):
        self.officer, project = scene.signed()
        self.team, self.poster, self.leader = project.leader, project.challenge.author, world.user("leader")
        self.id = project.id


class Life(machines.Episode):
    """One project with its milestones."""

    town: Town
    count = COUNT
    refusals = (Refused,)

    def stage(self):
        self.project = db.session.get(Project, self.town.id)
        self.rectified, self.still = {}, None

    def one(self, pick):
        return self.project.milestones[pick]

    @rule(
        pick=picks, moves=st.integers(1, 5), outcome=st.sampled_from(["pass", "rectify", "rectify", "fail"])
    )
    def move_on(self, pick, moves, outcome):
        """Whoever has the next move makes it."""
        one = self.one(pick)
        for _ in range(moves):
            if one.state in rules.TO_SUBMIT:
                self.save(pick, "样机完成。", "42 Wh/L", "")
                self.submit(pick)
            elif one.state is M.SUBMITTED:
                self.comment(pick, Advice.PASS)
            else:
                if one.round > 1:
                    self.conclude(pick, "rectify", 60)  # a second time, to be refused
                self.conclude(pick, outcome, 60)
                if one.state is M.COMMENTED:
                    self.conclude(pick, "fail", 60)  # what departs from the contract does not pass

    @rule(
        pick=picks,
        act=st.integers(0, 5),
        text=texts,
        values=st.tuples(typed, typed),
        days=st.integers(0, 100),
    )
    def try_anything(self, pick, act, text, values, days):
        """Somebody tries something, at the right time or not."""
        outcome = ("pass", "rectify", "fail", "fail_late")[days % 4]
        tries = [
            lambda: self.save(pick, text, *values),
            lambda: self.submit(pick),
            lambda: self.comment(pick, Advice.FAIL),
            lambda: self.go_on(pick),
            lambda: self.test(pick, values[0]),
            lambda: self.conclude(pick, outcome, days),
        ]
        tries[act]()

    def save(self, pick, text, first, second):
        """The team prepares evidence."""
        one = self.one(pick)
        typed = {row.id: value for row, value in zip(self.project.indicators, (first, second), strict=True)}
        free = one.state in rules.TO_SUBMIT and self.project.state is P.ACTIVE
        assert self.attempt(lambda: actions.save(self.town.team, one, text, typed)) == free

    def submit(self, pick):
        """The team gives it: that is possible with words and something to look at, and not before."""
        one = self.one(pick)
        draft = rules.draft_of(one)
        whole = draft is not None and draft.text and (draft.files or draft.measurements)
        free = one.state in rules.TO_SUBMIT and self.project.state is P.ACTIVE and whole
        done = self.attempt(lambda: actions.submit(self.town.team, one))
        assert (one.state is M.SUBMITTED) == bool(free) or not done or not free

    def comment(self, pick, advice):
        """The poster says what it thinks."""
        one = self.one(pick)
        free = one.state is M.SUBMITTED and self.project.state is P.ACTIVE
        assert self.attempt(lambda: actions.comment(self.town.poster, one, "看过。", advice)) == free

    def go_on(self, pick):
        """The officer does not wait for the poster any longer."""
        one = self.one(pick)
        free = one.state is M.SUBMITTED and clock.now() >= one.comment_due_at
        free = free and self.project.state is P.ACTIVE
        assert self.attempt(lambda: actions.go_on(self.town.officer, one)) == free

    def test(self, pick, value):
        """The officer registers a test, and says that all is well."""
        one, ids = self.one(pick), [row.id for row in self.project.indicators]
        well = dict.fromkeys(ids, (Verdict.MET, "看来很好。"))
        self.attempt(
            lambda: actions.add_test(
                self.town.officer, one, "检测中心", "", dict.fromkeys(ids, value), well, ()
            )
        )

    def conclude(self, pick, outcome, days):
        """The officer judges, or tries to."""
        one, until = self.one(pick), clock.today() + dt.timedelta(days=days)
        if self.attempt(lambda: actions.conclude(self.town.officer, one, outcome, "理由。", until)):
            if outcome == "rectify":
                self.rectified[one.id] = self.rectified.get(one.id, 0) + 1
                assert until <= clock.months_later(clock.today(), 3)
            COUNT[{"pass": "passed", "rectify": "rectified"}.get(outcome, "failed")] += 1

    @precondition(lambda self: self.project.state in (P.ACTIVE, P.SUSPENDED))
    @rule(action=st.sampled_from(["suspend", "resume", "resume", "resume"]))
    def lead(self, action):
        """A leader suspends the project, or lets it go on."""
        before = [(one.due_on - clock.today()).days for one in self.project.milestones]
        ended = [one.state in MILESTONE_ENDS for one in self.project.milestones]
        since = self.project.suspended_at
        if not self.attempt(lambda: apply(self.town.leader, self.project, action, reason="核查。")):
            return
        if action == "suspend":
            self.still = [one.state for one in self.project.milestones]
            COUNT["suspended"] += 1
        else:
            self.still, lost = None, (clock.now() - since).days
            left = [(one.due_on - clock.today()).days for one in self.project.milestones]
            assert left == [was + (0 if end else lost) for was, end in zip(before, ended, strict=True)]

    @precondition(lambda self: self.project.state in (P.ACTIVE, P.SUSPENDED))
    @rule(dice=st.integers(0, 4))
    def terminate(self, dice):
        """Seldom a project is ended before its time."""
        if dice == 0:
            self.still = None
            scene.ends(self.project, who=self.town.leader)
            COUNT["cancelled"] += 1

    @rule(days=st.sampled_from([1, 3, 8, 40, 200]))
    def wait(self, days):
        """Time goes by, and the worker tells people."""
        self.ticking.instant += dt.timedelta(days=days)

    @invariant()
    def stays_true(self):
        """After every step."""
        for one in self.project.milestones:
            own = rules.given(one, Source.SELF)
            assert one.state is not M.PASSED or any(row.text for row in own)
            assert one.state not in (M.SUBMITTED, M.COMMENTED) or len(own) == 1
            assert self.rectified.get(one.id, 0) == one.round - 1 <= 1
            assert (one.comment_due_at is not None) == (one.state in rules.IN_HAND)
            assert (one.concluded_at is not None) == (one.state in (M.PASSED, M.FAILED))
            for report in one.reports:
                for row in report.measurements:
                    assert not row.is_by_judge
                    assert row.verdict is judged(row.indicator, row.value)[0]
        if self.still is not None:
            assert [one.state for one in self.project.milestones] == self.still
        if self.project.state is P.TERMINATED:
            assert all(one.state in MILESTONE_ENDS for one in self.project.milestones)

    def bring_to_an_end(self):
        """Though nobody but the officer moves any more, every milestone ends."""
        if self.project.state is P.SUSPENDED:
            apply(self.town.leader, self.project, "resume", reason="继续。")
        for one in self.project.milestones:
            for _ in range(3):
                self.push(one)
            assert one.state in MILESTONE_ENDS
            assert one.remind_on is None

    def push(self, one):
        officer = self.town.officer
        if one.state in rules.TO_SUBMIT:
            self.ticking.instant = max(clock.now(), clocks.ends_at(clocks.lost_on(one)))
            actions.conclude(officer, one, "fail_late", "未提交。")
        elif one.state is M.SUBMITTED:
            self.ticking.instant = max(clock.now(), one.comment_due_at)
            actions.go_on(officer, one)
        elif one.state is M.COMMENTED:
            departs = departing.departures(one)
            actions.conclude(officer, one, "fail" if departs else "pass", "已判定。")


def test_milestones_whatever_happens(app, now):
    Life.town, Life.ticking = Town(), now
    machines.run(Life, episodes=EPISODES, steps=STEPS)
    assert min(COUNT.values()) > 0, COUNT
