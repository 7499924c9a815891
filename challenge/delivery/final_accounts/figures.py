"""The figures of a final account: computed from contract and ledger, never typed."""

from challenge import rulepack
from challenge.delivery.contracts.rules import contract_in_force
from challenge.delivery.final_accounts.states import KEEP, RETURN
from challenge.delivery.ledger import sides
from challenge.delivery.ledger.balances import balances
from challenge.delivery.states import Account, Payer

# Which row of the rule pack says what becomes of whose surplus; own funds never come back to anybody else.
RULED = {Payer.DEMANDER: "surplus_demander", Payer.PUBLIC: "surplus_public"}


def compute(project):
    """{"project", "payers": [{payer, agreed_fen, arrived_fen, spent_fen, returned_fen, left_fen, surplus, back_fen}]} as the ledger stands now."""
    agreed = _agreed(project)
    rows = [_row(project, payer, held, agreed.get(payer, 0)) for payer, held in balances(project).items()]
    return {"project": project.code, "payers": rows}


def _row(project, payer, held, agreed):
    left, surplus = held[Account.RECEIVED], surplus_of(project, payer)
    return {
        "payer": payer.value,
        "agreed_fen": agreed,
        "arrived_fen": left + held[Account.SPENT] + held[Account.RETURNED],
        "spent_fen": held[Account.SPENT],
        "returned_fen": held[Account.RETURNED],
        "left_fen": left,
        "surplus": surplus,
        "back_fen": left if surplus == RETURN else 0,
    }


def surplus_of(project, payer):
    """What becomes of what is left of this payer's money: 留用 or 退回."""
    return rulepack.value(project, RULED[payer]) if payer in RULED else KEEP


def _agreed(project):
    """{payer: 分} of the contract in force, and what a gate of a race has added."""
    contract, found = contract_in_force(project), {}
    for row in contract.content["money"]["plan"] if contract else ():
        payer = Payer(row["payer"])
        found[payer] = found.get(payer, 0) + row["amount_fen"]
    for one in project.payments:
        if one.gate_id is not None:
            found[one.payer] = found.get(one.payer, 0) + one.amount_fen
    return found


def words(project, row):
    """What becomes of the surplus of this row, for people."""
    payer = Payer(row["payer"])
    if not row["left_fen"]:
        return "没有结余"
    if row["surplus"] == RETURN:
        return "应退回付款方"
    return f"留归{sides.organisation_of(project, sides.receiver_of(sides.Money(project, payer))).name}使用"


def clauses(project):
    """Where the rule pack says it: sentences of its rows."""
    return [
        f"{payer.label}的结余：{rulepack.value(project, key)}{rulepack.cite(project, key)}"
        for payer, key in RULED.items()
    ]
