"""What came on paper is entered by a supervisor, so that it blocks and runs like any other."""

from flask import flash, redirect, render_template, request, url_for
from flask_login import current_user

import challenge.permissions as may
from accounts.rules import is_supervisor
from challenge.notice.models import Notice
from challenge.notice.objections.actions import writing
from challenge.notice.objections.forms import PaperForm
from challenge.notice.objections.views.blueprint import bp, crumbs_of
from core.gates import load, requires
from core.inspection import RefusedFile


@bp.get("/paper/<code>")
@requires(is_supervisor)
def paper(code):
    """The form of the letter."""
    notice = load(Notice, code, may.REGISTER_OBJECTION, by="code")
    return _page(notice, PaperForm.of(notice))


@bp.post("/paper/<code>")
@requires(is_supervisor)
def register(code):
    """Enter it."""
    notice = load(Notice, code, may.REGISTER_OBJECTION, by="code")
    form = PaperForm.of(notice, formdata=request.form)
    if not form.validate():
        return _page(notice, form), 422
    values = form.changes() | {"unit": form.unit.data}
    try:
        row = writing.register(current_user, notice, values, form.received.data, _sent())
    except RefusedFile as refused:
        form.file.errors = [str(refused)]
        return _page(notice, form), 422
    flash(f"书面异议已登记，编号 {row.code}。", "good")
    return redirect(url_for("objections.detail", key=row.key))


def _sent():
    sent = request.files.get("file")
    return [(sent.filename, sent.read())] if sent is not None and sent.filename else []


def _page(notice, form):
    crumbs = crumbs_of(("登记书面异议", None))
    return render_template("challenge/notice/objections/paper.html", notice=notice, form=form, crumbs=crumbs)
