"""推荐: keep the first places at publication; say whether a recommended expert fits."""

import datetime as dt

import sqlalchemy as sa

from challenge.posting.models import Challenge
from challenge.recommend import ANYBODY, RANKED, Candidates, open_lists, query_of
from challenge.recommending.models import RecommendationFeedback, RecommendationRun, RecommendedPlace
from challenge.recommending.queries import feedback_of
from core import audit, clock, outbox
from core.database import db
from talent import factors, index, lists_for, recommend
from talent.recommend import Purpose

KEPT = 50


def judge(actor, challenge, profile, purpose, fits, reason=""):
    """Say whether this expert fits the list, or change what was said; returns the row."""
    row = feedback_of(actor, challenge, profile, purpose)
    before = None if row is None else {"fits": row.fits}
    if row is None:
        facts = {"challenge_id": challenge.id, "profile_id": profile.id, "purpose": purpose}
        row = RecommendationFeedback(user_id=actor.id, **facts)
        db.session.add(row)
    row.fits, row.reason, row.at = fits, reason, clock.now()
    db.session.flush()
    what = f"评价推荐的专家：{'合适' if fits else '不合适'}"
    audit.record(actor, "recommendation.judge", row, what, before=before, after={"fits": fits})
    return row


def withdraw(actor, row):
    """Take back what was said."""
    audit.record(actor, "recommendation.withdraw", row, "撤回对推荐专家的评价", before={"fits": row.fits})
    db.session.delete(row)


def record(challenge, published_at):
    """Keep the first places of a list, once a publication. Raises `talent.recommend.NotReady`."""
    known = sa.select(RecommendationRun).filter_by(challenge_id=challenge.id)
    former = {one.purpose: one for one in db.session.scalars(known)}
    for purpose in Purpose:
        run = former.get(purpose)
        if run is not None and run.published_at == published_at:
            continue
        if run is not None:
            db.session.delete(run)
            db.session.flush()
        db.session.add(_run(challenge, purpose, published_at))
    db.session.flush()


def _run(challenge, purpose, published_at):
    placed, pool = Candidates(challenge, purpose).placed(RANKED), index.of_app()
    by_text = sorted(placed, key=lambda one: (-one.score, str(one.profile_id)))
    text_places = {one.profile_id: place for place, one in enumerate(by_text, 1)}
    rows = [(place, text_places[one.profile_id], one) for place, one in enumerate(placed, 1)]
    kept = [
        RecommendedPlace(
            profile_id=one.profile_id, place=place, text_place=other, score=one.score, total=one.total
        )
        for place, other, one in rows
        if min(place, other) <= KEPT
    ]
    return RecommendationRun(
        challenge_id=challenge.id,
        purpose=purpose,
        published_at=published_at,
        at=clock.now(),
        index_mark=pool.mark,
        pool_size=len(pool.matcher),
        factors_version=factors.rules()["version"],
        places=kept,
    )


@outbox.handler("recommended")
def _record_publication(job):
    """After a publication: keep the first places, and read the list ahead for those who may solve it."""
    pool = index.of_app()
    if pool.phase != "ready":
        pool.load()
    challenge = db.session.get(Challenge, job.payload["challenge_id"])
    record(challenge, dt.datetime.fromisoformat(job.payload["published_at"]))
    lists_for.prepare(pool, [query_of(challenge, ANYBODY)])
    return {"challenge": challenge.code}


def read_ahead():
    """Score the open lists for everybody with an account, before the first of them asks."""
    lists_for.prepare(index.of_app(), [query_of(one, ANYBODY) for one in open_lists(ANYBODY)])


recommend.AFTER_LOADING.append(read_ahead)
