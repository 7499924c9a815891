"""What the ledger of a project comes to when it ends: what stays payable, what is left, what of public money comes back."""

from challenge.delivery.ledger.balances import balances
from challenge.delivery.states import Account, Payer


def settlement(project):
    """[{payer, payable_fen, received_fen, spent_fen, left_fen, returned_fen, cancelled_fen, returns_fen}] for each payer.

    `received_fen` is all that ever arrived, `cancelled_fen` what is not paid any more, or would not be if it ended now;
    what is left of public money is to be returned (`returns_fen`), and what of it is still on its way once it is there.
    """
    return [_of(payer, held) for payer, held in balances(project).items()]


def _of(payer, held):
    left, spent, back = held[Account.RECEIVED], held[Account.SPENT], held[Account.RETURNED]
    return {
        "payer": payer.value,
        "payable_fen": held[Account.DUE] + held[Account.UNDERWAY],
        "received_fen": left + spent + back,
        "spent_fen": spent,
        "left_fen": left,
        "returned_fen": back,
        "cancelled_fen": held[Account.CANCELLED] + held[Account.PLANNED],
        "returns_fen": left + held[Account.UNDERWAY] if payer is Payer.PUBLIC else 0,
    }
