"""Two officers who deal with one person at the same moment: one appointment, and never more missions than the envoy takes."""

import datetime as dt

import sqlalchemy as sa

from accounts.models import Organisation, User
from challenge.envoys import actions
from challenge.envoys.missions import actions as missions
from challenge.envoys.missions.models import Mission
from challenge.envoys.models import Envoy
from challenge.envoys.states import Kind
from core import clock
from core.database import db
from talent.models import Profile
from tests import world
from tests.challenge.envoys import scene
from tests.test_races import acts_at_once, count


def test_one_of_two_appoints(app):
    person = world.user("expert")
    profile = world.profile(person.display_name, user_id=person.id, unit="雁门大学")
    key, mine = person.id, profile.id
    officers = [world.user("officer").id for _ in range(2)]

    def appoint(officer):
        one = db.session.get(User, officer)
        whom = db.session.get(User, key), db.session.get(Profile, mine)
        actions.appoint(one, Kind.EXPERT, *whom, **scene.term())

    told = acts_at_once(app, [lambda one=one: appoint(one) for one in officers])

    assert sorted(told) == ["Refused", "done"]
    assert (count(Envoy), count(Envoy, user_id=key)) == (1, 1)


def test_the_last_free_place_is_given_once(app):
    officer, envoy = scene.serving(capacity=1)
    officers, key = [officer.id, world.user("officer").id], envoy.id
    units = [(unit.id, client.id) for unit, client in (scene.enterprise() for _ in officers)]
    due = clock.today() + dt.timedelta(days=60)

    def assign(officer, unit, client):
        rows = (
            db.session.get(model, one) for model, one in ((Envoy, key), (Organisation, unit), (User, client))
        )
        missions.assign(db.session.get(User, officer), *rows, "把漏电流的要求写清楚", due)

    told = acts_at_once(
        app, [lambda who=who, at=at: assign(who, *at) for who, at in zip(officers, units, strict=True)]
    )

    assert sorted(told) == ["Refused", "done"]
    assert db.session.scalars(sa.select(Mission.envoy_id)).all() == [key]
