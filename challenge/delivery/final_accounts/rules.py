"""Questions about final accounts: who hands in, who checks, and what must be over before."""

from accounts.rules import is_finance
from challenge.delivery import rules
from challenge.delivery.ledger.balances import balances
from challenge.delivery.states import Account, Payer, Y
from core.formats import wan

OVER = (Y.CONFIRMED, Y.CANCELLED)


def hands_in(user, account):
    """The team's leader, or who stands in."""
    return rules.acts_for_team(user, account.project)


def checks(user, account):
    """Finance that belongs to neither side; never who has handed it in."""
    project = account.project
    if not is_finance(user) or user.id == account.handed_in_by_id:
        return False
    return user.organisation_id not in (project.organisation_id, project.challenge.organisation_id)


def open_payments(project):
    """Payments that have neither arrived nor been cancelled."""
    return [one for one in project.payments if one.state not in OVER]


def payments_over(account):
    """Every payment has arrived or was cancelled."""
    found = open_payments(account.project)
    if not found:
        return None
    listed = "、".join(f"{one.code}（{wan(one.amount_fen)}，{one.state.label}）" for one in found)
    return f"还有款项没有到账或者取消：{listed}，办完后才能提交决算。"


def nothing_came_back(account):
    """What was frozen as to be returned has not begun to come back."""
    held = balances(account.project)
    for row in account.content["payers"]:
        if held[Payer(row["payer"])][Account.RETURNED] != row["returned_fen"]:
            return "已按决算登记退回款项，不能再退回修改。"
    return None
