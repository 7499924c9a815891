"""The archive of a project: ordered, and downloaded by whom it is for; each download is logged."""

from flask import abort, flash, redirect, url_for
from flask_login import current_user

import challenge.permissions as may
from accounts.rules import is_auditor, is_leader, is_officer, is_supervisor
from challenge.delivery.acceptance import archiving
from challenge.delivery.acceptance.forms import LeaveOutForm
from challenge.delivery.views.acceptance_page import page_of
from challenge.delivery.views.blueprint import bp, project_of
from core import files
from core.gates import requires
from core.listing import streamed
from core.looks import record_look

READS = (is_officer, is_leader, is_supervisor, is_auditor)


@bp.post("/<code>/archives")
@requires(*READS)
def order_archive(code):
    """Have it built in the background."""
    archiving.order(current_user, project_of(code, may.READ_ARCHIVE))
    return _ordered(code)


@bp.post("/<code>/archives/without")
@requires(is_officer)
def order_archive_without(code):
    """Have it built without the files that cannot be read, with a note."""
    project, form = project_of(code, may.READ_ARCHIVE), LeaveOutForm()
    if not form.validate():
        return page_of(project, leave_out=form), 422
    archiving.order(current_user, project, form.left_out.data)
    return _ordered(code)


@bp.get("/<code>/archives/<int:archive_id>")
@requires(*READS)
def archive_file(code, archive_id):
    """The zip as it was built."""
    project = project_of(code, may.READ_ARCHIVE)
    found = next((one for one in project.archives if one.id == archive_id and one.blob), None) or abort(404)
    record_look(current_user, "archive", found)
    return streamed(files.pieces(found.blob), found.size, f"{project.code}-归档.zip", "application/zip")


def _ordered(code):
    flash("正在生成归档包，完成后本页会显示下载链接。", "good")
    return redirect(url_for("delivery.acceptance", code=code))
