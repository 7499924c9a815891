"""Do final accounts hold: each has its digest, and the ledger still says what it froze."""

from challenge.delivery.final_accounts.states import F
from challenge.delivery.ledger.balances import balances
from challenge.delivery.states import Account, Payer
from core import canonical


def account_faults(project):
    """What does not hold in the final account of this project, as sentences."""
    account = project.final_account
    if account is None or account.content is None:
        return
    if canonical.digest(account.content) != account.digest:
        yield f"{project.code}：决算内容与摘要不符。"
    if account.state is F.OPEN:
        return
    if project.accounts_closed_at is None:
        yield f"{project.code}：决算已提交，支出却没有停止登记。"
    held = balances(project)
    for row in account.content["payers"]:
        mine, payer = held[Payer(row["payer"])], Payer(row["payer"])
        came_back = mine[Account.RETURNED] - row["returned_fen"]
        is_same = mine[Account.SPENT] == row["spent_fen"]
        if not is_same or came_back < 0 or mine[Account.RECEIVED] + came_back != row["left_fen"]:
            yield f"{project.code}：{payer.label}的决算与台账不一致。"
