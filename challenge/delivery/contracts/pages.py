"""The content of a contract as its page shows it."""

import datetime as dt
from types import SimpleNamespace

from challenge import rulepack
from challenge.delivery.contracts import comparing, limits, rules
from challenge.delivery.contracts.queries import versions_of
from challenge.delivery.states import Payer, Support, Version
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


def changed(contract):
    """What a later version changes: rows of differences, indicators of which less than the list is due, the case; or None."""
    former = limits.before(contract)
    if contract.kind is Version.FIRST or former is None:
        return None
    cases = {one["key"]: one["label"] for one in rulepack.entries(contract.project, "leader_changes")}
    return SimpleNamespace(
        rows=comparing.differences(former.content, contract.content),
        lowered=limits.lowered(contract.project, contract.content),
        case=cases.get(contract.why_code, ""),
        former=former,
    )


def history(user, project):
    """Every version this person may read, newest first, with what it changed."""
    rows = [one for one in versions_of(project) if rules.reads_contract(user, one)]
    return [SimpleNamespace(row=one, change=changed(one)) for one in reversed(rows)]
