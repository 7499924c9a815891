"""What has to come back after an end and what waits for it; what has come back, and a refund that was booked wrongly."""

import sqlalchemy as sa

from challenge.delivery.closing.states import E
from challenge.delivery.ledger.models import RefundOwed, Transfer
from challenge.delivery.states import Account, Y
from challenge.states import C
from core import formats
from core.database import db
from core.formats import wan


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


def still_claimed(payment):
    """Some of its payer's money is not back, and nobody has decided about that yet."""
    found = refund_owed(payment) if payment.state is Y.CONFIRMED else None
    if found is None or found.left_fen <= 0:
        return "本笔款项没有应退回而未退回的金额。"
    return "已经决定另行追偿。" if found.pursued else None


def open_claims(projects):
    """Claims of these projects, by their ids, that a list or a closure waits for."""
    return _read(RefundOwed.project_id.in_(projects), RefundOwed.over_at.is_(None)).all()


def every_refund_back(challenge):
    """What has to come back is back, or a leader has decided to pursue it otherwise."""
    claims = open_claims([one.id for one in challenge.projects])
    if not claims:
        return None
    said = "、".join(
        f"{one.project.code} 的{one.payer.label}还有 {wan(one.left_fen)} 没有登记退回" for one in claims
    )
    return f"{said}，退回后才能办结（收款方退回，付款方登记）；确实收不回的，由局领导在该笔拨付的页面决定另行追偿。"


def standing(payment):
    """Transfers by which money of the payment came back and which were not taken back, oldest first."""
    rows = sa.select(Transfer).where(
        Transfer.payment_id == payment.id,
        sa.or_(Transfer.to_account == Account.RETURNED, Transfer.from_account == Account.RETURNED),
    )
    found = []
    for one in db.session.scalars(rows.order_by(Transfer.id)):
        if one.to_account is Account.RETURNED:
            found.append(one)
        else:
            found.pop()  # Only the last one that stands is ever taken back.
    return found


def returned(payment):
    """分 of the payment that came back."""
    return sum(one.amount_fen for one in standing(payment))


def words(payment, action):
    """What taking the last refund back will mean, as [sentence]; [] for other steps."""
    last = standing(payment)[-1:] if action == "unrefund" else []
    return [f"最近一次退回（{formats.wan(one.amount_fen)}）的登记从台账中冲回：{one.text}。" for one in last]


def may_be_taken_back(payment):
    """A refund stands, and nothing was closed on the strength of it."""
    project = payment.project
    if not standing(payment):
        return "本笔款项没有登记过退回，不必冲回。"
    if project.challenge.state is C.DONE or any(one.state is E.CLOSED for one in project.closures):
        return "项目的款项已经办结，退回登记不能再冲回。"
    return None
