"""What has to come back after an end: claimed with a day, on two desks, in the list, until it is there; and debtors who send it back."""

import datetime as dt

import pytest
import sqlalchemy as sa

from challenge.delivery.ledger import actions, balances, queries, refunds, verifying
from challenge.delivery.ledger.models import Payment
from challenge.delivery.states import Account, Shown, Y
from challenge.states import C
from core import clock
from core.database import db, transaction
from core.workflow import Move, Refused
from reports.desk import payments
from tests.challenge.delivery import scene as projects
from tests.challenge.delivery.ledger import scene


def _ends(project, action, who):
    with transaction():
        Move(None, who, {}, None, clock.now()).carry(project, action, reason="评议认定。")


def listed(user, value):
    """Codes in the list of payments with this state chosen."""
    rows = queries._in_state(queries.listed_payments(user), value)
    return [one.code for one in db.session.scalars(rows).unique()]


def test_what_is_left_of_public_money_is_owed_until_it_is_back(client_of, app):
    _officer, project, people = scene.ledger()
    for number in (1, 2):
        scene.passes(project, number)
        scene.paid(people, scene.payment(project, "demander", number))
    row = scene.paid(people, scene.payment(project, "public"))
    facts = {"line": "", "spent_on": clock.today(), "text": "材料", "voucher": "1"}
    with transaction():
        actions.spend(people.team, project, row.payer, 1_000_000, facts)
    assert listed(people.finance, Shown.TO_RETURN) == []
    _ends(project, "end_diligent", people.leader)
    due = clock.now() + dt.timedelta(days=30)
    (task,) = payments.refund_duties(people.finance)
    assert (task.what, task.due) == ("登记退回：财政资金，2.00 万元", due)
    (task,) = payments.refund_duties(people.team)
    assert (task.what, task.due) == ("退回款项：财政资金，2.00 万元", due)
    assert list(payments.refund_duties(people.poster)) == []
    assert listed(people.finance, Shown.TO_RETURN) == [row.code]
    page = client_of(people.finance).get("/desk/projects/payments?state=to_return").get_data(as_text=True)
    assert (row.code in page, "待退回" in page) == (True, True)
    at = f"/desk/projects/{project.code}/payments/{row.number}"
    assert "应退回财政资金 2.00 万元，期限" in client_of(people.team).get(at).get_data(as_text=True)
    for amount, left in ((500_000, ["登记退回：财政资金，1.50 万元"]), (1_500_000, [])):
        with transaction():
            actions.refund(people.finance, row, amount, clock.today(), "2")
        assert [one.what for one in payments.refund_duties(people.finance)] == left
    assert (listed(people.finance, Shown.TO_RETURN), list(payments.refund_duties(people.team))) == ([], [])
    assert db.session.scalar(sa.select(Payment.is_to_return).where(Payment.id == row.id)) is not True


def test_a_voucher_of_a_refund_that_stands_already_is_asked_about(client_of, app):
    _officer, project, people = scene.ledger()
    for number in (1, 2):
        scene.passes(project, number)
        scene.paid(people, scene.payment(project, "demander", number))
    row = scene.paid(people, scene.payment(project, "public"))
    _ends(project, "end_diligent", people.leader)
    finance = client_of(people.finance)
    at = f"/desk/projects/{project.code}/payments/{row.number}/steps/refund"
    said = {"amount_fen": "1", "paid_on": clock.today().isoformat(), "voucher": "退 1"}
    assert "确实是同一张凭证" not in finance.get(at).get_data(as_text=True)
    assert finance.post(at, data=said).status_code == 302
    page = finance.post(at, data=said)
    assert (page.status_code, "凭证号 退 1 已用于退回 1.00 万元" in page.get_data(as_text=True)) == (
        422,
        True,
    )
    assert finance.post(at, data=said | {"again": "y"}).status_code == 302
    # The number of the payment itself, and a new number that only begins alike.
    page = finance.post(at, data=said | {"voucher": row.voucher, "amount_fen": "0.5"})
    assert (page.status_code, f"已用于 {row.code}" in page.get_data(as_text=True)) == (422, True)
    assert finance.post(at, data=said | {"voucher": "1", "amount_fen": "0.5"}).status_code == 302
    # A payment is asked about a number that stands with a refund.
    other = scene.approved(people, scene.payment(project, "public", 2))
    at = f"/desk/projects/{project.code}/payments/{other.number}/steps/register"
    page = finance.post(at, data={"paid_on": clock.today().isoformat(), "voucher": "退 1"})
    assert (page.status_code, "已用于退回" in page.get_data(as_text=True)) == (422, True)


def test_a_debtor_who_sends_it_back_is_counted_and_reads_what_follows(client_of, now):
    officer, project, people = scene.ledger()
    scene.passes(project, 1)
    row = scene.requested(people, scene.payment(project, "demander"))
    with transaction():
        actions.make(people.poster, row, "refuse", "材料不全。")
    scene.requested(people, row)
    now.forward(days=31)
    with transaction():
        actions.make(officer, row, "dun")
    at = f"/desk/projects/{project.code}/payments/{row.number}"
    page = client_of(people.poster).get(at).get_data(as_text=True)
    for said in ("催告满 10 天仍未付款的，登记诚信线索", "本笔已退回 1 次"):
        assert said in page
    page = client_of(people.poster).get(f"{at}/steps/refuse").get_data(as_text=True)
    assert ("本笔第 2 次退回" in page, "一并列出" in page) == (True, True)
    short = client_of(people.poster).post(f"{at}/steps/refuse", data={"reason": "没钱。"})
    assert (short.status_code, "不少于 10 个字" in short.get_data(as_text=True)) == (422, True)
    with pytest.raises(Refused, match="不少于 10 个字"), transaction():
        actions.make(people.poster, row, "refuse", "没钱。")
    with transaction():
        actions.make(people.poster, row, "refuse", "收款账户与任务书约定的不一致。")
    assert (row.state, row.returned_times) == (Y.UNLOCKED, 2)
    now.forward(days=11)
    with transaction():
        case = actions.report(officer, row, "催告后仍未付。")
    assert "已退回 2 次" in case.texts["facts"]


def test_a_refund_is_booked_twice_on_one_voucher_only_by_intent_and_a_wrong_one_is_taken_back(client_of):
    _officer, project, people = scene.ledger()
    scene.passes(project, 1)
    row = scene.paid(people, scene.payment(project, "demander"))
    projects.ends(project)
    at, poster = f"/desk/projects/{project.code}/payments/{row.number}", client_of(people.poster)
    assert "/steps/unrefund" not in poster.get(at).get_data(as_text=True)
    assert poster.get(f"{at}/steps/unrefund").status_code == 422
    typed = {"amount_fen": "1", "paid_on": clock.today().isoformat(), "voucher": "退字 1 号"}
    assert poster.post(f"{at}/steps/refund", data=typed).status_code == 302
    asked = poster.post(f"{at}/steps/refund", data=typed)
    said = "凭证号 退字 1 号 已用于退回 1.00 万元。"
    assert (asked.status_code, said in asked.get_data(as_text=True)) == (422, True)
    assert poster.post(f"{at}/steps/refund", data=typed | {"again": "y"}).status_code == 302
    assert "2.00 万元</dd>" in poster.get(at).get_data(as_text=True).split("已退回", 1)[1]
    assert client_of(people.finance).post(f"{at}/steps/unrefund", data={"reason": "错。"}).status_code == 403
    page = poster.get(f"{at}/steps/unrefund").get_data(as_text=True)
    assert "最近一次退回（1.00 万元）的登记从台账中冲回" in page
    assert poster.post(f"{at}/steps/unrefund", data={}).status_code == 422
    for left in (1_000_000, 0):
        assert poster.post(f"{at}/steps/unrefund", data={"reason": "金额填错。"}).status_code == 302
        db.session.rollback()
        assert balances.balances(project)[row.payer][Account.RETURNED] == left
    assert (verifying.faults(project), refunds.returned(row)) == ([], 0)
    assert "金额填错。" in poster.get(at).get_data(as_text=True)
    assert poster.post(f"{at}/steps/refund", data=typed).status_code == 302


def test_money_that_was_taken_back_by_mistake_is_owed_again_until_the_list_is_done(app):
    _officer, project, people = scene.ledger()
    for number in (1, 2):
        scene.passes(project, number)
        scene.paid(people, scene.payment(project, "demander", number))
    row = scene.paid(people, scene.payment(project, "public"))
    _ends(project, "end_diligent", people.leader)
    with transaction():
        actions.refund(people.finance, row, row.amount_fen, clock.today(), "2")
    assert listed(people.finance, Shown.TO_RETURN) == []
    with transaction():
        actions.take_refund_back(people.finance, row, "登记在了另一笔。")
    assert listed(people.finance, Shown.TO_RETURN) == [row.code]
    assert len(list(payments.refund_duties(people.finance))) == 1
    with transaction():
        actions.refund(people.finance, row, row.amount_fen, clock.today(), "3")
    with transaction():
        project.challenge.state = C.DONE
    with pytest.raises(Refused, match="已经办结"), transaction():
        actions.take_refund_back(people.finance, row, "登记错了。")
