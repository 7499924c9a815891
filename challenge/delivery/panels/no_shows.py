"""No-shows: an invitation to a panel that was not answered in time ends by the clock; the next of the draw steps in."""

from challenge.delivery.panels import rules
from challenge.delivery.panels.models import PanelMember
from challenge.delivery.panels.states import LIVE, Seat
from challenge.posting import turns
from core import clock, outbox
from core.database import db
from core.workflow import apply

LAPSE = "panel_lapse"


def order_lapse(member):
    """Have the invitation looked at when its time is up; ordering it once more does no harm."""
    until = max(member.reply_due_at, clock.now())
    outbox.enqueue(LAPSE, {"member": member.id}, due_at=until, thread=member.panel.thread)


@outbox.handler(LAPSE)
def lapse(job):
    """End an invitation nobody has answered; one that was given more time is looked at again then."""
    member = db.session.get(PanelMember, job.payload["member"])
    if member is None:
        return {"lapsed": False}
    turns.wait(member.challenge, "projects")
    db.session.refresh(member)
    # Of a suspended project every open invitation is ordered anew when it goes on.
    runs = member.panel.state in LIVE and rules.project_goes_on(member) is None
    if member.state is not Seat.INVITED or not runs:
        return {"lapsed": False}
    if clock.now() < member.reply_due_at:
        order_lapse(member)
        return {"lapsed": False}
    apply(None, member, "lapse")
    return {"lapsed": True}
