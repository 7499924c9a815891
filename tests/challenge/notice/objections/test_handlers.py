"""Who took part in opening, draw or batch of a list does not handle an objection to it, unless named with a reason."""

from types import SimpleNamespace

import pytest

from challenge.notice.objections import handlers
from challenge.review.batches.models import Batch, BatchList
from challenge.review.batches.states import F
from core import audit, clock
from core.database import db, transaction
from core.workflow import Refused
from tests import world
from tests.challenge.notice.objections import scene


def _give_seed(challenge, person):
    sides = {"officer": world.user("officer"), "supervisor": person}
    known = {
        side: SimpleNamespace(id=one.id) for side, one in sides.items()
    }  # no question while the draw is made
    with db.session.no_autoflush:
        world.draw(challenge, known, [], [])


def _consent(challenge, person):
    with transaction():
        facts = {"wanted": {}, "created_by_id": person.id, "created_at": clock.now(), "state": F.DEPLOYED}
        batch = Batch(title="一批", **facts)
        db.session.add(batch)
        db.session.flush()
        db.session.add(BatchList(batch_id=batch.id, challenge_id=challenge.id, seats=3))
        audit.record(person, "batch.consent", batch, "同意部署")


def _unlock(challenge, person):
    opening = world.opening(challenge, world.user("officer"), "officer")
    with transaction():
        opening.minutes = {"custodians": [{"user": person.id}]}


@pytest.mark.parametrize(
    "act",
    [lambda of, person: world.opening(of, person, "supervisor"), _unlock, _give_seed, _consent],
    ids=["opens", "unlocks", "draws", "consents"],
)
def test_who_acted_is_not_given_it_and_can_be_named_with_a_reason_alone(app, now, act):
    scene.calendar()
    leader, person = world.user("leader"), world.user("supervisor")
    _, challenge, notice = scene.noticed()
    act(challenge, person)
    db.session.expire_all()
    row = scene.submitted(world.user("researcher"), notice)
    assert row.handler is None
    assert dict(handlers.candidates(row)) == {person: handlers.ATTENDED, leader: None}
    with pytest.raises(Refused, match="参加过本榜单的开标"):
        scene.make(leader, row, "assign", person=person, reason="没有别人。")
    act(challenge, leader) if act is _unlock else world.opening(challenge, leader, "supervisor")
    db.session.expire_all()
    assert handlers.assignable(row) == ([person, leader], True)
    for who, reason in ((leader, ""), (person, "没有别人。")):
        with pytest.raises(Refused, match="参加过本榜单的开标"):
            scene.make(who, row, "assign", person=person, reason=reason)
    scene.make(leader, row, "assign", person=person, reason="没有别人。")
    assert row.handler is person
    said = db.session.query(audit.AuditEntry).filter_by(action="objection.assign_attended").one()
    assert said.after == {"reason": "没有别人。"}


def test_the_form_asks_the_reason_only_where_nobody_is_free(app, now, client_of):
    scene.calendar()
    leader, person = world.user("leader"), world.user("supervisor")
    _, challenge, notice = scene.noticed()
    world.opening(challenge, person, "supervisor")
    row = scene.submitted(world.user("researcher"), notice)
    path, browser = f"/desk/objections/{row.key}/steps/assign", client_of(leader)
    browser.get(path)
    assert "指定的理由" not in browser.text()
    world.opening(challenge, leader, "supervisor")
    db.session.expire_all()
    browser.get(path)
    assert "指定的理由" in browser.text()
    assert browser.post(path, data={"person": person.id}).status_code == 422
    assert browser.post(path, data={"person": person.id, "reason": "没有别人。"}).status_code == 302
