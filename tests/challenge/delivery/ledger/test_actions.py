"""A plan becomes payments; each moves by different hands from its gate to its arrival, and every sum is accounted for."""

import pytest
import sqlalchemy as sa

from challenge.delivery.ledger import actions
from challenge.delivery.ledger.balances import balances, matrix, received, sums
from challenge.delivery.ledger.models import Payment, Transfer
from challenge.delivery.ledger.verifying import every_fault, faults
from challenge.delivery.milestones import actions as judging
from challenge.delivery.states import Account, P, Payer, Y
from core import audit_walk
from core.database import db, transaction
from core.workflow import Refused, apply
from tests import world
from tests.challenge.delivery import scene as projects
from tests.challenge.delivery.ledger import scene
from tests.challenge.delivery.milestones import scene as evidence


def states(project):
    """{(payer, milestone): state}."""
    return {(one.payer.value, one.milestone): one.state for one in project.payments}


def test_a_contract_in_force_becomes_locked_payments_that_add_up(app):
    _officer, project, _people = scene.ledger()
    assert {one.state for one in project.payments} == {Y.LOCKED}
    totals = {payer: sum(one.amount_fen for one in project.payments if one.payer is payer) for payer in Payer}
    assert totals == {Payer.DEMANDER: 15_000_001, Payer.PUBLIC: 10_000_000, Payer.OWN: 5_000_000}
    found = balances(project)
    assert {payer: one[Account.PLANNED] for payer, one in found.items()} == totals
    assert {payer: one[Account.PROMISED] for payer, one in found.items()} == totals
    assert sums(project) == (30_000_001, 0, 0)
    assert [name for name, _ in matrix(project)] == ["里程碑 1", "里程碑 2", "里程碑 3"]
    assert faults(project) == []


def test_a_tranche_of_public_money_waits_for_the_demander(app):
    _officer, project, people = scene.ledger()
    scene.passes(project, 1)
    assert states(project) == {
        (payer, milestone): Y.UNLOCKED if milestone == 1 and payer != "public" else Y.LOCKED
        for payer in ("demander", "public", "own")
        for milestone in (1, 2, 3)
    }
    scene.passes(project, 2)  # the second tranche does not overtake the first
    assert scene.payment(project, "public", 2).state is Y.LOCKED
    scene.paid(people, scene.payment(project, "demander"))
    assert [scene.payment(project, "public", one).state for one in (1, 2, 3)] == [
        Y.LOCKED,
        Y.LOCKED,
        Y.LOCKED,
    ]
    scene.paid(people, scene.payment(project, "demander", 2))
    assert [scene.payment(project, "public", one).state for one in (1, 2, 3)] == [
        Y.UNLOCKED,
        Y.UNLOCKED,
        Y.LOCKED,
    ]
    assert faults(project) == []


def test_a_milestone_that_passes_unlocks_its_payments(app):
    officer, project, _people = scene.ledger()
    (first, *_rest) = project.milestones
    evidence.give(first)
    evidence.comment(first)
    with transaction():
        judging.conclude(officer, first, "pass", "样机达到阶段要求。")
    found = states(project)
    assert {key for key, state in found.items() if state is Y.UNLOCKED} == {("demander", 1), ("own", 1)}
    assert faults(project) == []


def test_the_way_of_public_money(app):
    officer, project, people = scene.ledger()
    scene.passes(project, 1)
    scene.passes(project, 2)
    for number in (1, 2):
        scene.paid(people, scene.payment(project, "demander", number))
    row = scene.requested(people, scene.payment(project, "public"))
    for stranger in (people.team, people.poster, people.finance, world.user("officer")):
        with pytest.raises(Refused), transaction():
            actions.approve(stranger, row)
    with transaction():
        actions.approve(officer, row)
    for stranger in (officer, people.team, people.poster):
        with pytest.raises(Refused), transaction():
            actions.register(stranger, row, scene.DAY, "财字 7 号")
    with transaction():
        actions.register(people.finance, row, scene.DAY, "财字 7 号")
    with pytest.raises(Refused), transaction():
        actions.confirm(people.finance, row)
    with transaction():
        actions.make(people.team, row, "dispute", "账户未见到账。")
    assert (row.state, row.reason, row.version > 4) == (Y.APPROVED, "账户未见到账。", True)
    with transaction():
        actions.register(people.finance, row, scene.DAY, "财字 8 号")
    with transaction():
        actions.confirm(people.team, row)
    assert (row.state, row.reason, received(project, Payer.PUBLIC)) == (Y.CONFIRMED, "", row.amount_fen)
    trail = db.session.scalars(sa.select(Transfer).filter_by(payment_id=row.id).order_by(Transfer.id)).all()
    assert [(one.from_account.value, one.to_account.value) for one in trail] == [
        ("promised", "planned"),
        ("planned", "due"),
        ("due", "underway"),
        ("underway", "due"),
        ("due", "underway"),
        ("underway", "received"),
    ]
    assert (faults(project), audit_walk.first_broken()) == ([], None)


def test_who_requests_does_not_approve(app):
    officer, project, people = scene.ledger()
    scene.passes(project, 1)
    scene.passes(project, 2)
    for number in (1, 2):
        scene.paid(people, scene.payment(project, "demander", number))
    row = scene.payment(project, "public")
    with transaction():
        actions.request(officer, row, "代团队申请。")
    with pytest.raises(Refused, match="权限"), transaction():
        actions.approve(officer, row)
    with transaction():
        actions.approve(people.leader, row)
    assert (row.state, row.requested_by_id, row.approved_by_id) == (Y.APPROVED, officer.id, people.leader.id)
    with pytest.raises(sa.exc.IntegrityError), transaction():
        db.session.execute(sa.update(Payment).where(Payment.id == row.id).values(approved_by_id=officer.id))


def test_each_refusal_goes_back_with_its_reason(app):
    _officer, project, people = scene.ledger()
    scene.passes(project, 1)
    row = scene.requested(people, scene.payment(project, "demander"))
    with pytest.raises(Refused, match="理由"), transaction():
        actions.make(people.poster, row, "refuse")
    with transaction():
        actions.make(people.poster, row, "refuse", "样机照片不全。")
    assert (row.state, row.reason) == (Y.UNLOCKED, "样机照片不全。")
    scene.approved(people, row)
    with transaction():
        actions.make(people.poster, row, "return", "账户信息有误。")
    assert (row.state, row.reason) == (Y.UNLOCKED, "账户信息有误。")
    scene.requested(people, row)
    with transaction():
        actions.make(people.team, row, "withdraw")
    assert (row.state, row.reason) == (Y.UNLOCKED, "")
    own = scene.payment(project, "own")
    with pytest.raises(Refused), transaction():
        actions.request(people.team, own)
    with transaction():
        actions.register(people.team, own, scene.DAY, "自 1 号")
    with transaction():
        actions.make(people.officer, own, "deny", "凭证与金额不符。")
    assert (own.state, own.reason) == (Y.UNLOCKED, "凭证与金额不符。")
    scene.paid(people, own)
    assert (own.state, faults(project)) == (Y.CONFIRMED, [])


def test_the_database_keeps_accounts_from_going_below_zero(app):
    _officer, project, _people = scene.ledger()
    row = scene.payment(project, "own")
    entry = {
        "project_id": project.id,
        "payment_id": row.id,
        "payer": Payer.OWN,
        "from_account": Account.RECEIVED,
        "to_account": Account.SPENT,
        "amount_fen": 1,
        "at": project.created_at,
        "text": "",
    }
    with pytest.raises(sa.exc.IntegrityError, match="overdraws"), transaction():
        db.session.execute(sa.insert(Transfer).values(entry))
    with pytest.raises(sa.exc.IntegrityError, match="amount"), transaction():
        db.session.execute(sa.insert(Transfer).values(entry | {"from_account": "promised", "amount_fen": -1}))
    for change in (sa.update(Transfer).values(amount_fen=5), sa.delete(Transfer)):
        with pytest.raises(sa.exc.DBAPIError, match="append-only"), transaction():
            db.session.execute(change)
    assert faults(project) == []


def test_a_sum_that_was_changed_is_found(app):
    _officer, project, people = scene.ledger()
    scene.passes(project, 1)
    row = scene.paid(people, scene.payment(project, "own"))
    assert every_fault() == (1, [])
    with transaction():
        db.session.execute(
            sa.update(Payment).where(Payment.id == row.id).values(amount_fen=row.amount_fen + 1)
        )
    db.session.expire_all()
    number, found = every_fault()
    assert (number, len(found)) == (1, 2)
    assert found[0] == f"{row.code}：状态为“已到账”，与转账不一致。"
    runner = app.test_cli_runner()
    answer = runner.invoke(args=["ledger", "verify"])
    assert (answer.exit_code, "2 处不符" in answer.output) == (1, True)


def test_a_project_that_ends_is_settled(app):
    _officer, project, people = scene.ledger()
    scene.passes(project, 1)
    paid = scene.paid(people, scene.payment(project, "demander"))
    own, leader = scene.payment(project, "own"), people.leader
    with pytest.raises(Refused, match="尚未结束"), transaction():
        actions.refund(people.poster, paid, 100, scene.DAY, "退 1")
    projects.ends(project)
    assert {one.state for one in project.payments} == {Y.CONFIRMED, Y.UNLOCKED, Y.CANCELLED}
    with pytest.raises(Refused, match="最多"), transaction():
        actions.refund(people.poster, paid, paid.amount_fen + 1, scene.DAY, "退 1")
    with transaction():
        actions.spend(
            people.team,
            project,
            Payer.DEMANDER,
            paid.amount_fen - 300,
            {"line": "", "spent_on": scene.DAY, "text": "材料", "voucher": "1"},
        )
    with pytest.raises(Refused, match=r"0\.0003 万元"), transaction():
        actions.refund(people.poster, paid, 301, scene.DAY, "退 1")
    with transaction():
        actions.refund(people.poster, paid, 300, scene.DAY, "退 1")
    with transaction():
        actions.make(leader, own, "waive", "未使用，不再投入。")
    assert {one.state for one in project.payments} == {Y.CONFIRMED, Y.CANCELLED}
    held = balances(project)[Payer.DEMANDER]
    assert (held[Account.RECEIVED], held[Account.RETURNED]) == (0, 300)
    assert faults(project) == []


def test_a_suspended_project_pays_nothing_and_gets_its_days_back(app, now):
    _officer, project, people = scene.ledger()
    scene.passes(project, 1)
    row = scene.requested(people, scene.payment(project, "demander"))
    due = row.due_at
    with transaction():
        apply(people.leader, project, "suspend", reason="知识产权争议。")
    with pytest.raises(Refused, match="项目已暂停"), transaction():
        actions.approve(people.poster, row)
    now.forward(days=12)
    with transaction():
        apply(people.leader, project, "resume", reason="争议解决。")
    assert ((row.due_at - due).days, project.state) == (12, P.ACTIVE)


def test_expenses_come_out_of_what_was_received(app):
    _officer, project, people = scene.ledger()
    scene.passes(project, 1)
    own = scene.paid(people, scene.payment(project, "own"))
    facts = {"line": "", "spent_on": scene.DAY, "text": "电解液", "voucher": "记 3 号"}
    with pytest.raises(Refused, match="不足以列支"), transaction():
        actions.spend(people.team, project, Payer.OWN, own.amount_fen + 1, facts)
    with pytest.raises(Refused, match="由收款的一方"), transaction():
        actions.spend(people.officer, project, Payer.OWN, 5, facts)
    with transaction():
        row = actions.spend(people.team, project, Payer.OWN, own.amount_fen, facts)
    assert received(project, Payer.OWN) == 0
    with transaction():
        actions.strike(people.team, row, "重复登记。")
    with transaction():
        actions.strike(people.team, row, "再点一次。")
    assert (received(project, Payer.OWN), row.struck_reason) == (own.amount_fen, "重复登记。")
    assert (faults(project), audit_walk.first_broken()) == ([], None)


def test_after_the_accounts_were_drawn_up_nothing_more_is_spent(app):
    """What is left has to come back, so nobody uses it up afterwards."""
    _officer, project, people = scene.ledger()
    scene.passes(project, 1)
    row = scene.paid(people, scene.payment(project, "demander"))
    spent = {"line": "", "spent_on": scene.DAY, "text": "电解液", "voucher": "记 3"}
    with transaction():
        entry = actions.spend(people.team, project, Payer.DEMANDER, 1, spent)
    projects.ends(project, "end_diligent")
    with pytest.raises(Refused, match="已经结题"), transaction():
        actions.spend(people.team, project, Payer.DEMANDER, 1, spent)
    with pytest.raises(Refused, match="已经结题"), transaction():
        actions.strike(people.team, entry, "重复登记。")
    with transaction():
        actions.refund(people.poster, row, row.amount_fen - 1, scene.DAY, "退 1")
    assert (received(project, Payer.DEMANDER), faults(project)) == (0, [])
