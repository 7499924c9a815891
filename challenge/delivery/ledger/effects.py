"""What moves with a payment: the plan becomes payments, milestones unlock them, every step of money is a transfer."""

import collections
import datetime as dt

from challenge import rulepack
from challenge.delivery.ledger import rules
from challenge.delivery.ledger.models import Payment, Transfer
from challenge.delivery.states import Account, M, Payer, Support, Y
from core import audit
from core.database import db
from core.workflow import Refusal, Refused
from talent.integrity import gate
from talent.integrity.states import Purpose

SIGNING = 0
# From which account to which a step moves the sum of its payment.
BOOKED = {
    "unlock": (Account.PLANNED, Account.DUE),
    "register": (Account.DUE, Account.UNDERWAY),
    "invest": (Account.DUE, Account.UNDERWAY),
    "confirm": (Account.UNDERWAY, Account.RECEIVED),
    "dispute": (Account.UNDERWAY, Account.DUE),
    "deny": (Account.UNDERWAY, Account.DUE),
    "void": (Account.PLANNED, Account.CANCELLED),
    "waive": (Account.DUE, Account.CANCELLED),
    "refund": (Account.RECEIVED, Account.RETURNED),
}


def transfer(move, project, payer, accounts, amount_fen, text, **of):
    """Write one line of the ledger; the database refuses what an account does not hold."""
    source, target = accounts
    row = Transfer(
        project_id=project.id,
        payer=payer,
        from_account=source,
        to_account=target,
        amount_fen=amount_fen,
        at=move.at,
        by_id=getattr(move.actor, "id", None),
        text=text[:200],
        **of,
    )
    db.session.add(row)
    db.session.flush()


def book(payment, move):
    """The transfer that belongs to the step."""
    amount = move.facts.get("amount_fen") or payment.amount_fen
    text = f"{payment.code} {move.step.label}"
    accounts = BOOKED[move.step.action]
    transfer(move, payment.project, payment.payer, accounts, amount, text, payment_id=payment.id)


def plan_payments(contract, move):
    """The plan of the version in force as payments; what an earlier version has unlocked counts, the rest gives way."""
    project = contract.project
    for one in list(project.payments):
        if one.state is Y.LOCKED:
            move.carry(one, "void", reason=f"由任务书第 {contract.number} 版的拨付计划替代。")
    rest = _rest(project, contract.content["money"]["plan"])
    for (milestone, payer, kind), amount in rest.items():
        if amount < 0:
            sentence = (
                f"里程碑 {milestone} 的{payer.label}已有解锁或者支付的款项，变更后的拨付计划不能少于它。"
            )
            raise Refused(Refusal("needs", sentence))
        if amount:
            _add(contract, move, milestone=milestone, payer=payer, kind=kind, amount_fen=amount)
    said = f"拨付计划列入台账（{project.code} 任务书第 {contract.number} 版）"
    audit.record(move.actor, "project.plan_payments", project, said)
    db.session.expire(project, ["payments"])
    pass_milestone(project, SIGNING, move)


def _rest(project, plan):
    """{(milestone, payer, kind): 分 of the plan that no live payment covers yet}; below 0 where more is under way."""
    rest = collections.Counter()
    for row in plan:
        rest[row["milestone"], Payer(row["payer"]), Support(row["kind"])] += row["amount_fen"]
    for one in project.payments:
        if one.state is not Y.CANCELLED:
            rest[one.milestone, one.payer, one.kind] -= one.amount_fen
    return rest


def _add(contract, move, **facts):
    project = contract.project
    number = 1 + max((one.number for one in project.payments), default=0)
    passed = next((one.concluded_at for one in project.milestones if _has_passed(one, facts)), None)
    begun = {"state": Y.LOCKED, "state_since": move.at, "passed_at": passed}
    row = Payment(project=project, contract_id=contract.id, number=number, **begun, **facts)
    db.session.add(row)
    db.session.flush()
    accounts = (Account.PROMISED, Account.PLANNED)
    transfer(move, project, row.payer, accounts, row.amount_fen, f"{row.code} 列入计划", payment_id=row.id)


def _has_passed(milestone, facts):
    return milestone.state is M.PASSED and milestone.number == facts["milestone"]


def unlock_payments(milestone, move):
    """A milestone (anything with `.project` and `.number`) has passed: its payments unlock as far as the gates allow."""
    pass_milestone(milestone.project, milestone.number, move)


def pass_milestone(project, number, move):
    """Note on the payments of this milestone that it has passed, then unlock whatever is ready."""
    for one in project.payments:
        if one.milestone == number and one.state is Y.LOCKED and one.passed_at is None:
            one.passed_at = move.at
    db.session.flush()
    unlock_ready(project, move)


def unlock_ready(project, move):
    """Unlock, in order, every payment whose milestone has passed and whose gates hold now."""
    for one in project.payments:
        needs = (rules.milestone_passed, rules.earlier_unlocked, rules.first_tranche_covered)
        if one.state is Y.LOCKED and not any(need(one) for need in needs):
            move.carry(one, "unlock")


def unlock_what_follows(payment, move):
    """What the demander has really paid is what the first public tranche waits for."""
    unlock_ready(payment.project, move)


def start_clock(payment, move):
    """The time to pay runs from the first request on, whatever is refused later."""
    if payment.due_at is None:
        payment.due_at = move.at + dt.timedelta(days=rulepack.value(payment.project, "payment_days"))
    payment.reason = ""


def note_clear(payment, move):
    """That the integrity register was asked stands in the log."""
    payment.reason = ""
    gate.record(move.actor, payment, Purpose.PAYMENT, 2)


def note_reason(payment, move):
    """Why it went back."""
    payment.reason = move.facts["reason"]


def forget_reason(payment, move):
    """It went on."""
    payment.reason = ""


def note_dunning(payment, move):
    """From now on the days run after which a case may be opened."""
    payment.dunned_at = move.at


def settle(project, move):
    """The project ends before its time: what was unlocked stays payable, the rest is cancelled."""
    for one in list(project.payments):
        if one.state is Y.LOCKED:
            move.carry(one, "void", reason=f"{move.step.label}，未解锁的款项不再拨付。")


def give_days_back(project, days):
    """After a suspension of so many days: clocks of payments that were running."""
    for one in project.payments:
        if one.due_at is not None and one.state in (Y.UNLOCKED, Y.REQUESTED, Y.APPROVED):
            one.due_at = one.due_at + dt.timedelta(days=days)
