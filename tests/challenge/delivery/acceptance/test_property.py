"""Whatever people do to an acceptance, and however the clock moves: nothing passes unseen, everything ends, money adds up.

Two officers, a leader and the panel are different people; a rectification is granted once; a suspended project stands still.
"""

import datetime as dt
import itertools

import sqlalchemy as sa
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from challenge.delivery.acceptance import actions, rules
from challenge.delivery.acceptance.states import Conclusion, Satisfaction, V
from challenge.delivery.ledger import verifying
from challenge.delivery.models import Project
from challenge.delivery.panels import actions as panels
from challenge.delivery.panels.states import Purpose, S, Seat, Vote
from challenge.delivery.states import ENDED, P, Y
from challenge.delivery.tolerance.states import Cause
from challenge.notice.objections.rules import is_open
from challenge.states import N
from core import clock, workdays
from core.database import db, transaction
from core.workflow import Refused, apply
from talent.models import Profile
from tests import machines, world
from tests.challenge.delivery.acceptance import scene
from tests.challenge.delivery.milestones import scene as of_milestones
from tests.challenge.delivery.panels import scene as people_of

EPISODES, STEPS = 10, 4
COUNT = dict.fromkeys(("passed", "not_passed", "rectified", "overridden", "revoked", "refused", "left"), 0)
LAST = itertools.cycle((Conclusion.PASS, Conclusion.FAIL, Conclusion.DILIGENT))
REVOKES = itertools.cycle((False, True, False))
UNDECIDED = (V.DRAFT, V.SUBMITTED, V.RETURNED, V.REVIEWING, V.PROPOSED)
conclusions, votes = st.sampled_from(list(Conclusion)), st.sampled_from(list(Vote)[:4])
UNREADABLE = ("42 Wh/L", "约 1 %")
values = st.sampled_from([scene.GOOD, scene.BAD, UNREADABLE])


class Town:
    """The people and the project; made once, every episode begins with them."""

    def __init__(self):
        with transaction():
            workdays.seed(2026, 2027)
        self.officer, project = scene.worked()
        self.other, self.leader = world.user("officer"), world.user("leader")
        self.team, self.poster, self.id = project.leader, project.challenge.author, project.id
        self.experts = [one.id for one in people_of.experts(people_of.KINDS * 3)]


class Life(machines.Episode):
    """One project from the day its work is done."""

    town: Town
    count = COUNT
    refusals = (Refused,)

    def begins_at(self):
        """The milestones of the town have moved its clock."""
        return max(self.ticking.instant, clock.now())

    def teardown(self):
        try:
            super().teardown()
        finally:
            self.ticking.instant = self.began
            clock.keep_above(None)

    def stage(self):
        self.revokes = False
        self.project, self.began = db.session.get(Project, self.town.id), self.ticking.instant

    @property
    def row(self):
        db.session.expire(self.project, ["acceptances"])
        return rules.current(self.project)

    @initialize(moves=st.sampled_from([1, 3, 7, 8, 9]), conclusion=conclusions, vote=votes, typed=values)
    def begin(self, moves, conclusion, vote, typed):
        """An episode begins anywhere on the way; in some the first notice will be taken back."""
        self.revokes = next(REVOKES)
        self.move_on(moves=moves, conclusion=conclusion, vote=vote, typed=typed)

    @rule(moves=st.sampled_from([1, 2, 9]), conclusion=conclusions, vote=votes, typed=values)
    def move_on(self, moves, conclusion, vote, typed):
        """Whoever has the next move makes it."""
        for _ in range(moves):
            self.next(conclusion, vote, typed)

    @rule(act=st.integers(0, 9), conclusion=conclusions, who=st.integers(0, 4))
    def try_anything(self, act, conclusion, who):
        """Somebody tries something, at the right time or not."""
        town, row = self.town, self.row
        person = (town.officer, town.other, town.leader, town.team, town.poster)[who]
        if row is None:
            return
        until = clock.today() + dt.timedelta(days=30)
        tries = [
            lambda: actions.submit(person, row),
            lambda: actions.certify(person, row, Satisfaction.FAIR, "可用。"),
            lambda: actions.return_(person, row, "缺页。"),
            lambda: actions.admit(person, row),
            lambda: actions.propose(person, row, conclusion, "按测试。", "另有理由。", until, Cause.ROUTE),
            lambda: actions.second(person, row),
            lambda: actions.approve(person, row, "同意。"),
            lambda: actions.publish(person, row),
            lambda: actions.conclude(person, row),
            lambda: actions.send_back(person, row, "send_back", "再议。"),
        ]
        self.attempt(tries[act])

    @rule(days=st.integers(1, 12))
    def wait(self, days):
        """The clock moves."""
        self.ticking.instant += dt.timedelta(days=days)

    @rule()
    def stand_still(self):
        """The project is suspended: nothing moves; then it goes on."""
        row, leader = self.row, self.town.leader
        if row is None or not self.attempt(lambda: apply(leader, self.project, "suspend", reason="停电。")):
            return
        before = row.state
        for work in (
            lambda: actions.submit(self.town.team, row),
            lambda: actions.admit(self.town.officer, row),
            lambda: actions.publish(self.town.officer, row),
            lambda: actions.conclude(self.town.officer, row),
        ):
            assert not self.attempt(work) or row.state is before
        apply(leader, self.project, "resume", reason="恢复。")
        assert row.state is before

    def next(self, conclusion, vote, typed):
        """One move of whoever has it."""
        row = self.row
        if self.project.state in ENDED:
            return
        if row is None or row.state in (V.DRAFT, V.RETURNED):
            self.hand_in(typed)
            return
        {
            V.SUBMITTED: lambda: self.check_papers(row, typed),
            V.REVIEWING: lambda: self.review(row, conclusion, vote),
            V.PROPOSED: lambda: self.decide(row),
            V.APPROVED: lambda: actions.publish(self.town.officer, row),
            V.NOTICED: lambda: self.conclude(row),
        }[row.state]()

    def check_papers(self, row, typed):
        town = self.town
        actions.add_test(town.officer, row, "检测中心", of_milestones.values(self.project, typed), {}, [])
        if row.certified_at is None:
            actions.certify(town.poster, row, Satisfaction.GOOD, "可用。")
        actions.admit(town.officer, row)

    def review(self, row, conclusion, vote):
        if rules.panel_concluded(row):
            self.deliberate(row, vote)
        else:
            self.propose(row, conclusion)

    def conclude(self, row):
        if self.revokes:
            self.revokes = False
            actions.send_back(self.town.leader, row, "revoke", "异议成立。")
            COUNT["revoked"] += 1
            return
        self.ticking.instant = max(clock.now(), row.notice.ends_at)
        actions.conclude(self.town.officer, row)
        COUNT["passed" if self.project.state is P.PASSED else "not_passed"] += 1

    def hand_in(self, typed):
        row = actions.begin(self.town.team, self.project)
        report = (actions.Paper.TEST, "检测中心", *scene.paper())
        self.write(row, typed, [report])
        if typed == UNREADABLE:
            assert not self.attempt(lambda: actions.submit(self.town.team, row))
            self.write(row, scene.GOOD)
        actions.submit(self.town.team, row)

    def write(self, row, typed, papers=()):
        given = of_milestones.values(self.project, typed)
        actions.save(self.town.team, row, "完成。", given, {}, papers=papers)

    def deliberate(self, row, vote):
        """The panel as far as one move goes: made up, then voted and counted."""
        town, panel = self.town, actions.form_panel(self.town.officer, row)
        if panel.state is S.FORMING and not panel.members:
            self.seat(panel, vote)
        elif panel.state is S.FORMING:
            panels.start(town.officer, panel)
        elif panel.state is S.VOTING:
            chosen = vote if vote in panels.rules.choices(panel) else Vote.FAIL
            for one in panels.rules.seated(panel):
                panels.vote(one.profile.user, one, chosen, "见材料。")
            panels.close(town.officer, panel)
        else:
            chair = next(one for one in panel.members if one.is_chair)
            panels.write_opinion(chair.profile.user, panel, "按表决。")

    def seat(self, panel, vote):
        """Five sit; sometimes one leaves and another comes."""
        start = 0
        if vote is Vote.FAIL:
            one = panels.choose(self.town.officer, panel, self.expert(5), "抽取不足。")
            panels.leave(one.profile.user, one, "decline", "出差。")
            COUNT["left"] += 1
        for pick in range(start, 5):
            one = panels.choose(self.town.officer, panel, self.expert(pick), "抽取不足。")
            assert panels.answer(one.profile.user, one, "none")
        panels.name_chair(self.town.officer, panel, panels.rules.seated(panel)[0])

    def expert(self, pick):
        return db.session.get(Profile, self.town.experts[pick])

    def propose(self, row, conclusion):
        if conclusion not in rules.conclusions(row):
            conclusion = Conclusion.FAIL
        until = clock.today() + dt.timedelta(days=30)
        actions.propose(
            self.town.officer, row, conclusion, "按测试和表决。", "另有理由。", until, Cause.ROUTE
        )

    def decide(self, row):
        town = self.town
        if rules.seconded(row):
            assert not self.attempt(lambda: actions.approve(town.leader, row, "同意。"))
            actions.second(town.other, row)
            COUNT["overridden"] += 1
        actions.approve(town.leader, row, "同意。")
        COUNT["rectified"] += row.state is V.RECTIFYING

    @invariant()
    def stays_true(self):
        """After every step."""
        project = self.project
        if project.state is P.SUSPENDED:
            return
        for row in project.acceptances:
            self.check(row)
        assert [one.conclusion for one in project.acceptances].count(Conclusion.RECTIFY) <= 1
        for panel in project.panels:
            if panel.result is not None:
                voted = [one for one in panel.members if one.state is Seat.VOTED]
                assert sum(panel.result.values()) == len(voted) >= 5
        if project.state in ENDED and project.state is not P.PASSED:
            assert not any(one.state is Y.LOCKED for one in project.payments)
        assert list(verifying.faults(project)) == []

    def check(self, row):
        project = self.project
        at_work = (V.SUBMITTED, V.RETURNED, V.REVIEWING, V.PROPOSED, V.APPROVED, V.NOTICED)
        if row.state in at_work and row.submitted_at is not None:
            assert project.state is P.ACCEPTING
        if row.state in UNDECIDED:
            return
        assert len({row.proposed_by_id, row.decided_by_id} - {None}) == 2
        missed = [one["name"] for one in row.table if one["is_must"] and one["verdict"] != "met"]
        if (row.conclusion is Conclusion.PASS and missed) or row.overrides:
            assert row.overrides
            assert row.override_reason
            assert len({row.second_by_id, row.proposed_by_id, row.decided_by_id} - {None}) == 3
        if row.state is V.CONCLUDED:
            assert (project.state in ENDED, row.notice.state) == (True, N.CLOSED)
            assert row.notice.ends_at <= clock.now()
            assert not any(is_open(one) for one in row.notice.objections)

    def bring_to_an_end(self):
        """From wherever it is, a few moves lead to an end."""
        conclusion = next(LAST)
        for _ in range(26):
            if self.project.state in ENDED:
                break
            self.next(conclusion, Vote.PASS, scene.GOOD)
        assert self.project.state in ENDED
        left = sa.select(sa.func.count()).select_from(type(self.project.panels[0]))
        waiting = left.filter_by(project_id=self.project.id, state=S.VOTING, purpose=Purpose.ACCEPTANCE)
        assert db.session.scalar(waiting) == 0


def test_acceptances_whatever_happens(app, now):
    Life.town, Life.ticking = Town(), now
    machines.run(Life, episodes=EPISODES, steps=STEPS)
    assert min(COUNT.values()) > 0, COUNT
