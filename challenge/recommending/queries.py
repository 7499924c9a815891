"""What people said of recommended experts, as far as its reader may know."""

import sqlalchemy as sa

from challenge.recommending.models import RecommendationFeedback, RecommendationRun, RecommendedPlace
from challenge.recommending.rules import reads_all_feedback
from core.database import db
from talent.models import Profile
from talent.recommend import eligible


def feedback_of(user, challenge, profile, purpose):
    """What this person said of this expert for the list, or None."""
    mine = {"challenge_id": challenge.id, "profile_id": profile.id, "purpose": purpose, "user_id": user.id}
    return db.session.scalar(sa.select(RecommendationFeedback).filter_by(**mine))


def feedback_on(user, challenge, purpose):
    """{profile id: [feedback]} that this person may read: all for the bureau, else the own; the oldest first."""
    rows = sa.select(RecommendationFeedback).filter_by(challenge_id=challenge.id, purpose=purpose)
    if not reads_all_feedback(user, challenge):
        rows = rows.where(RecommendationFeedback.user_id == user.id)
    rows = rows.options(sa.orm.joinedload(RecommendationFeedback.user)).order_by(RecommendationFeedback.id)
    found = {}
    for row in db.session.scalars(rows):
        found.setdefault(row.profile_id, []).append(row)
    return found


def candidate(profile_id, purpose):
    """The expert, if in the pool and willing to be recommended for this purpose, or None."""
    return db.session.scalar(
        sa.select(Profile).where(Profile.id == profile_id, Profile.id.in_(eligible(purpose)))
    )


def recommended_at(challenge, purpose, place):
    """The expert at this place of the record of publication, or None."""
    rows = sa.select(Profile).join(RecommendedPlace).join(RecommendationRun)
    kept = {"challenge_id": challenge.id, "purpose": purpose}
    return db.session.scalar(rows.filter(RecommendedPlace.place == place).filter_by(**kept))
