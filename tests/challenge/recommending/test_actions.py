"""What is kept at publication, once a round; feedback that can change, and its log."""

import datetime as dt

import pytest
import sqlalchemy as sa

from challenge.posting.actions import publishing
from challenge.recommending import actions
from challenge.recommending.models import RecommendationFeedback, RecommendationRun, RecommendedPlace
from challenge.states import C
from core import audit, clock, outbox
from core.database import db, transaction
from talent import index, lists_for
from talent.recommend import Purpose, warm_up
from tests import world


@pytest.fixture
def ready(app):
    warm_up(app, wait=True)


def fresh(row):
    return db.session.get(type(row), row.id)


def runs():
    return {one.purpose: one for one in db.session.scalars(sa.select(RecommendationRun))}


def places(run):
    return [(one.profile_id, one.place, one.text_place) for one in run.places]


def test_publication_keeps_the_first_places_by_a_job(app):
    far, near = world.profile("远", region="外地"), world.profile("近", review_willing=False)
    pooled = world.challenge(C.POOLED)
    for _ in range(2):
        world.opinion(pooled)
    with transaction():
        deadline = clock.now() + dt.timedelta(days=60)
        publishing.publish_batch(world.user("officer"), [pooled.id], world.programme(), deadline)
    assert runs() == {}
    assert outbox.run_due() >= 1
    found = runs()
    assert places(found[Purpose.SOLVERS]) == [(far.id, 1, 1), (near.id, 2, 2)]
    assert places(found[Purpose.REVIEWERS]) == [(far.id, 1, 1)]
    run = found[Purpose.SOLVERS]
    facts = (run.published_at, run.pool_size, run.index_mark, run.factors_version)
    assert facts == (fresh(pooled).published_at, 2, index.of_app().mark, "2026-1")
    assert [round(one.total - one.score, 6) for one in run.places] == [0.04, 0.0]


def test_a_record_is_written_once_a_round(ready, now):
    world.profile("甲")
    row = world.challenge(C.OPEN)
    with transaction():
        actions.record(fresh(row), row.published_at)
    first = {purpose: one.id for purpose, one in runs().items()}
    world.profile("乙")
    with transaction():
        actions.record(fresh(row), row.published_at)
    assert {purpose: one.id for purpose, one in runs().items()} == first
    now.forward(days=50)
    with transaction():
        actions.record(fresh(row), now.instant)
    assert [(one.published_at, len(one.places)) for one in runs().values()] == [(now.instant, 2)] * 2
    assert db.session.scalar(sa.select(sa.func.count()).select_from(RecommendedPlace)) == 4


def test_only_the_first_places_of_either_order_are_kept(ready, monkeypatch):
    monkeypatch.setattr(actions, "KEPT", 1)
    strong, far = world.profile("强"), world.profile("远", region="外地")
    world.profile("弱", direction="胡麻", keywords=["胡麻"])
    with transaction():
        actions.record(fresh(world.challenge(C.OPEN)), clock.now())
    assert places(runs()[Purpose.SOLVERS]) == [(far.id, 1, 2), (strong.id, 2, 1)]


def test_feedback_changes_and_the_log_keeps_both(app):
    row, who, officer = world.challenge(C.OPEN), world.profile(), world.user("officer")
    for fits, reason in ((True, "对口"), (False, "")):
        with transaction():
            actions.judge(officer, fresh(row), fresh(who), Purpose.SOLVERS, fits, reason)
    held = db.session.scalars(sa.select(RecommendationFeedback)).all()
    assert [(one.fits, one.reason, one.user_id) for one in held] == [(False, "", officer.id)]
    said = audit.entries_of(f"recommendation:{row.id}")
    assert [(one.before, one.after) for one in said] == [
        (None, {"fits": True}),
        ({"fits": True}, {"fits": False}),
    ]
    with transaction():
        actions.withdraw(officer, held[0])
    assert db.session.scalars(sa.select(RecommendationFeedback)).all() == []
    assert audit.head().action == "recommendation.withdraw"


def test_what_is_said_of_reviewers_is_sealed_in_the_log(app):
    row, who = world.challenge(C.OPEN), world.profile()
    with transaction():
        actions.judge(world.user("officer"), fresh(row), fresh(who), Purpose.REVIEWERS, True)
    entry = audit.head()
    assert (entry.thread, entry.sealed) == (f"review:{row.id}", True)


def test_open_lists_are_read_ahead(ready):
    world.profile(user_id=world.user("researcher").id)
    world.challenge(C.OPEN)
    actions.read_ahead()
    assert len(lists_for._books[index.of_app()].pages) == 1
