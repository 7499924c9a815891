"""变更公告 of attachments: files are uploaded first and wait, then the announcement is looked over and published."""

from flask import flash, redirect, render_template, request
from flask_login import current_user
from werkzeug.datastructures import CombinedMultiDict

from accounts.rules import is_officer
from challenge import rulepack
from challenge.posting.actions import amending, attaching
from challenge.posting.actions.drafting import VersionConflict
from challenge.posting.attachments import WAITING, attachments_of, waiting_of
from challenge.posting.forms.desk import AttachmentsForm
from challenge.posting.models import Attachment
from challenge.posting.rules import deadline_to_come
from challenge.posting.views.blueprint import amendable, bp, desk_url
from core import files, workflow
from core.gates import load, requires
from core.inspection import RefusedFile
from core.listing import attachment


@bp.route("/desk/challenges/<code>/amend/attachments", methods=["GET", "POST"])
@requires(is_officer)
def amend_files(code):
    """Add, replace and remove attachments of an open list."""
    challenge = amendable(code)
    sent: list = [request.form, request.files]
    typed = CombinedMultiDict(sent) if request.method == "POST" else None
    form = AttachmentsForm(formdata=typed, data={"version": challenge.version})
    form.offer(attachments_of(challenge))
    if request.method == "GET":
        return _page(challenge, form)
    return redirect(desk_url(challenge)) if _is_sent_again(challenge, form) else _handled(challenge, form)


def _handled(challenge, form):
    kept, go = _kept(challenge, form), request.form.get("go", "")
    if not kept or go not in ("preview", "publish"):
        return _page(challenge, form), 200 if kept else 422
    if not form.validate() or not _changes_something(challenge, form):
        return _page(challenge, form), 422
    if go == "preview":
        return _page(challenge, form, preview=amending.preview(challenge, form.changes()))
    return _published(challenge, form)


def _is_sent_again(challenge, form):
    """The second click on 发布: nothing waits any more, and the announcement is out."""
    gone = request.form.get("go") == "publish" and not waiting_of(challenge)
    return gone and amending.is_said(current_user, challenge, form.reason.data, form.seen_version())


@bp.get("/desk/challenges/<code>/amend/attachments/<int(max=2147483647):attachment_id>")
@requires(is_officer)
def waiting_file(code, attachment_id):
    """A file that waits for the announcement, for those who publish it; never shown inside the site."""
    row = load(Attachment, attachment_id, _waits_for(amendable(code)))
    return attachment(files.read(row.blob, row.is_encrypted), row.name, row.mime)


def _waits_for(challenge):
    return (lambda user, row: row.owner_type == WAITING and row.owner_id == challenge.id,)


def _kept(challenge, form):
    """Keep the chosen file, or take one back; False when a file was refused."""
    upload, undone = form.file.data, request.form.get("go", "").removeprefix("undo-")
    if undone.isdecimal():
        row = load(Attachment, int(undone[:9]), _waits_for(challenge))
        attaching.take_back(current_user, challenge, row)
    if not getattr(upload, "filename", ""):
        if request.form.get("go") == "upload":
            form.file.errors = ["请先选择文件。"]
        return not form.file.errors
    try:
        attaching.put_in_waiting(
            current_user, challenge, upload.filename, upload.read(), replaces=form.replaced()
        )
    except RefusedFile as refused:
        form.file.errors = [refused.sentence]
    return not form.file.errors


def _changes_something(challenge, form):
    if not form.changes()["attachments"] and not waiting_of(challenge):
        form.file.errors = ["没有要变更的附件：请上传文件，或勾选要删除的附件。"]
    return not form.errors


def _published(challenge, form):
    try:
        said = amending.amend(
            current_user, challenge, form.changes(), form.reason.data, version=form.seen_version()
        )
    except VersionConflict:
        form.version.data = challenge.version
        form.form_errors.append("您打开页面之后，这份榜单已在别处改过。请核对下面的现行附件，再次发布。")
        return _page(challenge, form), 409
    except workflow.Refused as refused:
        if refused.refusal.kind != "needs":
            raise
        form.form_errors.append(refused.refusal.sentence)
        return _page(challenge, form), 422
    flash(said.told, "success")
    return redirect(desk_url(challenge))


def _page(challenge, form, preview=None):
    return render_template(
        "challenge/posting/amend_files.html",
        challenge=challenge,
        form=form,
        preview=preview,
        present=attachments_of(challenge),
        waiting=waiting_of(challenge),
        late=deadline_to_come(challenge),
        clause=rulepack.cite(challenge, "change_extension_days"),
    )
