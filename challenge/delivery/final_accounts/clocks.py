"""The clocks of a final account, and what it waits for next."""

from challenge import rulepack
from challenge.delivery.final_accounts.rules import open_payments
from challenge.delivery.final_accounts.states import F
from challenge.delivery.ledger.balances import OPEN
from core.formats import wan

PATH = "/final-account"


def since(account):
    """Since when the team can hand it in: it was sent back, the last payment ended, or the project passed."""
    ends = [one.state_since for one in account.project.payments if one.state_since]
    return max([account.state_since, *ends])


def hand_in_by(account):
    """Until when the team hands it in."""
    return rulepack.until("fill_days", since(account))


def check_by(account):
    """Until when finance checks what was handed in."""
    return rulepack.until("answer_days", account.state_since)


def waits(project):
    """The project has passed, and its final account was not found right yet."""
    return project.final_account is not None and project.final_account.state is not F.CONFIRMED


def over_since(project):
    """Since when nothing of this project is waited for: it has ended, its final account was found right, what was claimed is back."""
    account, ended = project.final_account, project.state_since or project.created_at
    found = [account.state_since] if account else []
    return max([ended, *found, *(one.over_at for one in project.claims if one.over_at)])


def next_steps(project):
    """[(what, whose turn in words, until when or None, path below the project's address)], one or none.

    Payments under way come first and speak for themselves; public money that stays locked waits for a leader.
    """
    if not waits(project):
        return []
    account, open_ones = project.final_account, open_payments(project)
    if account.state is F.HANDED:
        return [("核对决算", "财务", check_by(account), PATH)]
    if not open_ones:
        return [("提交决算", "揭榜方", hand_in_by(account), PATH)]
    if any(one.state in OPEN for one in open_ones):
        return []
    one = open_ones[0]
    said = f"核定未解锁的款项：第 {one.number} 笔，{wan(one.amount_fen)}"
    return [(said, "局领导", None, f"/payments/{one.number}")]
