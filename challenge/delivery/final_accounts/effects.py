"""What moves with a final account: figures are frozen, accounts close, a surplus that is not kept is owed."""

import sqlalchemy as sa

from challenge.delivery.final_accounts.models import FinalAccount
from challenge.delivery.final_accounts.states import F
from challenge.delivery.ledger import claims
from challenge.delivery.ledger.models import RefundOwed
from challenge.delivery.states import Payer
from core.database import db


def begin(project, move):
    """The project has passed: from now on a final account is waited for."""
    db.session.add(FinalAccount(project=project, state=F.OPEN, state_since=move.at))
    db.session.flush()


def close_accounts(account, move):
    """Nothing is entered as spent any more, and of what was handed in as left what is not kept has to come back."""
    project = account.project
    project.accounts_closed_at = move.at
    claims.owe(project, {Payer(row["payer"]): row["back_fen"] for row in account.content["payers"]}, move)


def reopen(account, move):
    """Expenses can be entered and struck again; what was claimed by it is claimed no more."""
    account.reason = move.facts["reason"]
    account.project.accounts_closed_at = None
    rows = sa.select(RefundOwed).filter_by(project_id=account.project_id)
    for one in db.session.scalars(rows).all():
        db.session.delete(one)
    db.session.flush()
