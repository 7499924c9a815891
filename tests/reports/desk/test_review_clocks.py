"""Draws and batches ask by a day: the deadline of the list, after that the days of the rule pack."""

import pytest

from challenge.review.draw import actions, rules
from challenge.states import C
from core import clock
from core.database import db, transaction
from reports.desk.batches import batches
from reports.desk.draws import draws
from tests import world
from tests.challenge.review import batched, drawn, scene


def due(source, person):
    """{what: until when} on the desk of a person."""
    db.session.expire_all()
    return {one.what: one.due for one in source(person)}


def within(start):
    return clock.after_days(start, 5)


def test_every_step_of_a_draw_has_its_day(app, now):
    drawn.pool()
    officer, supervisor, challenge = drawn.committed(now)
    begun = challenge.state_since = clock.now()
    db.session.commit()
    now.forward(days=1)
    assert due(draws, officer) == {"固定抽取条件和候选名单": within(begun)}
    with transaction():
        draw = actions.fix(officer, rules.current(challenge), drawn.wanted())
    wanted = within(draw.state_since)
    assert due(draws, officer) == {"与监督人员当场抽取专家": wanted}
    assert due(draws, supervisor) == {"到场抽取专家": wanted}
    with transaction():
        actions.hold(officer, draw, drawn.PHRASES)
    assert (due(draws, officer), due(draws, supervisor)) == ({}, {})


@pytest.mark.parametrize("state", [C.OPENED, C.REVIEWING])
def test_a_late_commitment_is_due_some_days_after_the_deadline(app, now, state):
    officer, challenge = scene.in_review() if state is C.REVIEWING else scene.opened()
    supervisor = world.user("supervisor")
    now.forward(days=2)
    wanted = {"补交专家抽取的种子承诺": within(challenge.deadline)}
    assert (due(draws, officer), due(draws, supervisor)) == (wanted, wanted)


def test_a_commitment_in_time_is_due_at_the_deadline(app, now):
    officer = world.user("officer")
    listed = world.challenge(C.OPEN, handler_id=officer.id)
    assert due(draws, officer) == {"提交专家抽取的种子承诺": listed.deadline}


def test_a_batch_is_deployed_within_its_days(app):
    officer, batch, _lists = batched.computed()
    assert due(batches, officer) == {"核对并部署集中分派": within(batch.state_since)}
