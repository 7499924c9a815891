"""Declaring: a blocking tie ends the task for the whole list; other ties are marked."""

import pytest

from challenge.review import queries
from challenge.review.actions import declaring
from challenge.review.states import BLOCKING
from challenge.states import A
from core.database import db, transaction
from core.workflow import Refused
from tests import world
from tests.challenge.review import scene


@pytest.mark.parametrize("tie", BLOCKING)
def test_a_blocking_tie_on_one_bid_removes_from_the_list(app, tie):
    officer, challenge = scene.in_review(2)
    (task,) = scene.invited(officer, challenge, scene.KINDS[:1])
    assert scene.declared(task, **{f"b{challenge.bids[1].id}": tie.value}) is False
    assert task.state is A.RECUSED
    assert task.reason == f"本人声明：{tie.label}（规则包 2026-1 第十四条）"
    assert len(task.declarations) == 2


def test_another_circumstance_is_marked_and_stays(app):
    officer, challenge = scene.in_review(1)
    (task,) = scene.invited(officer, challenge, scene.KINDS[:1])
    with transaction():
        said = {challenge.bids[0].id: ("other", "曾共同参会")}
        assert declaring.declare(task.profile.user, task, said) is True
    assert task.state is A.ACCEPTED
    marked = queries.marked_ties(queries.panel(challenge), {1: "专家 1"})
    assert [(name, bid.id, note) for name, bid, note in marked] == [
        ("专家 1", challenge.bids[0].id, "曾共同参会")
    ]


def test_a_known_tie_counts_whatever_was_declared(app):
    officer, challenge = scene.in_review(1)
    (task,) = scene.invited(officer, challenge, scene.KINDS[:1])
    with transaction():
        task.profile.organisation_id = challenge.bids[0].organisation_id
    db.session.expire_all()
    assert scene.declared(task) is False
    assert task.state is A.RECUSED
    assert task.reason.startswith("系统核对发现须回避的情形：")


def test_only_the_reviewer_declares_and_only_for_all_bids(app):
    officer, challenge = scene.in_review(2)
    (task,) = scene.invited(officer, challenge, scene.KINDS[:1])
    said = {bid.id: ("none", "") for bid in challenge.bids}
    with pytest.raises(Refused) as stranger, transaction():
        declaring.declare(world.user("expert"), task, said)
    assert stranger.value.refusal.status == 403
    with pytest.raises(Refused) as half, transaction():
        declaring.declare(task.profile.user, task, {challenge.bids[0].id: ("none", "")})
    assert half.value.refusal.sentence == "请先对每份方案声明是否存在利益关系。"
    assert task.state is A.INVITED
