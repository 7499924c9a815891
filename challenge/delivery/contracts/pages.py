"""The content of a contract as its page shows it."""

import datetime as dt

from challenge.delivery.states import Payer, Support
from core.formats import date_zh


def shown(content):
    """The content with dates and words in place of codes."""
    money = content["money"]
    return content | {
        "period": f"{_day(content['starts_on'])}至{_day(content['ends_on'])}",
        "milestones": [one | {"due": _day(one["due_on"])} for one in content["milestones"]],
        "payers": [one for one in Payer if any(row["payer"] == one for row in money["plan"])],
        "plan": [_payments(one, money["plan"]) for one in content["milestones"]],
    }


def _day(text):
    return date_zh(dt.date.fromisoformat(text))


def _payments(milestone, plan):
    """What each payer pays at one milestone, and their sum."""
    mine = [row for row in plan if row["milestone"] == milestone["number"]]
    by_payer = {payer: sum(row["amount_fen"] for row in mine if row["payer"] == payer) for payer in Payer}
    kinds = {Support(row["kind"]).label for row in mine if row["kind"] != Support.GRANT}
    return milestone | {
        "by_payer": by_payer,
        "sum_fen": sum(by_payer.values()),
        "kinds": "、".join(sorted(kinds)),
    }
