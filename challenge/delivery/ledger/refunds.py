"""What has to come back after an end, as it stands now."""

import sqlalchemy as sa

from challenge.delivery.ledger.models import RefundOwed
from core.database import db


def _read(*conditions):
    rows = sa.select(RefundOwed).where(*conditions).order_by(RefundOwed.id)
    return db.session.scalars(rows.execution_options(populate_existing=True))


def refund_owed(payment):
    """What of its payer's money has to come back, or None."""
    mine = RefundOwed.project_id == payment.project_id, RefundOwed.payer == payment.payer
    return _read(*mine).one_or_none()


def refunds_owed(projects):
    """{(id of the project, payer): what has to come back} of these projects, by their ids."""
    return {(one.project_id, one.payer): one for one in _read(RefundOwed.project_id.in_(projects))}
