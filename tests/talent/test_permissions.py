"""Who sees which profile: the map and its SQL twin agree over states and roles."""

import itertools

import pytest

from accounts.models import User
from core.database import db
from core.gates import may
from talent import permissions, queries
from talent.models import Profile
from talent.states import P
from tests import world

ROLES = (
    "researcher",
    "enterprise",
    "expert",
    "officer",
    "leader",
    "supervisor",
    "county",
    "finance",
    "auditor",
)


@pytest.fixture
def town(app):
    people = [world.user(role) for role in ROLES]
    unit = people[0].organisation_id
    people.append(world.user("enterprise", organisation_id=unit))
    people.append(world.user("researcher", organisation_id=unit, is_first_account=True))
    for state, owner in itertools.product(P, (None, people[0], people[3])):
        organisation = owner.organisation_id if owner else None
        if owner is None or not db.session.scalar(db.select(Profile).filter_by(user_id=owner.id)):
            world.profile(state=state, user_id=owner.id if owner else None, organisation_id=organisation)
        world.profile(state=state, organisation_id=unit)
    return people


def test_map_and_twin_agree(town):
    for user in db.session.scalars(db.select(User).where(User.id.in_([one.id for one in town]))).all():
        rows = db.session.scalars(db.select(Profile)).unique().all()
        by_map = {row.id for row in rows if may(user, row, permissions.READ_PROFILE)}
        by_twin = set(db.session.scalars(queries.visible_profiles(user).with_only_columns(Profile.id)))
        assert by_twin == by_map, user.roles


def test_a_private_draft_is_seen_by_its_owner_alone(app):
    own = world.user("researcher", is_first_account=True)
    row = world.profile(state=P.DRAFT, user_id=own.id, organisation_id=own.organisation_id)
    others = [world.user(role, organisation_id=own.organisation_id) for role in ROLES]
    assert [may(user, row, permissions.READ_PROFILE) for user in (own, *others)] == [True] + [False] * len(
        others
    )
    assert [may(user, row, permissions.READ_CONTACT) for user in others] == [False] * len(others)
