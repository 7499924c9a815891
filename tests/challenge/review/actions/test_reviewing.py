"""Drafts of reviews: versions, what is kept when a review is reopened, what cannot be saved."""

import pytest

from challenge.review.actions import reviewing
from challenge.review.models import Review
from challenge.states import A
from core.database import db, transaction
from core.errors import Conflict
from core.workflow import Refused, apply
from tests.challenge.review import scene


def test_a_draft_is_kept_with_its_total(app):
    _, challenge, rows = scene.panel()
    with transaction():
        row = scene.review(rows[0], challenge.bids[0])
    assert (row.total, row.submitted_at, row.earlier) == (800, None, [])
    assert db.session.query(Review).count() == 1


def test_a_second_window_does_not_overwrite(app):
    _, challenge, rows = scene.panel()
    with transaction():
        scene.review(rows[0], challenge.bids[0])
    with pytest.raises(Conflict), transaction():
        reviewing.save(rows[0], challenge.bids[0], {"scores": {}}, version=None)
    with pytest.raises(Conflict), transaction():
        reviewing.save(rows[0], challenge.bids[1], {"scores": {}}, version=4)


def test_reopened_scores_keep_what_was_submitted(app):
    officer, challenge, rows = scene.scored()
    with transaction():
        apply(officer, rows[0], "reopen", reason="请核对单位。")
        row = scene.review(rows[0], challenge.bids[0], indicators=300)
    assert [(past["total"], past["scores"]["indicators"]) for past in row.earlier] == [(810, 260)]
    assert (row.total, row.submitted_at) == (850, None)
    with transaction():
        scene.review(rows[0], challenge.bids[0], indicators=290)
    assert len(row.earlier) == 1
    with transaction():
        reviewing.submit(rows[0].profile.user, rows[0])
    assert rows[0].state is A.SUBMITTED
    assert row.submitted_at is not None


def test_nothing_is_saved_after_submission(app):
    _, challenge, rows = scene.scored()
    with pytest.raises(Conflict), transaction():
        scene.review(rows[0], challenge.bids[0])


def test_all_reviews_are_handed_in_together(app):
    _, challenge, rows = scene.panel()
    with transaction():
        scene.review(rows[0], challenge.bids[0])
    with pytest.raises(Refused) as refused, transaction():
        reviewing.submit(rows[0].profile.user, rows[0])
    assert refused.value.refusal.sentence == "还有 1 份方案未完成评分，请按提示补充后再提交。"
