"""The public board: /challenges and what hangs below each list."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask_login import current_user

from challenge.posting.actions import access, questions
from challenge.posting.models import Attachment
from challenge.posting.queries import history, lists
from challenge.posting.queries.access import readable_sections
from challenge.posting.reading.actions import counted
from challenge.posting.views import proclamation
from challenge.posting.views.blueprint import bp, public_list_of
from core import files
from core.database import db
from core.gates import is_signed_in, public, requires
from core.kept import kept
from core.listing import Listing, attachment
from core.workflow import Refusal, Refused


@bp.get("/challenges")
@public
@kept
def public_list():
    """The board."""
    listing = Listing(
        lists.BOARD,
        sorts=lists.PUBLIC_SORTS,
        filters=lists.PUBLIC_FILTERS,
        columns=lists.COLUMNS,
        name="榜单",
    )
    if listing.is_export:
        return listing.download()
    return render_template("challenge/posting/public_list.html", listing=listing, summary=lists.summary)


@bp.get("/challenges/<code>")
@public
@counted
@kept
def public_detail(code):
    """The proclamation."""
    page = proclamation.page(current_user, public_list_of(code))
    return render_template("challenge/posting/public_detail.html", **page)


@bp.get("/challenges/<code>/timeline")
@public
@kept
def timeline(code):
    """Public events, each with its number in the log."""
    challenge = public_list_of(code)
    events = history.public_timeline(challenge)
    return render_template("challenge/posting/timeline.html", challenge=challenge, events=events)


@bp.get("/challenges/<code>/versions")
@public
@kept
def versions(code):
    """变更公告: every public version with old and new values."""
    challenge = public_list_of(code)
    return render_template(
        "challenge/posting/versions.html",
        challenge=challenge,
        versions=history.versions(challenge),
        sections=readable_sections(current_user, challenge),
        shown_changes=history.shown_changes,
    )


@bp.get("/challenges/<code>/attachments/<int(max=2147483647):attachment_id>")
@public
def download(code, attachment_id):
    """An attachment, for readers of that section; never shown inside the site."""
    challenge = public_list_of(code)
    wanted = db.select(Attachment).filter_by(id=attachment_id, owner_type="challenge", owner_id=challenge.id)
    row = db.session.scalar(wanted)
    if row is None or "attachments" not in readable_sections(current_user, challenge):
        abort(404)
    return attachment(files.read(row.blob, row.is_encrypted), row.name, row.mime)


def _back(challenge):
    return redirect(url_for("posting.public_detail", code=challenge.code))


@bp.post("/challenges/<code>/follow")
@requires(is_signed_in)
def follow(code):
    """Be told of changes and answers."""
    challenge = public_list_of(code)
    wants = request.form.get("wants") != "no"
    (questions.follow if wants else questions.unfollow)(current_user, challenge)
    flash("已关注，榜单变更和答复会发到您的站内信。" if wants else "已取消关注。", "success")
    return _back(challenge)


@bp.post("/challenges/<code>/secrecy-pledge")
@requires(is_signed_in)
def pledge_secrecy(code):
    """Pledge confidentiality, and read the sections behind it."""
    challenge = public_list_of(code)
    if request.form.get("agreed") != "yes":
        raise Refused(Refusal("needs", "请先勾选保密承诺，再点签署。"))
    access.pledge_secrecy(current_user, challenge)
    flash("保密承诺已记录，您可以查看相应内容。", "success")
    return _back(challenge)
