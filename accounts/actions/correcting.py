"""更正申请: an organisation says what should read otherwise; an officer who has compared it decides."""

from accounts.conflict import stored
from accounts.corrections import Correction, waiting_of
from core import audit, clock, workflow
from core.database import db
from core.errors import Conflict
from core.workflow import Refusal, Refused

STANDS = "贵单位已有一份更正申请待核对，请等待结果，或先撤回。"


def request(actor, organisation, values, reason):
    """Ask that the registered data read `values` (as `conflict.stored`); returns the request."""
    now = stored(organisation)
    changed = {name: value for name, value in values.items() if value != now[name]}
    if not changed:
        raise Refused(Refusal("needs", "填写的内容与登记的一致，没有需要更正的。"))
    if waiting_of(organisation) is not None:
        raise Conflict(STANDS)
    row = Correction(
        organisation=organisation,
        author=actor,
        wanted=changed,
        reason=reason,
        state_since=clock.now(),
        created_at=clock.now(),
    )
    db.session.add(row)
    db.session.flush()
    told = "、".join(label for label, _, _ in row.lines)
    audit.record(actor, "correction.request", row, f"申请更正单位资料：{told}", after={"reason": reason})
    return row


def withdraw(actor, row):
    """Take the request back; a second click finds it done."""
    if row.state.value != "withdrawn":
        workflow.apply(actor, row, "withdraw")
