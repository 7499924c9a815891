"""What a race asks of whom: results on the day, a ranking, a decision, an answer, the end of the term."""

import datetime as dt

from challenge.delivery.race import actions
from core import clock
from core.database import transaction
from reports.desk import races
from tests.challenge.delivery.race import scene
from tests.challenge.review.scene import calendar

GOOD, FAIR, POOR = ("33", "1.8"), ("30", "2"), ("24", "2.5")


def told(source, user):
    return [one.what for one in source(user)]


def test_each_step_of_a_gate_waits_for_one_person(app, now):
    calendar()
    officer, challenge, people = scene.running()
    gate = challenge.gates[0]
    assert (told(races.officer_duties, officer), told(races.leader_duties, people.leader)) == ([], [])
    now.instant = dt.datetime.combine(gate.held_on, dt.time(2), dt.UTC)
    assert told(races.officer_duties, officer) == ["登记赛马关口的测试结果"]
    (duty,) = races.officer_duties(officer)
    assert (duty.due.astimezone(clock.BEIJING).date() - gate.held_on).days == 10
    scene.entered(people, gate, now, FAIR, GOOD, POOR)
    assert told(races.officer_duties, officer) == ["核对并提出赛马关口排名"]
    with transaction():
        actions.make(officer, gate, "propose")
    assert (told(races.officer_duties, officer), told(races.leader_duties, people.leader)) == (
        [],
        ["批准并公布赛马关口结果"],
    )
    assert [one.due - one.since for one in races.leader_duties(people.leader)] == [dt.timedelta(days=7)]
    with transaction():
        actions.make(people.leader, gate, "publish", reason=scene.OPINION)
        row = actions.object_to(challenge.projects[2].leader, gate, "样品装反。")
    assert told(races.leader_duties, people.leader2) == ["答复赛道异议"]
    now.instant = gate.objections_until
    assert told(races.officer_duties, officer) == []
    with transaction():
        actions.answer(people.leader, row, "dismiss", "无误。")
    assert told(races.officer_duties, officer) == ["办理赛马关口结果生效"]
