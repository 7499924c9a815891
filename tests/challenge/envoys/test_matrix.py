"""Who may do what in every state of every machine of envoys, as literals; the map and its SQL twins agree."""

import datetime as dt

import pytest
import sqlalchemy as sa
from flask_login import AnonymousUserMixin

import challenge.permissions as may
from challenge.envoys.assessment.models import Assessment
from challenge.envoys.assessment.queries import visible_assessments
from challenge.envoys.missions.models import Mission
from challenge.envoys.missions.queries import visible_missions
from challenge.envoys.models import Envoy, EnvoyRequest
from challenge.envoys.queries import visible_envoys, visible_requests
from challenge.envoys.states import E, Grade, Kind, Manner, R, Result, S, V, Y
from challenge.envoys.visits.models import Visit
from core import clock, workflow
from core.database import db, transaction
from tests import world
from tests.challenge.test_twins import differences

OFFICER_ENVOY = {E.OFFERED: {"take_back"}, E.SERVING: {"offer_renewal", "end"}, E.RENEWING: {"end"}}
SELF_ENVOY = {
    E.OFFERED: {"agree", "decline"},
    E.SERVING: {"resign"},
    E.RENEWING: {"agree_renewal", "refuse_renewal", "resign"},
}
FINISH = {"finish_redrafted", "finish_solved", "finish_matched", "finish_none"}
MISSIONS = {
    S.OFFERED: {"self": {"accept", "decline"}, "officer": {"replace", "cancel"}},
    S.SERVING: {"self": FINISH, "officer": {"replace", "cancel"}},
    S.FINISHED: {"firm": {"rate"}, "officer": {"go_on", "close"}},
    S.DECLINED: {"officer": {"replace", "cancel"}},
}
VISITS = {
    V.RECORDED: {"firm": {"confirm", "dispute"}, "self": {"correct"}},
    V.UNCONFIRMED: {"firm": {"confirm", "dispute"}, "self": {"correct"}},
    V.DISPUTED: {"firm": {"confirm"}, "self": {"correct"}},
    V.CONFIRMED: {"self": {"correct"}},
}
YEARS = {
    Y.OPEN: {"self": {"report"}, "officer": {"skip_report"}},
    Y.REPORTED: {"county": {"opine"}, "officer": {"skip_opinion"}},
    Y.OPINED: {"officer": {"grade"}},
    Y.GRADED: {"self": {"answer"}, "officer": {"skip_answer"}},
    Y.ANSWERED: {"leader": {"finalise", "send_back"}},
}
REQUESTS = {R.ASKED: {"officer": {"arrange", "refuse"}, "firm": {"withdraw"}}}


class Village:
    """One row in every state, made by hand, and one person of every kind."""

    def __init__(self):
        self.unit = world.organisation(county="朔城区")
        elsewhere = world.organisation(county="应县")
        now, today = clock.now(), clock.today()
        self.people = {
            "self": world.user("expert"),
            "firm": world.user("enterprise", organisation_id=self.unit.id),
            "officer": world.user("officer"),
            "leader": world.user("leader"),
            "county": world.user("county", county="朔城区"),
            "officer of the firm": world.user("officer", organisation_id=self.unit.id),
            "researcher of the firm": world.user("researcher", organisation_id=self.unit.id),
            "other firm": world.user("enterprise", organisation_id=elsewhere.id),
            "other county": world.user("county", county="应县"),
            "county without county": world.user("county"),
            "enterprise without unit": world.user("enterprise", organisation_id=None),
            "expert": world.user("expert"),
            "supervisor": world.user("supervisor"),
            "finance": world.user("finance"),
            "auditor": world.user("auditor"),
            "security": world.user("security"),
            "admin": world.user("admin"),
        }
        me = self.people["self"]
        profile = world.profile(user_id=me.id)
        later, done = today + dt.timedelta(days=99), today - dt.timedelta(days=99)
        self.rows = {}
        for number, state in enumerate(E):
            living = state in (E.OFFERED, E.SERVING, E.RENEWING)
            person = me if state is E.SERVING else world.user("expert")
            own = profile if person is me else world.profile(user_id=person.id)
            self.rows["envoy", state] = Envoy(
                code=f"TP{number}",
                kind=Kind.EXPERT,
                user_id=person.id,
                profile_id=own.id,
                county="朔城区",
                industries=["储能"],
                starts_on=done,
                ends_on=later,
                next_ends_on=later + dt.timedelta(days=9) if state is E.RENEWING else None,
                capacity=3,
                state=state,
                appointed_by_id=self.people["officer"].id,
                created_at=now,
                is_named=living,
            )
            db.session.add(self.rows["envoy", state])
        db.session.flush()
        envoy = self.rows["envoy", E.SERVING]
        for number, state in enumerate(S):
            ended = Result.SOLVED if state in (S.FINISHED, S.CLOSED) else None
            self.rows["mission", state] = Mission(
                code=f"FW{number}",
                envoy=envoy,
                organisation_id=self.unit.id,
                contact_id=self.people["firm"].id,
                aim="目标",
                starts_on=done,
                due_on=later,
                state=state,
                result=ended,
                rate_due_at=now,
                answer_due_at=now,
                assigned_by_id=self.people["officer"].id,
                created_at=now,
            )
        for number, state in enumerate(V):
            self.rows["visit", state] = Visit(
                mission=self.rows["mission", S.SERVING],
                number=number,
                state=state,
                visited_on=today,
                manner=Manner.CALL,
                people_met="某人",
                advice="无",
                recorded_at=now,
                recorded_by_id=me.id,
                confirm_due_at=now + dt.timedelta(days=9),
            )
        for number, state in enumerate(Y):
            self.rows["year", state] = Assessment(
                envoy=envoy,
                year=2001 + number,
                state=state,
                grade=Grade.PASS,
                due_at=now,
                opened_by_id=self.people["officer"].id,
                opened_at=now,
            )
        for number, state in enumerate(R):
            self.rows["request", state] = EnvoyRequest(
                code=f"TQ{number}",
                organisation_id=self.unit.id,
                user_id=self.people["firm"].id,
                topic="事项",
                text="情况",
                state=state,
                created_at=now,
            )
        db.session.add_all(self.rows.values())
        db.session.flush()

    def buttons(self, kind, state):
        """{person: actions} of whoever has any."""
        found = {
            name: {one.action for one in workflow.available(user, self.rows[kind, state])}
            for name, user in self.people.items()
        }
        return {name: actions for name, actions in found.items() if actions}


@pytest.fixture
def village(app):
    with transaction():
        made = Village()
    db.session.expire_all()
    return made


def test_buttons_of_each_person_in_each_state(village):
    for state in S:
        assert village.buttons("mission", state) == MISSIONS.get(state, {}), state
    for state in V:
        assert village.buttons("visit", state) == VISITS.get(state, {}), state
    for state in Y:
        assert _one_officer(village.buttons("year", state)) == YEARS.get(state, {}), state
    for state in R:
        assert village.buttons("request", state) == REQUESTS.get(state, {}), state


def _one_officer(found):
    """The officer of the firm is an officer as any other in what is no business of the firm."""
    same = found.pop("officer of the firm", None)
    assert same == found.get("officer")
    return found


def test_buttons_of_appointments(village):
    for state in E:
        row = village.rows["envoy", state]
        found = _one_officer({k: v for k, v in village.buttons("envoy", state).items() if k != "self"})
        assert found == ({"officer": OFFICER_ENVOY[state]} if state in OFFICER_ENVOY else {}), state
        mine = {one.action for one in workflow.available(row.user, row)}
        assert mine == SELF_ENVOY.get(state, set()), state


@pytest.mark.parametrize(
    ("model", "reasons", "twin"),
    [
        (Envoy, may.READ_ENVOY, visible_envoys),
        (EnvoyRequest, may.READ_ENVOY_REQUEST, visible_requests),
        (Mission, may.READ_MISSION, visible_missions),
        (Assessment, may.READ_ASSESSMENT, visible_assessments),
    ],
    ids=lambda one: getattr(one, "__name__", ""),
)
def test_the_map_and_its_twin_agree(village, model, reasons, twin):
    people = village.people | {"anonymous": AnonymousUserMixin()}
    assert differences(people, model, reasons, twin) == {}
    readers = {name for name, user in people.items() if db.session.scalars(twin(user)).unique().all()}
    assert {"officer", "leader", "auditor", "county"} <= readers
    assert readers & {"other firm", "other county", "expert", "county without county", "admin"} == set()


def test_constraints_hold_whatever_the_code_does(village):
    changes = (
        (Envoy, {"capacity": 0}),
        (Envoy, {"ends_on": dt.date(2000, 1, 1)}),
        (Mission, {"rating": 6}),
        (Mission, {"due_on": dt.date(2000, 1, 1)}),
        (Visit, {"revision": 0}),
        (Assessment, {"year": 1999}),
    )
    for model, values in changes:
        with pytest.raises(sa.exc.IntegrityError), db.engine.begin() as connection:
            connection.execute(sa.update(model).values(**values))
    finished = sa.update(Mission).where(Mission.state == S.CLOSED).values(result=None)
    with pytest.raises(sa.exc.IntegrityError), db.engine.begin() as connection:
        connection.execute(finished)
