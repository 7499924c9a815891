"""After the end: money that comes back whole is paid no more, and what was earned but locked is valued."""

import pytest

from challenge.delivery import whose_turn
from challenge.delivery.closing import actions, pages, settlement
from challenge.delivery.closing.paths import path_named
from challenge.delivery.closing.states import E
from challenge.delivery.ledger import actions as paying
from challenge.delivery.ledger import checks
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
    # Approved before the end: it is asked whether it was paid.
    assert [one.state for one in (first, second, third)] == [Y.REGISTERED, Y.APPROVED, Y.CANCELLED]
    with pytest.raises(Refused, match="付款方说明是否已经付款后才能出具结算单"):
        scene.drawn(closure)
    with transaction():
        paying.make(people.finance, second, "unpaid")
    assert second.state is Y.CANCELLED
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
    # It stands on the settlement, not on what the poster has paid.
    assert [one.holds for one in checks.standing(project)][1] is not False
    with transaction():
        paying.make(people.leader, row, "waive", "双方同意不再支付。")
    assert (row.state, faults(project)) == (Y.CANCELLED, [])


@pytest.mark.parametrize(("reason", "said"), [("poster_breach", True), ("breach", False), ("agreed", False)])
def test_a_path_says_what_of_passed_milestones_is_paid(app, reason, said):
    _officer, project, _people = scene.under_contract()
    found = dict(pages.path_facts(path_named(project, reason)))
    assert ("因等待发榜方付款而未拨的财政资金" in found.get("已通过的里程碑", "")) is said


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
    with pytest.raises(Refused, match="没有付款的，请办理“没有付款，取消”"), transaction():
        paying.make(people.finance, row, "return", "确实没有付。")
    with transaction():
        paying.make(people.finance, row, "unpaid")
    with pytest.raises(Refused, match="当前状态为“已取消”"), transaction():
        paying.request(people.team, row)
    assert faults(row.project) == []


def _approved():
    """(project, people, public payment that is approved)."""
    _officer, project, people = scene.under_contract()
    for number in (1, 2):
        money.passes(project, number)
        money.paid(people, money.payment(project, "demander", number))
    return project, people, money.approved(people, money.payment(project, "public"))


def test_what_was_paid_before_a_breach_was_decided_is_registered_and_comes_back(app, now, client_of):
    project, people, row = _approved()
    now.forward(days=1)
    closure = scene.ended(project, reason="breach")
    ended = clock.today()
    now.forward(days=2)
    assert [one.what for one in payments.side_duties(people.finance)] == [
        "说明是否已付款：里程碑 1，3.00 万元"
    ]
    assert f"说明是否已付款：第 {row.number} 笔，3.00 万元" in [one.what for one in whose_turn.turns(project)]
    at = f"/desk/projects/{project.code}/payments/{row.number}"
    finance = client_of(people.finance)
    page = finance.get(at).get_data(as_text=True)
    assert ("以前已经付款的，请登记付款" in page, "没有付款，取消" in page) == (True, True)
    assert ("不能付款，退回" in page, "结算时取消" in page) == (False, False)
    office = client_of(people.officer).get(f"/desk/projects/{project.code}/closures/{closure.number}")
    assert f"{row.code} 已同意拨付而须全额退回，付款方说明是否已经付款" in office.get_data(as_text=True)
    said = {"paid_on": clock.today().isoformat(), "voucher": "付 7"}
    late = finance.post(f"{at}/steps/register", data=said)
    assert (late.status_code, "日期不能晚于项目结束日" in late.get_data(as_text=True)) == (422, True)
    with pytest.raises(Refused, match="日期不能晚于项目结束日"), transaction():
        paying.register(people.finance, row, clock.today(), "付 7")
    assert finance.post(f"{at}/steps/register", data=said | {"paid_on": ended.isoformat()}).status_code == 302
    assert (row.state, row.comes_back) == (Y.REGISTERED, True)
    scene.agreed(closure)
    public = next(one for one in closure.settlement["payers"] if one["payer"] == "public")
    assert (public["underway_fen"], public["back_fen"]) == (3_000_000, 3_000_000)
    assert list(payments.refund_duties(people.finance)) == []
    with transaction():
        paying.confirm(people.team, row)
    assert [one.what for one in payments.refund_duties(people.finance)] == ["登记退回：财政资金，3.00 万元"]


def test_what_arrives_before_the_settlement_is_claimed_once(app):
    project, people, row = _approved()
    closure = scene.ended(project, reason="breach")
    with transaction():
        paying.register(people.finance, row, clock.today(), "付 7")
    with transaction():
        paying.confirm(people.team, row)
    assert list(payments.refund_duties(people.finance)) == []
    scene.agreed(closure)
    assert [one.what for one in payments.refund_duties(people.finance)] == ["登记退回：财政资金，3.00 万元"]
    assert faults(project) == []


def test_a_leader_answers_for_a_payer_who_does_not(app):
    project, people, row = _approved()
    with pytest.raises(Refused, match="项目尚未结束"), transaction():
        paying.make(people.leader, row, "waive", "不付。")
    closure = scene.ended(project, reason="breach")
    with transaction():
        paying.make(people.leader, row, "waive", "财务确认没有付出。")
    scene.agreed(closure)
    assert (row.state, faults(project)) == (Y.CANCELLED, [])


def test_what_does_not_come_back_whole_is_paid_or_sent_back(app):
    project, people, row = _approved()
    scene.ended(project)
    for user, action in ((people.finance, "unpaid"), (people.leader, "waive")):
        with pytest.raises(Refused, match="由付款方付款或者退回"), transaction():
            paying.make(user, row, action, "不付。")
