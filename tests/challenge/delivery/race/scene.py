"""Races for tests: lanes under contract with common gates, and the day of a gate, in few steps."""

import datetime as dt
from types import SimpleNamespace

import sqlalchemy as sa

from accounts.models import User
from challenge.delivery.contracts import actions as contracts
from challenge.delivery.race import actions, defining
from challenge.delivery.race.states import Share, Tie
from challenge.posting.models import Indicator
from challenge.states import B, C, Comparator, Mode
from core import inspection
from core.database import db, transaction
from core.workflow import apply
from tests import world
from tests.challenge.delivery import scene

STARTS = scene.STARTS  # 2026-10-01; milestones of a bid are due after 6, 12 and 18 months
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
OPINION = "已核对实测值和测试报告，同意。"
PROMISES = ("41 Wh/L", "1.5 %", "")


def gate(challenge, name="样机对比", month=9, **facts):
    """What is defined for one gate: both numbers are tested, two lanes stay."""
    first, second = challenge.indicators[:2]
    plain = {
        "name": name,
        "month": month,
        "held_on": None,
        "tests": [{"indicator": first.id, "threshold": "30"}, {"indicator": second.id, "threshold": ""}],
        "conditions": "同一台架，各三个平行样。",
        "tester": "省级检测中心",
        "stay": 2,
        "floor": None,
        "gap": None,
        "must_meet": False,
        "tie": Tie.ORDER,
        "share": Share.EQUAL,
    }
    return plain | facts


def pooled(**facts):
    """(officer, list in the pool that is to be published as a race, its programme)."""
    officer = world.user("officer")
    programme = world.programme(mode=Mode.RACE)
    return officer, world.challenge(C.POOLED, handler_id=officer.id, **facts), programme


def announced(lanes=3, gates=({}, {"name": "中试对比", "month": 15, "stay": 1})):
    """(officer, list with so many lanes that wait for their contracts)."""
    officer, challenge, programme = pooled()
    with transaction():
        for facts in gates:
            defining.save(officer, challenge, None, gate(challenge, **facts))
    fresh = world.challenge(C.ANNOUNCED)  # to have its dates
    with transaction():
        challenge.programme, challenge.mode, challenge.state = programme, programme.mode, C.ANNOUNCED
        challenge.published_at, challenge.deadline = fresh.published_at, fresh.deadline
    for number in range(1, lanes + 1):
        bid = world.bid(challenge, B.WON, lane=number, rank=number)
        with transaction():
            scene._fill(bid, challenge, PROMISES[: len(challenge.indicators)])
    with transaction():
        apply(officer, challenge, "begin_project")
    return officer, challenge


def sign(officer, project, starts_on=STARTS):
    """The contract of one lane comes into force."""
    with transaction():
        contract = contracts.draft(officer, project, starts_on)
        contracts.offer(officer, contract, contract.version, scene.WHY)
    for person in scene.sides(project):
        with transaction():
            contracts.confirm(person, contract, contract.digest)


def running(lanes=3, **facts):
    """(officer, list, people) with every lane under contract."""
    officer, challenge = announced(lanes, **facts)
    for project in challenge.projects:
        sign(officer, project)
    return (
        officer,
        challenge,
        SimpleNamespace(officer=officer, leader=world.user("leader"), leader2=world.user("leader")),
    )


def typed(gate, *rows):
    """{(lane, indicator id): text}: one row of values for each lane from the first on."""
    keys = [one["indicator"] for one in gate.tests]
    return {
        (lane, key): value for lane, row in enumerate(rows, 1) for key, value in zip(keys, row, strict=True)
    }


def report():
    """The report of the tester, as it is inspected when it is sent."""
    return inspection.inspect("报告.pdf", PDF), PDF


def entered(people, gate, now, *rows):
    """The results of every lane are there."""
    now.instant = max(now.instant, dt.datetime.combine(gate.held_on, dt.time(2), dt.UTC))
    with transaction():
        actions.enter(people.officer, gate, typed(gate, *rows), "省级检测中心", upload=report())


def published(people, gate, now, *rows):
    """Proposed by the officer, published by a leader."""
    entered(people, gate, now, *rows)
    with transaction():
        actions.make(people.officer, gate, "propose")
    with transaction():
        actions.make(people.leader, gate, "publish", reason=OPINION)


def done(people, gate, now, *rows):
    """The term is over and the result in effect."""
    published(people, gate, now, *rows)
    now.instant = gate.objections_until
    with transaction():
        actions.make(people.officer, gate, "take_effect")


def qualitative(challenge):
    """One more indicator that no number decides."""
    row = Indicator(position=2, name="外观", comparator=Comparator.QUALITATIVE, threshold="无开裂", weight=0)
    with transaction():
        challenge.indicators.append(row)
        db.session.flush()
    return row


def still_here(now):
    """Months have passed; everybody has a password that is not too old."""
    with transaction():
        db.session.execute(sa.update(User).values(password_at=now.instant))
