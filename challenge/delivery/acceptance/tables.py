"""The indicators of an acceptance with their verdicts, and the final accounts: computed, never typed."""

from challenge.delivery.ledger.balances import balances
from challenge.delivery.milestones.concluding import PROOFS, conclusion
from challenge.delivery.milestones.measuring import is_given
from challenge.delivery.states import Account, Source, Verdict
from challenge.posting.content import demand_text


def indicators(acceptance):
    """Rows {id, name, is_must, due, claimed, note, value, verdict, basis, is_before, is_proven, why} of the project's indicators, as they stand now."""
    return [_row(acceptance, one) for one in acceptance.project.indicators]


def _row(acceptance, indicator):
    counted = [one for one in indicator.measurements if is_given(one)]
    end = conclusion(counted)
    mine = [one for one in acceptance.measurements if one.indicator_id == indicator.id]
    claimed = next((one for one in mine if one.source is Source.SELF), None)
    last = end.measurement
    return {
        "id": indicator.id,
        "name": indicator.name,
        "is_must": indicator.is_must,
        "due": demand_text(indicator),
        "claimed": claimed.value if claimed else "",
        "note": claimed.note if claimed else "",
        "value": last.value if last else "",
        "verdict": end.verdict.value if end.verdict else "",
        "basis": end.basis,
        "is_before": end.is_before,
        "is_proven": last is not None and last.source in PROOFS,
        "why": last.why if last else "",
    }


def unmet(acceptance):
    """Names of the must indicators that are not judged as met: missed, unclear, or never measured."""
    rows = indicators(acceptance)
    return [one["name"] for one in rows if one["is_must"] and one["verdict"] != Verdict.MET]


def unproven(acceptance):
    """Names of the must indicators judged as met by what was found before a rectification alone: no proof of what is now."""
    rows = indicators(acceptance)
    is_met = Verdict.MET
    return [one["name"] for one in rows if one["is_must"] and one["verdict"] == is_met and one["is_before"]]


def untested(acceptance):
    """Names of the must indicators that the team alone says are met: neither test nor expert's verdict."""
    rows = indicators(acceptance)
    return [
        one["name"]
        for one in rows
        if one["is_must"] and one["verdict"] == Verdict.MET and not one["is_proven"] and not one["is_before"]
    ]


def accounts(project):
    """Final accounts: {"payers": [{payer, promised, received, spent, returned, left}], "lines": [[line, budget, spent]]}."""
    rows = []
    for payer, held in balances(project).items():
        arrived = held[Account.RECEIVED] + held[Account.SPENT] + held[Account.RETURNED]
        rows.append(
            {
                "payer": payer.label,
                "promised": held[Account.PROMISED],
                "arrived": arrived,
                "spent": held[Account.SPENT],
                "returned": held[Account.RETURNED],
                "left": held[Account.RECEIVED],
            }
        )
    return {"payers": rows}


def owed_back(project):
    """分 of public money and of the demander's that has arrived and was neither spent nor returned."""
    return sum(held[Account.RECEIVED] for payer, held in balances(project).items() if payer.value != "own")
