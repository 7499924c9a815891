"""Every button of every state for every person, of an acceptance, a panel and a seat; and who reads what."""

import pytest
import sqlalchemy as sa

import challenge.permissions as may
from challenge.delivery.acceptance import actions
from challenge.delivery.acceptance.models import Acceptance
from challenge.delivery.acceptance.states import Conclusion, V
from challenge.delivery.panels.models import Panel
from challenge.delivery.panels.states import S
from core import clock, workflow
from core.database import db, transaction
from core.gates import may as allowed
from tests import world
from tests.challenge.delivery.acceptance import scene
from tests.challenge.delivery.panels import scene as panels

MATRIX = {
    V.DRAFT: {"team": {"submit"}, "officer": {"propose_late"}},
    V.SUBMITTED: {"officer": {"return", "admit"}},
    V.RETURNED: {"team": {"submit"}, "officer": {"propose_late"}},
    V.REVIEWING: {"officer": {"propose"}},
    V.PROPOSED: {
        "other officer": {"second", "return_override"},
        "leader": {"send_back", "approve"},
    },
    V.APPROVED: {"officer": {"publish"}},
    V.NOTICED: {"officer": {"conclude"}, "leader": {"revoke"}},
    V.CONCLUDED: {},
    V.RECTIFYING: {},
    V.ENDED: {},
}
PANEL = {S.FORMING: {"officer": {"start"}}, S.VOTING: {"officer": {"close"}}, S.CLOSED: {}, S.DISSOLVED: {}}
BUREAU = {"officer", "other officer", "leader", "supervisor", "auditor", "finance", "near leader"}
READS = {
    may.READ_ACCEPTANCE: BUREAU | {"team", "poster", "member"},
    may.READ_PANEL: BUREAU | {"member", "asked"},
    may.READ_ARCHIVE: {"officer", "leader", "supervisor", "auditor"},
}


@pytest.fixture
def cast(app):
    """An acceptance whose panel sits, and everybody who could want something of it."""
    officer, project, row = scene.reviewing()
    panel = actions.panel(row)
    members = panels.seated(officer, panel)
    (asked,) = panels.invited(officer, panel, panels.KINDS[:1])
    return {
        "officer": officer,
        "other officer": world.user("officer"),
        "leader": world.user("leader"),
        "near leader": world.user("leader", organisation_id=project.organisation_id),
        "supervisor": world.user("supervisor"),
        "auditor": world.user("auditor"),
        "finance": world.user("finance"),
        "team": project.leader,
        "poster": project.challenge.author,
        "member": members[0].profile.user,
        "asked": asked.profile.user,
        "stranger": world.user("researcher"),
        "expert": world.user("expert"),
        "admin": world.user("admin"),
    }, row


def _put(row, **facts):
    with transaction():
        db.session.execute(sa.update(type(row)).where(type(row).id == row.id).values(**facts))
    db.session.expire_all()


def _buttons(people, row):
    found = {name: {one.action for one in workflow.available(user, row)} for name, user in people.items()}
    return {name: seen for name, seen in found.items() if seen}


def test_every_button_of_an_acceptance(cast):
    people, row = cast
    notice = {
        "conclusion": Conclusion.PASS,
        "overrides": ["评议组表决没有形成多数"],
        "proposed_by_id": people["officer"].id,
    }
    _put(row, **notice, decided_by_id=people["leader"].id, decided_at=clock.now())
    people = {name: db.session.merge(one) for name, one in people.items()}
    assert set(MATRIX) == set(V)
    for state, wanted in MATRIX.items():
        _put(row, state=state)
        if state is V.NOTICED:  # a notice there is; what stands in its way is asked of it
            found = {
                name: {
                    one.action
                    for one in workflow.steps_of(row)
                    if state in one.sources and one.who(user, row)
                }
                for name, user in people.items()
            }
            assert {name: seen for name, seen in found.items() if seen} == wanted
            continue
        assert _buttons(people, row) == wanted, state


def test_every_button_of_a_panel(cast):
    people, row = cast
    panel = actions.panel(row)
    for state, wanted in PANEL.items():
        _put(panel, state=state, closed_at=clock.now())
        assert _buttons(people, panel) == wanted, state


@pytest.mark.parametrize("row_of_map", list(READS), ids=["acceptance", "panel", "archive"])
def test_who_reads_what(cast, row_of_map):
    people, row = cast
    subject = {may.READ_ACCEPTANCE: row, may.READ_PANEL: actions.panel(row), may.READ_ARCHIVE: row.project}
    found = {name for name, user in people.items() if allowed(user, subject[row_of_map], row_of_map)}
    assert found == READS[row_of_map]


def test_a_draft_is_the_teams_alone(app):
    officer, project, row = scene.drafted()
    for person, reads in ((project.leader, True), (project.challenge.author, False), (officer, False)):
        assert allowed(person, row, may.READ_ACCEPTANCE) is reads


@pytest.mark.parametrize(
    ("model", "ends"), [(Acceptance, {V.CONCLUDED, V.RECTIFYING, V.ENDED}), (Panel, {S.DISSOLVED, S.CLOSED})]
)
def test_from_every_state_there_is_a_way_to_an_end(app, model, ends):
    rows = workflow.steps_of(model())
    reached = set(ends)
    for _ in range(12):
        reached |= {source for one in rows if one.target in reached for source in one.sources}
    assert reached == set(type(next(iter(ends))))
