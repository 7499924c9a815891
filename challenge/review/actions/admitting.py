"""例外准入与核实: what the committee says to a tie of an expert; a tie that blocks is never admitted."""

from challenge.review.models import Admission
from challenge.review.states import Outcome
from challenge.states import C
from core import audit, clock
from core.database import db
from core.errors import Conflict
from core.workflow import Refusal, Refused

NEVER = "该情形必须回避，不能例外准入。"
GONE = "该关系已有变化，请刷新页面核对后再办理。"


def settle(officer, challenge, profile, tie, outcome, reason):
    """Store the conclusion on one tie (`talent.conflicts.Conflict`); a later one takes the place of an earlier."""
    if challenge.state is not C.REVIEWING:
        raise Conflict("评审未在进行，不能办理准入和核实。")
    if tie.blocks:
        raise Refused(Refusal("needs", NEVER))
    if (tie.grade == "verify") != (outcome is not Outcome.ADMITTED):
        raise Refused(Refusal("needs", "待核实的关系须写核实结论，其他关系须写准入理由。"))
    row = Admission(
        challenge=challenge,
        profile=profile,
        kind=tie.kind,
        grade=tie.grade,
        path=tie.path,
        outcome=outcome.value,
        reason=reason,
        by_id=officer.id,
        at=clock.now(),
    )
    db.session.add(row)
    db.session.flush()
    after = {"outcome": outcome.value, "kind": tie.kind, "reason": reason}
    audit.record(officer, "admission.settle", row, f"回避核查：{outcome.label}", after=after)
    return row
