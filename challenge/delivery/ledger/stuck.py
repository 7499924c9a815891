"""Public money that was earned and that nobody but a leader can free any more."""

from challenge.delivery.ledger import rules
from challenge.delivery.states import Payer, Y

GATES = (rules.milestone_passed, rules.support_allows, rules.locked_for_good)


def waits_for_leader(payment):
    """Only the limit of the first tranche holds it, for good."""
    is_locked = payment.payer is Payer.PUBLIC and payment.state is Y.LOCKED
    return is_locked and not any(gate(payment) for gate in GATES)
