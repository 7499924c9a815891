"""A database that has run since before 0054 and 0055: what has passed needs no final account, what was missed is claimed."""

from pathlib import Path

import pytest
import sqlalchemy as sa
from flask_migrate import downgrade, upgrade

from challenge.delivery.final_accounts.models import FinalAccount
from challenge.delivery.ledger import actions
from challenge.delivery.ledger.models import RefundOwed
from challenge.delivery.ledger.refunds import refund_owed
from challenge.delivery.ledger.verifying import faults
from challenge.delivery.models import Project
from challenge.states import C
from core import clock
from core.database import db, transaction
from core.workflow import apply
from reports.desk import projects as desk
from tests import world
from tests.challenge.delivery.ledger import scene
from tests.challenge.delivery.ledger.test_arriving import FEN, ends, registered

MIGRATIONS = str(Path(__file__).resolve().parents[4] / "migrations")


def upgraded_from(revision):
    """The database as it was then, and upgraded."""
    db.session.remove()
    downgrade(directory=MIGRATIONS, revision=revision)
    upgrade(directory=MIGRATIONS)
    db.session.expire_all()


@pytest.mark.parametrize("arrives", [True, False])
def test_what_earlier_ends_have_missed_is_claimed(app, now, arrives):
    _officer, project, people = scene.ledger()
    for number in (1, 2, 3):
        scene.passes(project, number)
        scene.paid(people, scene.payment(project, "demander", number))
    first, second = (scene.payment(project, "public", number) for number in (1, 2))
    scene.paid(people, first)
    registered(people, second)
    now.forward(days=1)
    ends(project, people, "end_diligent")
    now.forward(days=1)
    if arrives:
        with transaction():
            actions.confirm(people.team, second)
        with transaction():
            refund_owed(first).amount_fen = FEN  # all that an earlier version has claimed
    with transaction():
        actions.refund(people.finance, first, FEN, clock.today(), "退 1")
    number, code, team = second.id, project.code, people.team.id
    upgraded_from("0053")
    row = db.session.get(type(second), number)
    claim = refund_owed(row)
    assert (claim.amount_fen, claim.over_at is None) == ((2 * FEN, True) if arrives else (FEN, False))
    if not arrives:
        assert row.comes_back
        with transaction():
            actions.confirm(db.session.get(type(people.team), team), row)
    project = db.session.scalar(sa.select(Project).filter_by(code=code))
    assert (refund_owed(row).left_fen, faults(project)) == (FEN, [])


def test_what_had_passed_before_final_accounts_is_finished_without_one(app, client_of, now):
    officer, project, people = scene.ledger()
    scene.passes(project, 1)
    with transaction():
        move = scene.Move(None, people.leader, {}, None, clock.now())
        move.carry(project, "begin_acceptance")
        move.carry(project, "pass", reason="各项指标达到。")
    code, leader, challenge = project.code, people.team.id, project.challenge.code
    upgraded_from("0053")
    assert db.session.scalar(sa.select(sa.func.count()).select_from(FinalAccount)) == 0
    assert db.session.scalar(sa.select(sa.func.count()).select_from(RefundOwed)) == 0
    project = db.session.scalar(sa.select(Project).filter_by(code=code))
    team, office = (client_of(one) for one in (db.session.get(type(officer), leader), world.user("officer")))
    for page in ("", "/ledger", "/expenses", "/acceptance"):
        for reader in (team, office):
            found = reader.get(f"/desk/projects/{code}{page}")
            assert (found.status_code, "查看决算" in found.get_data(as_text=True)) == (200, False)
    assert team.get(f"/desk/projects/{code}/final-account").status_code == 404
    officer = project.challenge.handler
    assert [one.code for one in desk.officer_duties(officer) if "办结榜单" in one.what] == [challenge]
    with transaction():
        apply(officer, project.challenge, "finish", reason="归档。")
    assert (project.challenge.state, faults(project)) == (C.DONE, [])
