"""评分: save one bid's review as a draft, hand in all of them."""

from challenge.posting.rules import list_not_suspended
from challenge.review.models import Review
from challenge.review.rules import own_bids
from challenge.review.scoring import total
from challenge.states import A
from core import clock
from core.database import db
from core.errors import Conflict
from core.workflow import apply

MOVED = "这份评审意见已在别处保存过新的内容。请先复制您刚写的内容，再刷新页面核对。"


def review_of(assignment, bid):
    """The reviewer's review of this bid, or None."""
    return next((one for one in assignment.reviews if one.bid_id == bid.id), None)


def save(assignment, bid, facts, version=None):
    """Keep a draft: `facts` are answers to gate questions, scores, notes, confidence, recommendation and comments; returns the review.

    `version` is the one the reviewer saw (None for none); another one means that a second window has saved.
    """
    if list_not_suspended(assignment):
        raise Conflict(list_not_suspended(assignment))
    if assignment.state is not A.ACCEPTED or bid not in own_bids(assignment):
        raise Conflict("评审意见已提交或任务已结束，不能再修改。")
    row = review_of(assignment, bid)
    if row is None and version is None:
        row = Review(assignment=assignment, bid=bid, gates={}, scores={}, notes={}, earlier=[])
        db.session.add(row)
    elif row is None or row.version != version:
        raise Conflict(MOVED)
    _keep_submitted(row)
    for name, value in facts.items():
        setattr(row, name, value)
    row.total, row.saved_at = total(row.scores), clock.now()
    db.session.flush()
    return row


def _keep_submitted(row):
    if row.submitted_at is None:
        return
    past = {"gates": row.gates, "scores": row.scores, "total": row.total, "at": row.submitted_at.isoformat()}
    row.earlier, row.submitted_at = [*row.earlier, past], None


def submit(reviewer, assignment):
    """Hand in every review of this reviewer."""
    apply(reviewer, assignment, "submit")
