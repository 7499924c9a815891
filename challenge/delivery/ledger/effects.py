"""What moves with a payment: the plan becomes payments, milestones unlock them, every step of money is a transfer."""

import collections
import datetime as dt

from challenge import rulepack
from challenge.delivery.ledger import messages, rules
from challenge.delivery.ledger.models import Payment, Transfer
from challenge.delivery.states import UNPAID, Account, M, Payer, Support, Y
from core import audit
from core.database import db
from core.workflow import Refusal, Refused
from talent.integrity import gate
from talent.integrity.states import Purpose

SIGNING = 0
# Ends of a project that nothing settles.
UNSETTLED_ENDS = ("eliminate",)
# From which account to which a step moves the sum of its payment.
BOOKED = {
    "unlock": (Account.PLANNED, Account.DUE),
    "register": (Account.DUE, Account.UNDERWAY),
    "invest": (Account.DUE, Account.UNDERWAY),
    "confirm": (Account.UNDERWAY, Account.RECEIVED),
    "dispute": (Account.UNDERWAY, Account.DUE),
    "deny": (Account.UNDERWAY, Account.DUE),
    "release": (Account.PLANNED, Account.DUE),
    "void": (Account.PLANNED, Account.CANCELLED),
    "forgo": (Account.PLANNED, Account.CANCELLED),
    "waive": (Account.DUE, Account.CANCELLED),
    "forfeit": (Account.DUE, Account.CANCELLED),
    "unpaid": (Account.DUE, Account.CANCELLED),
    "correct": (Account.UNDERWAY, Account.DUE),
    "refund": (Account.RECEIVED, Account.RETURNED),
    "unrefund": (Account.RETURNED, Account.RECEIVED),
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
    paid = move.facts.get("paid")
    text = f"{payment.code} {move.step.label}" + (f"（{paid}）" if paid else "")
    accounts = BOOKED[move.step.action]
    transfer(move, payment.project, payment.payer, accounts, amount, text, payment_id=payment.id)


def plan_payments(contract, move):
    """The plan of the version in force as payments; what an earlier version has unlocked counts, what it planned alike stays."""
    project = contract.project
    rest = _rest(project, contract.content["money"]["plan"])
    for one in list(project.payments):
        if one.state is Y.LOCKED and one.gate_id is None:
            key = one.milestone, one.payer, one.kind
            if rest[key] == one.amount_fen:
                rest[key], one.contract_id = 0, contract.id
            else:
                move.carry(one, "void", reason=f"由任务书第 {contract.number} 版的拨付计划替代。")
    for (milestone, payer, kind), amount in rest.items():
        if amount < 0:
            sentence = (
                f"里程碑 {milestone} 的{payer.label}已有解锁或者支付的款项，变更后的拨付计划不能少于它。"
            )
            raise Refused(Refusal("needs", sentence))
        if amount:
            facts = {"milestone": milestone, "payer": payer, "kind": kind, "amount_fen": amount}
            add_payment(contract, move, "列入计划", **facts)
    said = f"拨付计划列入台账（{project.code} 任务书第 {contract.number} 版）"
    audit.record(move.actor, "project.plan_payments", project, said)
    db.session.expire(project, ["payments"])
    pass_milestone(project, SIGNING, move)


def _rest(project, plan):
    """{(milestone, payer, kind): 分 of the plan that is not unlocked yet}; below 0 where more is under way."""
    rest = collections.Counter()
    for row in plan:
        rest[row["milestone"], Payer(row["payer"]), Support(row["kind"])] += row["amount_fen"]
    for one in project.payments:
        if one.state not in (Y.LOCKED, Y.CANCELLED) and one.gate_id is None:
            rest[one.milestone, one.payer, one.kind] -= one.amount_fen
    return rest


def add_payment(contract, move, what, **facts):
    """One more payment that is locked; `what` says in the ledger where it comes from."""
    project = contract.project
    number = 1 + max((one.number for one in project.payments), default=0)
    passed = next((one.concluded_at for one in project.milestones if _has_passed(one, facts)), None)
    begun = {"state": Y.LOCKED, "state_since": move.at, "passed_at": passed}
    row = Payment(project=project, contract_id=contract.id, number=number, **begun, **facts)
    db.session.add(row)
    db.session.flush()
    accounts = (Account.PROMISED, Account.PLANNED)
    transfer(move, project, row.payer, accounts, row.amount_fen, f"{row.code} {what}", payment_id=row.id)


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
    for one in sorted(project.payments, key=lambda row: (row.milestone, row.number)):
        needs = (
            rules.milestone_passed,
            rules.support_allows,
            rules.earlier_unlocked,
            rules.first_tranche_covered,
        )
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
    """The days after which it is reported, or the project ended, run from the first time: no later one takes them away."""
    payment.dunned_at = payment.dunned_at or move.at


def settle(project, move):
    """The project ends before its time: what was unlocked stays payable, the rest is cancelled.

    Without a settlement that would value it, what was earned waits on for who pays the price.
    """
    for one in list(project.payments):
        keeps = move.step.action in UNSETTLED_ENDS and rules.is_earned(one)
        if one.state is Y.LOCKED and not keeps:
            move.carry(one, "void", reason=f"{move.step.label}，未解锁的款项不再拨付。")


def forfeit(project, payers, move):
    """Money of these payers comes back whole: what is not paid yet is not paid any more.

    What was approved may have been paid already: who pays says which.
    """
    for one in list(project.payments):
        if one.payer in payers and one.state in (Y.UNLOCKED, Y.REQUESTED):
            reason = f"{move.facts['reason']}（{one.payer.label}须全额退回，不再支付）"
            move.carry(one, "forfeit", reason=reason)
        elif one.payer in payers and one.state is Y.APPROVED:
            messages.ask_whether_paid(one, move)


def note_return(payment, move):
    """How often it was sent back; a debtor who goes on sending it back is counted."""
    note_reason(payment, move)
    payment.returned_times += 1


def give_days_back(project, days):
    """After a suspension of so many days: clocks of payments that were running."""
    for one in project.payments:
        if one.due_at is not None and one.state in UNPAID:
            one.due_at = one.due_at + dt.timedelta(days=days)


def revive(cancelled, amount_fen, move):
    """A settlement has valued work that was done: so much of what the end has cancelled is payable after all."""
    project = cancelled.project
    number = 1 + max(one.number for one in project.payments)
    row = Payment(
        project=project,
        contract_id=cancelled.contract_id,
        number=number,
        milestone=cancelled.milestone,
        payer=cancelled.payer,
        kind=cancelled.kind,
        amount_fen=amount_fen,
        state=Y.UNLOCKED,
        state_since=move.at,
        passed_at=move.at,
        is_valued=True,
    )
    db.session.add(row)
    db.session.flush()
    accounts, said = (Account.CANCELLED, Account.DUE), f"{row.code} 终止结算核定已完成工作"
    transfer(move, project, row.payer, accounts, amount_fen, said, payment_id=row.id)
    db.session.expire(project, ["payments"])


def disallow(project, payer, move, reason):
    """What was spent of this payer's money does not count: all of it is there again, to be returned."""
    for one in project.expenses:
        if one.payer is payer and one.struck_at is None:
            one.struck_at, one.struck_reason = move.at, reason
            accounts = (Account.SPENT, Account.RECEIVED)
            transfer(
                move, project, payer, accounts, one.amount_fen, f"{project.code} {reason}", expense_id=one.id
            )
