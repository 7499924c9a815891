"""The demonstration has experts enough for every panel that is still to come."""

from collections import Counter

import pytest
import sqlalchemy as sa

from challenge import rulepack
from challenge.review.queries import reviews_by_profile
from core.database import db
from talent.models import Profile
from talent.states import ExpertKind

pytestmark = pytest.mark.slow


def test_every_kind_of_expert_has_room_for_the_panels_still_to_come(town):
    most, used = rulepack.load()["rules"]["expert_reviews_per_year"]["value"], reviews_by_profile()
    called = sa.select(Profile).where(Profile.user_id.is_not(None), Profile.review_willing)
    room = Counter(
        one.kind
        for one in db.session.scalars(called).unique()
        if min(most, one.review_cap) - used.get(one.id, 0) >= 3
    )
    wanted = {ExpertKind.TECHNICAL: 6, ExpertKind.INDUSTRY: 3, ExpertKind.FINANCE: 3}
    assert {kind: number for kind, number in wanted.items() if room[kind] < number} == {}
