"""What has to come back after an end (应退回): claimed when accounts are drawn up, and again for what arrives later."""

from challenge import rulepack
from challenge.delivery.closing.paths import path_named
from challenge.delivery.closing.states import UNSETTLED
from challenge.delivery.ledger import messages
from challenge.delivery.ledger.balances import balances
from challenge.delivery.ledger.forfeiting import is_forfeited
from challenge.delivery.ledger.models import RefundOwed
from challenge.delivery.ledger.refunds import refund_owed
from challenge.delivery.states import ENDED, Account, P, Payer, Y
from core import clock
from core.database import db

# Ends whose accounts an acceptance or a tolerance case has drawn up: what is left of whose money comes back.
DRAWN_UP = {P.DILIGENT: (Payer.PUBLIC,), P.FAILED: (Payer.DEMANDER, Payer.PUBLIC)}


def owe(project, sums, move):
    """So much of each payer's money, {payer: 分}, has to come back within its days; both sides of it are told."""
    for payer, amount in sums.items():
        if amount > 0:
            back = balances(project)[payer][Account.RETURNED]
            days = {"at": move.at, "due_at": _due(project, move)}
            row = RefundOwed(project=project, payer=payer, amount_fen=back + amount, **days)
            db.session.add(row)
            messages.tell_refund_owed(row, amount)
    db.session.flush()


def _due(project, move):
    return clock.after_days(move.at, rulepack.value(project, "refund_days"))


def owe_unspent(project, move):
    """What is left of the money that such an end takes back, and what of it is still on its way."""
    payers, held = DRAWN_UP[project.state], balances(project)
    await_arrivals(project, payers)
    owe(project, {one: held[one][Account.RECEIVED] for one in payers if one in held}, move)


def await_arrivals(project, payers):
    """What these payers have paid and nobody has confirmed yet is claimed once it is there."""
    for one in project.payments:
        if one.payer in payers and one.state is Y.REGISTERED:
            one.comes_back = True
    db.session.flush()


def was_paid_before(payment):
    """By its day it was paid before the accounts were drawn up, and its payer gets back what is left.

    Of money that comes back whole everything counts. On the very day only what was on its way already.
    """
    project = payment.project
    if is_forfeited(payment):
        return True
    if project.accounts_closed_at is None or payment.payer not in _who_get_back(project):
        return False
    day = clock.beijing(project.accounts_closed_at).date()
    return payment.paid_on < day or (payment.comes_back and payment.paid_on == day)


def _who_get_back(project):
    if project.state in ENDED and project.reason_code:
        return [Payer(one) for one in path_named(project, project.reason_code)["returns"]]
    return DRAWN_UP.get(project.state, ())


def claim_arrival(payment, move):
    """It has arrived after all: nothing more is entered as spent, so it has to come back whole.

    What is still owed keeps its day; a claim that was met begins anew. Before a settlement is agreed on it is what
    claims.
    """
    if not payment.comes_back or any(one.state in UNSETTLED for one in payment.project.closures):
        return
    found = refund_owed(payment)
    if found is None:
        owe(payment.project, {payment.payer: payment.amount_fen}, move)
        return
    if found.over_at is not None:
        found.at, found.due_at, found.over_at, found.pursued = move.at, _due(payment.project, move), None, ""
    found.amount_fen += payment.amount_fen
    db.session.flush()
    messages.tell_refund_owed(found, payment.amount_fen)


def note_back(payment, move):
    """Once all of it is back the list no longer waits for it."""
    found = refund_owed(payment)
    if found is not None and found.left_fen <= 0:
        found.over_at = move.at


def note_wrong(payment, move):
    """It did not come back after all: the list waits again, unless a leader has said why it does not."""
    found = refund_owed(payment)
    if found is not None and found.left_fen > 0 and not found.pursued:
        found.over_at = None


def note_pursuit(payment, move):
    """A leader has said why list and closure do not wait for it; it stays owed."""
    _pursue(refund_owed(payment), move)


def pursue_all(project, move):
    """The same of all that this project still owes."""
    for one in project.claims:
        if one.over_at is None:
            _pursue(one, move)


def _pursue(claim, move):
    claim.over_at, claim.pursued = move.at, move.facts["reason"]
