"""拨投贷补奖买: what each way of support means for its gates; proofs; contracts that were signed before the ledger."""

import io

import pytest
import sqlalchemy as sa

from challenge.delivery.contracts import actions as contracts
from challenge.delivery.ledger import actions
from challenge.delivery.ledger.models import Payment, Transfer
from challenge.delivery.ledger.verifying import faults
from challenge.delivery.states import P, Payer, Support, Y
from core import append_only, clock
from core.database import db, transaction
from core.workflow import Move, Refused
from tests import world
from tests.challenge.delivery import scene as projects
from tests.challenge.delivery.ledger import scene
from tests.challenge.delivery.test_views import PDF
from tests.challenge.review.scene import step_up


def supported(**kinds):
    """(officer, project under contract, people); payers support in these ways."""
    officer, project, contract = projects.drafted()
    with transaction():
        contracts.draft(officer, project, projects.STARTS, kinds=kinds)
    with transaction():
        contracts.offer(officer, contract, contract.version, projects.WHY)
    for person in projects.sides(project):
        with transaction():
            contracts.confirm(person, contract, contract.digest)
    return officer, project


def test_a_subsidy_waits_for_the_acceptance(app):
    officer, project = supported(demander="subsidy", public="prize")
    assert {(one.payer, one.kind) for one in project.payments} == {
        (Payer.DEMANDER, Support.SUBSIDY),
        (Payer.PUBLIC, Support.PRIZE),
        (Payer.OWN, Support.GRANT),
    }
    scene.passes(project, 1)
    row = scene.payment(project, "demander")
    assert (row.state, scene.payment(project, "own").state) == (Y.LOCKED, Y.UNLOCKED)
    with transaction():
        move = Move(None, officer, {}, None, clock.now())
        move.carry(project, "begin_acceptance")
        move.carry(project, "pass", reason="验收通过。")
    assert (project.state, row.state) == (P.PASSED, Y.UNLOCKED)
    with pytest.raises(Refused, match="须先提交"), transaction():
        actions.request(project.leader, row)
    assert faults(project) == []


def test_interest_is_paid_against_proof_and_not_beyond(app, client_of):
    _officer, project = supported(demander="loan")
    scene.passes(project, 1)
    row = scene.payment(project, "demander")
    base = f"/desk/projects/{project.code}/payments/{row.number}"
    team, poster = client_of(project.leader), client_of(project.challenge.author)
    assert team.post(f"{base}/steps/request", data={"note": ""}).status_code == 422
    assert "借款合同和利息支付凭证" in team.get(base).get_data(as_text=True)
    assert team.get(f"{base}/proofs").status_code == 200
    assert team.post(f"{base}/proofs", data={"amount_fen": "2"}).status_code == 422
    sent = {"amount_fen": "2", "file": (io.BytesIO(PDF), "利息.pdf")}
    assert team.post(f"{base}/proofs", data=sent).status_code == 302
    with pytest.raises(Refused, match=r"少于本笔 4\.50 万元"), transaction():
        actions.request(project.leader, row)
    more = {"amount_fen": "2.5", "file": (io.BytesIO(PDF), "利息2.pdf")}
    assert team.post(f"{base}/proofs", data=more).status_code == 302
    assert poster.get(f"{base}/proofs").status_code == 403
    assert poster.get(f"{base}/proofs/{row.proofs[0].id}").get_data() == PDF
    assert poster.get(f"{base}/proofs/999").status_code == 404
    assert team.post(f"{base}/steps/request", data={"note": ""}).status_code == 302
    with pytest.raises(Refused, match="不能提交凭证"), transaction():
        actions.prove(project.leader, row, 1, None)
    assert row.state is Y.REQUESTED


def test_approving_asks_for_the_password_again(client_of, now):
    _officer, project, people = scene.ledger()
    scene.passes(project, 1)
    row = scene.requested(people, scene.payment(project, "demander"))
    path = f"/desk/projects/{project.code}/payments/{row.number}/steps/approve"
    poster = client_of(people.poster)
    now.forward(minutes=11)
    assert "/account/step-up" in poster.get(path).headers["Location"]
    assert (poster.post(path).status_code, row.state) == (302, Y.REQUESTED)
    step_up(people.poster)
    assert poster.get(path).status_code == 200
    assert (poster.post(path).status_code, row.state) == (302, Y.APPROVED)
    assert client_of(world.user("researcher")).get(path).status_code in (302, 404)


def test_contracts_from_before_the_ledger_are_taken_into_it(app):
    _officer, project, _people = scene.ledger()
    wanted = sorted((one.milestone, one.payer, one.amount_fen) for one in project.payments)
    with db.engine.begin() as connection:
        append_only.unguard(connection, "transfer")
        connection.execute(sa.delete(Transfer))
        connection.execute(sa.delete(Payment))
        append_only.guard(connection, "transfer")
    db.session.expire_all()
    answer = app.test_cli_runner().invoke(args=["ledger", "plan"])
    assert (answer.exit_code, project.code in answer.output) == (0, True)
    db.session.expire_all()
    assert sorted((one.milestone, one.payer, one.amount_fen) for one in project.payments) == wanted
    assert faults(project) == []
    again = app.test_cli_runner().invoke(args=["ledger", "plan"])
    assert "0 个项目" in again.output
