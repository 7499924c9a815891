"""利益关系声明: the reviewer answers per bid on names alone; a blocking tie ends the task for the whole list."""

from challenge import rulepack
from challenge.review.models import Declaration
from challenge.review.recusal import kept_off, standing, why_not
from challenge.review.rules import is_blocking
from challenge.review.states import DeclaredTie
from core import clock
from core.database import db
from core.workflow import apply


def declare(reviewer, assignment, answers):
    """Store `answers` {bid id: (tie, note)} and accept, or recuse when a tie keeps the reviewer away.

    Returns True when the reviewer stays and the documents open.
    """
    earlier = {one.bid_id: one for one in assignment.declarations}
    found = standing(assignment.profile, assignment.challenge)
    off = kept_off(found, assignment.challenge)
    for bid_id, said in answers.items():
        row = earlier.get(bid_id) or Declaration(assignment=assignment, bid_id=bid_id)
        is_found = bid_id in off and not is_blocking(said[0])
        row.tie, row.note = (DeclaredTie.FOUND, off[bid_id][:300]) if is_found else said
        row.at = clock.now()
        db.session.add(row)
    db.session.flush()
    reason = _why_not(assignment, answers, [one.tie for one in found])
    apply(reviewer, assignment, "recuse" if reason else "accept", reason=reason)
    return not reason


def _why_not(assignment, answers, ties):
    facts = why_not(assignment.profile, assignment.challenge, ties)
    if facts:
        return f"系统核对发现{facts}"
    declared = sorted({DeclaredTie(tie).label for tie, _ in answers.values() if is_blocking(tie)})
    whole_list = rulepack.value(assignment, "blocking_tie_scope") or len(declared) == len(answers)
    if declared and whole_list:
        return f"本人声明：{'、'.join(declared)}{rulepack.cite(assignment, 'blocking_tie_scope')}"
    return ""
