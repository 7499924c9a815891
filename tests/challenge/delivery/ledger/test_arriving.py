"""Money that was paid before the accounts were drawn up and arrives later has to come back like the rest; what never arrives is not owed."""

import datetime as dt

import pytest

from challenge.delivery.closing import actions as closing
from challenge.delivery.ledger import actions
from challenge.delivery.ledger.refunds import refund_owed
from challenge.delivery.ledger.verifying import faults
from challenge.delivery.states import Payer, Y
from core import clock
from core.database import transaction
from core.workflow import Move, Refused
from reports.desk import payments
from tests.challenge.delivery.closing import scene as closures
from tests.challenge.delivery.ledger import scene

FEN = 3_000_000  # public money of each milestone


def registered(people, row):
    """Paid by finance, not confirmed yet."""
    scene.approved(people, row)
    with transaction():
        actions.register(people.finance, row, clock.today(), f"付 {row.number}")
    return row


def made(action, user, row, *facts):
    with transaction():
        getattr(actions, action)(user, row, *facts)


def ends(project, people, action):
    """By an acceptance or a tolerance case."""
    with transaction():
        move = Move(None, people.leader, {}, None, clock.now())
        move.carry(project, "begin_acceptance")
        move.carry(project, action, reason="评议认定。")


@pytest.fixture
def town(app):
    """(project, people, public payment that has arrived, one that is on its way, one that is unlocked)."""
    _officer, project, people = scene.ledger()
    for number in (1, 2, 3):
        scene.passes(project, number)
        scene.paid(people, scene.payment(project, "demander", number))
    first, second, third = (scene.payment(project, "public", number) for number in (1, 2, 3))
    scene.paid(people, first)
    return project, people, first, registered(people, second), third


@pytest.mark.parametrize("action", ["end_diligent", "fail"])
def test_what_arrives_after_the_end_is_claimed_then(town, now, action):
    project, people, first, second, third = town
    ends(project, people, action)
    assert (refund_owed(first).amount_fen, second.comes_back, third.comes_back) == (FEN, True, False)
    day = refund_owed(first).due_at
    now.forward(days=3)
    made("confirm", people.team, second)
    claim = refund_owed(second)
    assert (claim.amount_fen, claim.due_at) == (2 * FEN, day)
    made("refund", people.finance, first, FEN, clock.today(), "退 1")
    made("refund", people.finance, second, FEN, clock.today(), "退 2")
    assert (list(payments.refund_duties(people.finance)), claim.over_at) == ([], clock.now())
    # Unlocked and unpaid when it ended: for work that was done, paid later, stays.
    scene.paid(people, third)
    assert (list(payments.refund_duties(people.finance)), faults(project)) == ([], [])


def test_a_claim_that_was_met_begins_anew(town, now):
    project, people, first, second, _third = town
    ends(project, people, "end_diligent")
    made("refund", people.finance, first, FEN, clock.today(), "退 1")
    now.forward(days=40)
    made("confirm", people.team, second)
    claim = refund_owed(second)
    assert (claim.left_fen, claim.over_at, claim.due_at - clock.now()) == (FEN, None, dt.timedelta(days=30))
    (duty,) = payments.refund_duties(people.team)
    assert duty.what == "退回款项：财政资金，3.00 万元"


def test_what_never_arrives_is_not_owed(town, now):
    project, people, first, second, _third = town
    ends(project, people, "end_diligent")
    now.forward(days=1)
    with transaction():
        actions.make(people.team, second, "dispute", "账户没有收到。")
    assert refund_owed(second).amount_fen == FEN
    made("refund", people.finance, first, FEN, clock.today(), "退 1")
    assert list(payments.refund_duties(people.team)) == []
    # The bank proves the day before the end: it comes back. Paid only now: for work that was done, it stays.
    now.forward(days=1)
    made("register", people.finance, second, clock.today() - dt.timedelta(days=2), "付 3")
    assert second.comes_back
    with transaction():
        actions.correct(people.finance, second, clock.today(), "付 4", "日期填错。")
    assert not second.comes_back
    made("confirm", people.team, second)
    assert (list(payments.refund_duties(people.team)), faults(project)) == ([], [])


def test_a_settlement_counts_what_is_on_its_way_and_claims_what_is_there(town, client_of):
    project, people, first, second, third = town
    with transaction():
        actions.make(people.team, second, "dispute", "没有收到。")
    closure = closures.ended(project)
    closures.drawn(closure)
    # Registered after it was drawn up: the sides would confirm something else.
    made("register", people.finance, second, clock.today(), "付 5")
    with pytest.raises(Refused, match="出具后台账有变动"), transaction():
        closing.confirm(people.team, closure, closure.settlement_digest)
    with transaction():
        closing.make(people.officer, closure, "redraw", "台账有变动。")
    closures.agreed(closure)
    row = next(one for one in closure.settlement["payers"] if one["payer"] == "public")
    assert (row["left_fen"], row["underway_fen"], row["back_fen"]) == (FEN, FEN, 2 * FEN)
    page = client_of(people.team).get(f"/desk/projects/{project.code}/closures/{closure.number}")
    assert "应退回中有 3.00 万元 已登记付款、尚未确认到账" in page.get_data(as_text=True)
    assert refund_owed(first).amount_fen == FEN
    for one in project.payments:
        if one.payer is Payer.DEMANDER and one.state is Y.CONFIRMED:
            made("refund", people.poster, one, one.amount_fen, clock.today(), f"退 {one.number}")
    made("refund", people.finance, first, FEN, clock.today(), "退 9")
    with transaction():
        actions.make(people.team, second, "dispute", "还是没有收到。")
    for one in (second, third, scene.payment(project, "own")):
        with transaction():
            if one.state is Y.APPROVED:
                actions.make(people.finance, one, "return", "没有付成。")
            if one.state is Y.UNLOCKED:
                actions.make(people.leader, one, "waive", "不再需要。")
    left = [one for one in project.payments if one.state is Y.UNLOCKED]
    for one in left:
        with transaction():
            actions.make(people.leader, one, "waive", "不再需要。")
    with transaction():
        closing.make(people.officer, closure, "close")
    assert faults(project) == []
