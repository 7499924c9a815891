"""The mails of the outbox for the system administrator (/desk/accounts/mails); bodies are never shown."""

from types import SimpleNamespace

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_login import current_user

from accounts import permissions, queries
from accounts.actions import mailing
from accounts.forms import MailsAgainForm
from accounts.mails import fault_zh
from accounts.rules import is_admin
from core import clock
from core.formats import masked_email
from core.gates import load, requires
from core.listing import Filter, Listing, equals
from core.outbox import AT_REST, Job

bp = Blueprint("outbox", __name__, url_prefix="/desk/accounts/mails")

ID = "int(max=2147483647)"
STATES = {
    "waiting": ("待发送", "wait"),
    "leased": ("发送中", "wait"),
    "done": ("已发送", "good"),
    "held": ("仅留存", "quiet"),
    "failed": ("发送失败", "bad"),
}
CHOICES = tuple((key, label) for key, (label, _) in STATES.items())
COLUMNS = (
    ("时间", lambda job: clock.beijing(job.created_at).strftime("%Y-%m-%d %H:%M:%S")),
    ("收件人", lambda job: masked_email(job.payload["to"])),
    ("标题", lambda job: job.payload["subject"]),
    ("状态", lambda job: STATES[job.state][0]),
    ("尝试次数", lambda job: job.attempts),
    ("未发出的原因", lambda job: fault_zh(job.error)),
)


def _search(statement, value):
    found = [Job.payload[key].as_string().icontains(value, autoescape=True) for key in ("to", "subject")]
    return statement.where(found[0] | found[1])


def _row(job):
    label, tone = STATES[job.state]
    return SimpleNamespace(
        id=job.id,
        at=job.created_at,
        to=masked_email(job.payload["to"]),
        subject=job.payload["subject"],
        state=SimpleNamespace(label=label, tone=tone),
        attempts=job.attempts,
        fault=fault_zh(job.error),
        is_kept=job.state in AT_REST,
        obstacle=mailing.obstacle(job),
    )


def _listing():
    return Listing(
        queries.mails(),
        sorts={"-at": ("时间", (Job.created_at, Job.id)), "attempts": ("尝试次数", (Job.attempts, Job.id))},
        filters=[
            Filter("q", "收件人或标题", _search, kind="text"),
            Filter("state", "状态", equals(Job.state), CHOICES),
        ],
        columns=COLUMNS,
        name="邮件记录",
    )


@bp.get("")
@requires(is_admin)
def index():
    """What was sent to whom and when, without the text."""
    listing = _listing()
    if listing.is_export:
        return listing.download()
    mails = [_row(job) for job in listing.rows]
    return render_template(
        "accounts/outbox/index.html", listing=listing, mails=mails, obstacle=mailing.obstacle()
    )


@bp.post(f"/<{ID}:job_id>/again")
@requires(is_admin)
def again(job_id):
    """Send one mail again."""
    mailing.release(current_user, load(Job, job_id, permissions.SEND_AGAIN))
    flash("已安排补发，稍后刷新本页查看结果。", "good")
    return redirect(url_for("outbox.index"))


@bp.route("/again", methods=["GET", "POST"])
@requires(is_admin)
def all_again():
    """Says what will happen; sends again what was kept back or failed."""
    form = MailsAgainForm()
    if form.validate_on_submit():
        mailing.release_all(current_user, form.days.data)
        flash("已安排补发，稍后刷新本页查看结果。", "good")
        return redirect(url_for("outbox.index"))
    page = render_template("accounts/outbox/again.html", form=form, obstacle=mailing.obstacle())
    return page, 422 if form.is_submitted() else 200
