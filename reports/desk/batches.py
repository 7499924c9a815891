"""Duties of a batch: officers deploy it or mend what stands in the way, the supervisor reads the edits."""

from sqlalchemy.orm import selectinload

from accounts.rules import is_officer
from challenge import rulepack
from challenge.review.batches import rules
from challenge.review.batches.models import Batch, BatchList
from challenge.review.batches.queries import visible_batches
from challenge.review.batches.states import F
from core.database import db
from reports.desk.duty import Duty

LATEST = 100
OFFICER = {
    F.INFEASIBLE: "集中分派无法完成，请放宽条件",
    F.PROPOSED: "核对并部署集中分派",
    F.ADJUSTED: "部署集中分派",
}


def batches(user):
    """What this person's side of each batch is waited for."""
    wanted = visible_batches(user).where(Batch.state.in_(OFFICER)).order_by(Batch.id).limit(LATEST)
    loads = selectinload(Batch.lists).joinedload(BatchList.challenge)
    for batch in db.session.scalars(wanted.options(loads)).unique():
        waits = rules.edits_consented(batch) is not None
        if is_officer(user) and not waits and rules.handles_batch(user, batch):
            yield _duty(batch, OFFICER[batch.state])
        elif waits and rules.consents_to_batch(user, batch):
            yield _duty(batch, "阅看集中分派的人工调整并决定是否同意")


def _duty(batch, what):
    path = f"/desk/reviews/batches/{batch.id}"
    return Duty(what, batch.title, path, rulepack.until("draw_days", batch.state_since), batch.state_since)
