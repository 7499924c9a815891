"""After the end: money that comes back whole is paid no more, and what was earned but locked is valued."""

import pytest

from challenge.delivery.closing import actions, pages, settlement
from challenge.delivery.closing.states import E
from challenge.delivery.ledger import actions as paying
from challenge.delivery.ledger.verifying import faults
from challenge.delivery.states import Payer, Y
from core import clock
from core.database import transaction
from core.workflow import Refused
from reports.desk import payments
from tests import world
from tests.challenge.delivery.closing import scene
from tests.challenge.delivery.ledger import scene as money
from tests.challenge.delivery.ledger.test_supports import supported


def test_after_a_breach_public_money_is_not_paid_any_more_and_what_is_on_its_way_comes_back(app):
    _officer, project, people = scene.under_contract()
    for number in (1, 2, 3):
        money.passes(project, number)
        money.paid(people, money.payment(project, "demander", number))
    first, second, third = (money.payment(project, "public", number) for number in (1, 2, 3))
    money.approved(people, first)
    with transaction():
        paying.register(people.finance, first, clock.today(), "1")
    money.approved(people, second)
    closure = scene.ended(project, reason="breach")
    assert [one.state for one in (first, second, third)] == [Y.REGISTERED, Y.CANCELLED, Y.CANCELLED]
    assert money.payment(project, "own").state is Y.UNLOCKED
    scene.agreed(closure)
    row = next(one for one in closure.settlement["payers"] if one["payer"] == "public")
    assert (row["due_fen"], row["received_fen"], row["back_fen"]) == (3_000_000, 0, 3_000_000)
    with transaction():
        paying.confirm(people.team, first)
    assert [one.what for one in payments.refund_duties(people.finance)] == ["登记退回：财政资金，3.00 万元"]
    with transaction():
        paying.refund(people.finance, first, first.amount_fen, clock.today(), "2")
    assert (closure.state, faults(project)) == (E.AGREED, [])


def test_what_was_earned_but_waited_for_the_poster_is_valued(app):
    officer, project, people = scene.under_contract()
    money.passes(project, 1)
    closure = scene.heard(scene.asked(project, people.team, "poster_breach"), officer, agrees=False)
    with transaction():
        actions.make(people.leader, closure, "end", "发榜方不提供场地。")
    found = {(one.milestone, one.payer) for one in settlement.unpaid_work(closure)}
    assert found == {(1, Payer.PUBLIC), (2, Payer.DEMANDER), (3, Payer.DEMANDER)}
    assert [(number, passed) for number, _words, passed in pages.work_rows(closure)] == [
        (1, True),
        (2, False),
        (3, False),
    ]
    scene.agreed(closure, {1: 100})
    (row,) = [one for one in project.payments if one.is_valued]
    assert (row.payer, row.amount_fen, row.state, faults(project)) == (
        Payer.PUBLIC,
        3_000_000,
        Y.UNLOCKED,
        [],
    )


def test_what_waits_for_an_acceptance_is_not_earned_by_a_milestone(app):
    officer, project = supported(public="prize")
    money.passes(project, 1)
    asked = scene.asked(project, project.leader, "poster_breach")
    closure = scene.heard(asked, officer, agrees=False)
    with transaction():
        actions.make(world.user("leader"), closure, "end", "发榜方不提供场地。")
    assert {one.payer for one in settlement.unpaid_work(closure)} == {Payer.DEMANDER}


def test_nobody_asks_for_what_is_forfeited(app):
    _officer, project, people = scene.under_contract()
    for number in (1, 2):
        money.passes(project, number)
        money.paid(people, money.payment(project, "demander", number))
    row = money.approved(people, money.payment(project, "public"))
    with transaction():
        paying.register(people.finance, row, clock.today(), "1")
    scene.ended(project, reason="breach")
    with transaction():
        paying.make(people.team, row, "dispute", "没有到账。")
    with transaction():
        paying.make(people.finance, row, "return", "确实没有付。")
    with pytest.raises(Refused, match="须全额退回，不再支付"), transaction():
        paying.request(people.team, row)
