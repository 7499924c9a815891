"""Which buttons of a gate each person has in each of its states."""

from challenge.delivery.race.states import RG
from core.database import transaction
from core.workflow import available
from tests import world
from tests.challenge.delivery.race import scene
from tests.challenge.review.scene import calendar

MATRIX = {
    RG.PLANNED: {"officer": {"enter"}, "leader": {"postpone"}, "leader2": {"postpone"}},
    RG.MEASURED: {"officer": {"enter", "propose"}},
    RG.PROPOSED: {"leader": {"publish", "return"}, "leader2": {"publish", "return"}},
    RG.PUBLISHED: {"officer": {"take_effect"}, "leader": {"withdraw"}, "leader2": {"withdraw"}},
    RG.DONE: {},
    RG.CANCELLED: {},
}


def test_buttons_of_each_person_in_each_state_of_a_gate(app, now):
    calendar()
    officer, challenge, people = scene.running()
    gate, lane = challenge.gates[0], challenge.projects[0]
    everybody = {
        "officer": officer,
        "leader": people.leader,
        "leader2": people.leader2,
        "officer2": world.user("officer"),
        "leader of a lane's unit": world.user("leader", organisation_id=lane.organisation_id),
        "leader of the poster's unit": world.user("leader", organisation_id=challenge.organisation_id),
        "team": lane.leader,
        "poster": challenge.author,
        **{role: world.user(role) for role in ("supervisor", "auditor", "finance", "expert", "admin")},
    }
    for state, wanted in MATRIX.items():
        with transaction():
            gate.state, gate.objections_until, gate.blob = state, now.instant, "x" * 64
        found = {name: {one.action for one in available(user, gate)} for name, user in everybody.items()}
        assert {name: actions for name, actions in found.items() if actions} == wanted, state
