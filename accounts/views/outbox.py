"""The mails of the outbox for the system administrator (/desk/accounts/mails); bodies are never shown."""

from types import SimpleNamespace

from flask import Blueprint, current_app, render_template

from accounts import queries
from accounts.rules import is_admin
from core.formats import masked_email
from core.gates import requires
from core.listing import Filter, Listing, equals
from core.outbox import Job

bp = Blueprint("outbox", __name__, url_prefix="/desk/accounts/mails")

STATES = {
    "waiting": ("待发送", "wait"),
    "leased": ("发送中", "wait"),
    "done": ("已发送", "good"),
    "held": ("仅留存", "quiet"),
    "failed": ("发送失败", "bad"),
}


def _row(job):
    label, tone = STATES[job.state]
    return SimpleNamespace(
        at=job.created_at,
        to=masked_email(job.payload["to"]),
        subject=job.payload["subject"],
        state=SimpleNamespace(label=label, tone=tone),
        attempts=job.attempts,
    )


def _listing():
    return Listing(
        queries.mails(),
        sorts={"-at": ("时间", (Job.created_at, Job.id))},
        filters=[
            Filter(
                "state", "状态", equals(Job.state), tuple((key, label) for key, (label, _) in STATES.items())
            )
        ],
        name="邮件",
    )


@bp.get("")
@requires(is_admin)
def index():
    """What was sent to whom and when, without the text."""
    listing = _listing()
    return render_template(
        "accounts/outbox/index.html",
        listing=listing,
        mails=[_row(job) for job in listing.rows],
        is_set=bool(current_app.config["MAIL_URL"]),
    )
