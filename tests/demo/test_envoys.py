"""Envoys of the demonstration: at work, asked, graded; every mark of a visit by somebody's own hand or silence."""

import sqlalchemy as sa

from challenge.envoys.assessment.effects import is_sound
from challenge.envoys.assessment.models import Assessment
from challenge.envoys.missions.models import Mission
from challenge.envoys.models import Envoy, EnvoyRequest
from challenge.envoys.states import E, R, S, V, Y
from challenge.envoys.visits.models import Problem, Visit
from challenge.states import C
from core.database import db
from reports.desk.duties import duties
from tests.demo.finding import of, person


def _states(model):
    return set(db.session.scalars(sa.select(model.state)))


def test_every_side_of_the_work_is_shown(town):
    assert _states(Envoy) == {E.SERVING, E.OFFERED}
    assert _states(Mission) == {S.SERVING, S.CLOSED}
    assert _states(Visit) == {V.CONFIRMED, V.UNCONFIRMED, V.SUPERSEDED, V.RECORDED}
    assert _states(EnvoyRequest) == {R.ASKED, R.ARRANGED}
    assert all(db.session.scalars(sa.select(Envoy.is_demo)))


def test_the_lapsed_list_is_followed_up(town):
    (mission,) = of(town, "agri-waste").missions
    assert (mission.state, len(mission.visits)) == (S.SERVING, 1)


def test_a_problem_became_a_demand_of_the_enterprise(town):
    problem = db.session.scalars(sa.select(Problem).where(Problem.challenge_id.is_not(None))).one()
    assert problem.demand.organisation == problem.visit.mission.organisation
    assert (problem.demand.state, problem.demand.is_demo) == (C.DRAFT, True)


def test_one_year_stands_and_one_is_under_way(town):
    rows = db.session.scalars(sa.select(Assessment).order_by(Assessment.id)).all()
    assert rows[0].state is Y.FINAL
    assert {one.state for one in rows[1:]} == {Y.OPEN, Y.REPORTED}
    assert all(is_sound(one) for one in rows)


def test_there_is_something_to_do(town):
    wanted = {"officer": "安排特派员", "enterprise2": "确认服务记录", "expert8": "确认聘任"}
    for name, what in wanted.items():
        assert what in {duty.what for duty in duties(person(name))}, name
