"""A demander who does not pay, and a team that may not be paid: what the register of integrity has to do with money."""

import pytest

from challenge.delivery.ledger import actions, dunning
from challenge.delivery.states import Y
from core.database import db, transaction
from core.workflow import Refused, refusal
from talent.integrity.models import IntegrityCase
from talent.integrity.queries import way_back
from talent.integrity.states import I, Origin
from tests import findings, world
from tests.challenge.delivery.ledger import scene


def test_a_demander_who_does_not_pay_is_dunned_and_reported(app, now):
    officer, project, people = scene.ledger()
    scene.passes(project, 1)
    row = scene.requested(people, scene.payment(project, "demander"))
    with pytest.raises(Refused, match="第二十八条"), transaction():
        actions.make(officer, row, "dun")
    now.forward(days=31)
    with pytest.raises(Refused, match="请先催告"), transaction():
        actions.report(officer, row, "逾期。")
    with transaction():
        actions.make(officer, row, "dun")
    with pytest.raises(Refused, match="第二十八条"), transaction():
        actions.report(officer, row, "逾期。")
    now.forward(days=10)
    with pytest.raises(Refused), transaction():
        actions.report(people.team, row, "逾期。")
    with transaction():
        case = actions.report(officer, row, "首笔款逾期，催告后仍未付。")
    assert (case.origin, case.reference, case.organisation_id) == (
        Origin.PAYMENT,
        row.code,
        project.challenge.organisation_id,
    )
    with pytest.raises(Refused, match=case.code), transaction():
        actions.report(officer, row, "再次。")
    assert case.code in refusal(officer, row, "report").sentence
    assert way_back(world.user("leader"), case) == f"/desk/projects/{project.code}/payments/{row.number}"
    assert way_back(world.user("enterprise"), case) is None
    assert (row.state, db.session.query(IntegrityCase).count(), case.state) == (Y.REQUESTED, 1, I.CLUE)


def test_dunning_again_takes_no_day_away_from_the_team(app, now):
    officer, project, people = scene.ledger()
    scene.passes(project, 1)
    row = scene.requested(people, scene.payment(project, "demander"))
    now.forward(days=31)
    with transaction():
        actions.make(officer, row, "dun")
    now.forward(days=9)
    with transaction():
        actions.make(officer, row, "dun")
    assert "催告" in dunning.dunned_in_vain(row)
    now.forward(days=1)
    assert dunning.dunned_in_vain(row) is None


def test_nothing_is_paid_to_whom_the_register_bars(app):
    _officer, project, people = scene.ledger()
    scene.passes(project, 1)
    row = scene.requested(people, scene.payment(project, "demander"))
    findings.found(project.organisation, level="serious", months=48)
    with pytest.raises(Refused, match="获得拨付"), transaction():
        actions.approve(people.poster, row)
