"""Who may do what in every state of an objection, written by hand; and that its table has no dead end."""

import pytest
import sqlalchemy as sa

from challenge.notice.objections import sealed
from challenge.notice.objections.actions import handling
from challenge.notice.objections.models import Objection
from challenge.states import O
from core import clock, workflow
from core.database import db, transaction
from tests import world
from tests.challenge.notice.objections import scene

# state: {person: buttons}; whoever is not named has none
MATRIX = {
    O.DRAFT: {"objector": {"submit"}},
    O.SUBMITTED: {
        "objector": {"withdraw"},
        "handler": {"accept", "refuse", "assign"},
        "second": {"assign"},
        "supervisor": {"assign"},
        "leader": {"assign"},
    },
    O.REFUSED: {"objector": {"settle", "ask_review"}},
    O.INVESTIGATING: {
        "objector": {"withdraw"},
        "handler": {"answer", "extend", "assign"},
        "second": {"assign"},
        "supervisor": {"assign"},
        "leader": {"assign"},
    },
    O.ANSWERED: {"objector": {"settle", "ask_review"}},
    O.REVIEWING: {
        "objector": {"withdraw"},
        "handler": {"assign"},
        "second": {"readmit", "keep_refused", "decide", "assign"},
        "supervisor": {"assign"},
        "leader": {"assign"},
    },
    O.FINAL: {},
    O.WITHDRAWN: {},
    O.ENDED: {},
}
ON_PAPER = {"objector": set(), "supervisor": {"ask_review", "settle"}, "leader": {"ask_review", "settle"}}


@pytest.fixture
def cast(app):
    """An objection and everybody who could want something of it."""
    scene.calendar()
    officer, challenge, notice = scene.noticed()
    people = {
        "officer": officer,
        "objector": world.user("researcher"),
        "stranger": world.user("researcher"),
        "winner": challenge.bids[0].leader,
        "handler": world.user("supervisor"),
        "second": world.user("supervisor"),
        "supervisor": world.user("supervisor"),
        "leader": world.user("leader"),
        "poster": world.user("supervisor", organisation_id=challenge.organisation_id),
        "bidder": world.user("leader", organisation_id=challenge.bids[0].organisation_id),
        "auditor": world.user("auditor"),
        "admin": world.user("admin"),
    }
    return people, scene.submitted(people["objector"], notice)


def _turned(row, people, state, **more):
    facts = {"state": state, "handler_id": people["handler"].id, "second_id": people["second"].id} | more
    with transaction():
        db.session.execute(sa.update(Objection).where(Objection.id == row.id).values(**facts))
    db.session.refresh(row)
    return {name: {one.action for one in handling.choices(user, row)} for name, user in people.items()}


def test_every_button_of_every_state(cast):
    people, row = cast
    assert set(MATRIX) == set(O)
    for state, wanted in MATRIX.items():
        found = {name: seen for name, seen in _turned(row, people, state).items() if seen}
        assert found == wanted, state


def test_on_paper_somebody_who_does_not_handle_it_speaks_for_its_author(cast):
    people, row = cast
    found = _turned(row, people, O.ANSWERED, owner_mark="", due_at=clock.now())
    assert {name: found[name] for name in ON_PAPER} == ON_PAPER
    assert {name for name, seen in found.items() if seen} == {"supervisor", "leader"}


def test_from_every_state_there_is_a_way_to_an_end(cast):
    _, row = cast
    ends = {O.FINAL, O.WITHDRAWN, O.ENDED}
    steps = [(one.sources, one.target) for one in workflow.steps_of(row)]
    reached = set(ends)
    for _ in O:
        reached |= {source for sources, target in steps if target in reached for source in sources}
    assert reached == set(O)


def test_the_mark_tells_nothing_without_the_key(cast):
    people, row = cast
    assert row.owner_mark == sealed.mark_of(people["objector"]) != sealed.mark_of(people["stranger"])
    assert str(people["objector"].id) != row.owner_mark
    assert len(row.owner_mark) == 64
