"""形式审查: the answers to the items of the rule pack and the conclusion on one opened bid."""

from challenge import rulepack
from challenge.bidding.models import FormalCheck
from challenge.bidding.rules import correction_unused
from challenge.posting.rules import list_not_suspended
from challenge.review.rules import correction_waited_for
from challenge.review.states import Conclusion
from core import clock
from core.database import db
from core.workflow import Refusal, Refused, apply

STEPS = {
    Conclusion.QUALIFIED: "qualify",
    Conclusion.CORRECT: "ask_correction",
    Conclusion.UNQUALIFIED: "disqualify",
}


def items_of(bid):
    """Items of the formal check by the rule pack in force: key and label."""
    return rulepack.pack_of(bid)["formal_items"]


def conclusions_of(bid):
    """Conclusions that can still be drawn: a correction is asked for once."""
    return [one for one in Conclusion if one is not Conclusion.CORRECT or correction_unused(bid) is None]


def check(officer, bid, items, conclusion, reason=""):
    """Record the check (`items`: key, label, ok, remark) and make the step of its conclusion."""
    waiting = list_not_suspended(bid) or correction_waited_for(bid)
    if waiting:
        raise Refused(Refusal("needs", waiting))
    conclusion = Conclusion(conclusion)
    row = FormalCheck(
        bid_id=bid.id,
        checker_id=officer.id,
        at=clock.now(),
        items=items,
        conclusion=conclusion.value,
        reason=reason,
    )
    db.session.add(row)
    apply(officer, bid, STEPS[conclusion], reason=reason)
    db.session.flush()
    return row
