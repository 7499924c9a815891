"""No-shows: an invitation that was not answered in time ends by the clock, and nobody decides whether."""

from challenge.review import rules
from challenge.review.models import Assignment
from challenge.states import A
from core import clock, outbox
from core.database import db
from core.workflow import apply

LAPSE = "invitation_lapse"


def order_lapse(assignment):
    """Have the invitation looked at when its time is up; ordering it once more does no harm."""
    until = max(rules.reply_until(assignment), clock.now())
    payload = {"assignment": assignment.id}
    outbox.enqueue(LAPSE, payload, due_at=until, thread=f"review:{assignment.challenge_id}")


def order_lapse_on_invitation(assignment, move):
    """The time to answer runs from now on."""
    order_lapse(assignment)


@outbox.handler(LAPSE)
def lapse(job):
    """End an invitation nobody has answered; one that was given more time is looked at again then."""
    assignment = db.session.get(Assignment, job.payload["assignment"])
    # Of a suspended list every open invitation is ordered anew when the list goes on.
    until = rules.clock_of(assignment) if assignment is not None and assignment.state is A.INVITED else None
    if until is None:
        return {"lapsed": False}
    if clock.now() < until:
        order_lapse(assignment)
        return {"lapsed": False}
    apply(None, assignment, "lapse")
    return {"lapsed": True}
