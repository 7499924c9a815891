"""Seats given out by an assignment of several lists: blocked candidates, invitations, what an officer may not do."""

import pytest

from challenge.review.actions import committee
from challenge.review.models import Assignment
from challenge.states import A
from core import audit
from core.database import db, transaction
from core.workflow import Refused, apply
from tests import world
from tests.challenge.review import scene


def _expert(**facts):
    return world.profile(user_id=world.user("expert").id, **facts)


def test_choosing_keeps_score_and_reason_and_passes_over_who_is_there(app):
    officer, challenge = scene.in_review()
    one = scene.candidate(_expert())
    with transaction():
        committee.choose(officer, challenge, [one])
        assert committee.choose(officer, challenge, [one]) == []
    (row,) = db.session.query(Assignment).all()
    assert (row.state, row.score, row.reasons, row.invited_at) == (A.PROPOSED, 0.5, ["其专利相符。"], None)
    entry = audit.head()
    assert (entry.action, entry.thread, entry.sealed) == (
        "assignment.propose",
        f"review:{challenge.id}",
        True,
    )


def test_who_must_not_review_cannot_be_chosen(app):
    officer, challenge = scene.in_review()
    with pytest.raises(Refused) as refused, transaction():
        committee.choose(officer, challenge, [scene.candidate(_expert(name="甲"), refusal="须回避")])
    assert refused.value.refusal.sentence == "甲不能选入评审组：须回避。"
    assert db.session.query(Assignment).count() == 0


def test_a_tie_that_turns_up_later_stops_the_invitation(app):
    officer, challenge = scene.in_review()
    expert = _expert()
    with transaction():
        (row,) = committee.choose(officer, challenge, [scene.candidate(expert)])
        expert.organisation_id = challenge.bids[0].organisation_id
    db.session.expire_all()
    with pytest.raises(Refused) as refused, transaction():
        committee.invite_chosen(officer, challenge, {row.id})
    assert refused.value.refusal.status == 422
    assert db.session.get(Assignment, row.id).state is A.PROPOSED


def test_a_submitted_review_cannot_be_removed(app):
    officer, _, rows = scene.scored()
    with pytest.raises(Refused) as refused, transaction():
        apply(officer, rows[0], "remove", reason="不合意")
    assert refused.value.refusal.status == 409


def test_only_the_invited_are_told(app):
    officer, challenge = scene.in_review()
    expert = _expert()
    with transaction():
        (row,) = committee.choose(officer, challenge, [scene.candidate(expert)])
        expert.organisation_id = challenge.bids[0].organisation_id
    db.session.expire_all()
    with transaction():
        apply(officer, row, "remove", reason="须回避")
    assert _letters(expert.user) == []
    (asked,) = scene.invited(officer, challenge, scene.KINDS[:1])
    assert _letters(asked.profile.user) == [f"评审任务（发出邀请）：{challenge.title}"]


def _letters(user):
    from accounts.models import Message

    return [one.subject for one in db.session.query(Message).filter_by(user_id=user.id)]
