"""The day of a gate (赛马): three lanes take one test; one objects, two go on, the third has ended."""

import datetime as dt

from challenge.delivery.ledger.verifying import every_fault
from challenge.delivery.race.states import RG
from challenge.delivery.states import P
from challenge.posting.models import Challenge
from core import audit_walk, workdays
from core.database import db, transaction
from tests.challenge.delivery.race import scene
from tests.journeys.works import Works

RESULTS = (("40 Wh/L", "1.2 %"), ("37 Wh/L", "1.4 %"), ("24 Wh/L", "2.9 %"))


class Race(Works):
    """The lanes of one list and those who judge them."""

    def __init__(self, now, seat):
        self.now, self._seat = now, seat
        with transaction():
            workdays.seed(2026, 2028)
        officer, challenge, people = scene.running()
        self.list_code = challenge.code
        self.people = {"officer": officer, "leader": people.leader}
        self.people |= {f"lane{one.lane}": one.leader for one in challenge.projects}
        self.people["poster"] = challenge.author

    @property
    def challenge(self):
        """The list as it is now."""
        return self.read(db.select(Challenge).filter_by(code=self.list_code))

    def gate(self, tail=""):
        """Address of the first gate."""
        return f"/desk/challenges/{self.list_code}/race/1{tail}"

    def step(self, name, action, **typed):
        """A step of the gate by its page."""
        return self.play(name).visit(self.gate(f"/steps/{action}")).fill(**typed).confirm()


def play(race):
    """The story of the first gate."""
    is_tested(race)
    is_published(race)
    one_objects(race)
    takes_effect(race)
    assert every_fault() == (3, [])
    assert audit_walk.first_broken() is None


def is_tested(race):
    """Nothing is entered before the day; then all lanes stand side by side."""
    race.play("officer").visit(race.gate("/results")).reads("到期后才能登记结果")
    held_on = race.challenge.gates[0].held_on
    race.now.instant = dt.datetime.combine(held_on, dt.time(3), dt.UTC)
    tests = [one["indicator"] for one in race.challenge.gates[0].tests]
    typed = {
        f"lane_{lane}_{key}": value
        for lane, row in enumerate(RESULTS, 1)
        for key, value in zip(tests, row, strict=True)
    }
    form = race.play("officer").visit(race.gate("/results")).fill(**typed)
    form.upload("file", "报告.pdf", scene.PDF).confirm()
    race.play("lane1").visit(race.gate()).misses("37 Wh/L", "24 Wh/L")


def is_published(race):
    """The officer proposes what code has ranked, the leader publishes."""
    race.step("officer", "propose")
    assert race.challenge.gates[0].state is RG.PROPOSED
    race.step("leader", "publish", reason=scene.OPINION)
    race.play("lane3").visit(race.gate()).reads("淘汰")


def one_objects(race):
    """While an objection is open nobody is eliminated; the leader answers it."""
    lane = race.play("lane3").visit(race.gate("/objection"))
    lane.fill(text="测试当天环境温度超出约定，请复核。").confirm()
    race.now.instant = race.challenge.gates[0].objections_until + dt.timedelta(hours=10)
    race.play("officer").visit(race.gate("/steps/take_effect"), status=422).reads("异议未答复")
    (objection,) = race.challenge.gates[0].objections
    leader = race.play("leader").visit(race.gate(f"/objections/{objection.id}"))
    leader.fill(action="dismiss", text="三条赛道同日同台架测试，温度记录在约定范围内。").confirm()


def takes_effect(race):
    """Two lanes go on, the third has ended; the public reads the ranking, not the values."""
    race.step("officer", "take_effect")
    states = {one.lane: one.state for one in race.challenge.projects}
    assert states == {1: P.ACTIVE, 2: P.ACTIVE, 3: P.ELIMINATED}
    race.guest().visit(f"/challenges/{race.list_code}/race").reads("晋级", "淘汰").misses("37 Wh/L")
    race.play("lane1").visit("/desk").reads("里程碑证据")
