"""The form of a record: filled in by those it waits for, put right by the officer."""

from flask import abort, flash, redirect, render_template, request
from flask_login import current_user

from challenge.delivery.outcomes.following import actions as following
from challenge.delivery.outcomes.pages import crumbs_of
from challenge.delivery.outcomes.recruiting import actions as recruiting
from challenge.delivery.outcomes.recruiting.forms import AgreeForm
from challenge.delivery.outcomes.recruiting.rules import is_person
from challenge.delivery.outcomes.registering import actions as registering
from challenge.delivery.outcomes.states import Stay
from challenge.delivery.outcomes.views.blueprint import A_KIND, READERS, address_of, bp, kind_of, record_of
from challenge.posting.forms.uploads import sent_file
from core.errors import Conflict
from core.gates import requires


@bp.route(f"/{A_KIND}/<code>/edit", methods=["GET", "POST"])
@requires(*READERS)
def edit(kind, code):
    """Fill in a record."""
    found = kind_of(kind)
    if found.key == "talents":
        return _agree(found, record_of(found, code, (is_person,)))
    row = record_of(found, code, found.fills)
    form, status = _form(found.form, row), 200
    if form.validate_on_submit():
        status = _save(found, row, form)
        if status == 302:
            return redirect(address_of(found, row))
    return form_page(found, row, form, "填写" + found.label, status)


def _form(kind, row):
    form = kind(obj=row)
    if request.method == "GET":
        form.seen.data = str(row.version)
    return form


def _save(kind, row, form):
    """302 when it was kept, else the status of the page that says why not."""
    upload = sent_file(form.file) if "file" in form else None
    if form.errors:
        return 422
    try:
        if kind.key == "follow-ups":
            following.save(current_user, row, form.values(), form.seen_version(), upload)
        else:
            registering.save(current_user, row, form.values(), form.seen_version())
    except Conflict:
        form.seen.data = str(row.version)
        return 409
    flash("已保存。补齐后请提交核对。", "good")
    return 302


def correct(kind, row):
    """The officer's form for what was registered."""
    form, status = _form(kind.correction or abort(404), row), 200
    if request.method == "GET":
        form.reason.data = ""
    if form.validate_on_submit():
        try:
            registering.correct(current_user, row, form.values(), form.reason.data, form.seen_version())
        except Conflict:
            form.seen.data, status = str(row.version), 409
        else:
            flash("已更正，更正前后的内容记入日志。", "good")
            return redirect(address_of(kind, row))
    return form_page(kind, row, form, "更正登记内容", status)


def _agree(kind, row):
    form = AgreeForm(obj=row)
    if request.method == "GET" and row.stay:
        form.stay.data = row.stay.value
    if form.validate_on_submit():
        said = form.origin.data, form.needs.data
        recruiting.agree(current_user, row, Stay(form.stay.data), *said)
        flash("已保存您的意向，经办人会为您匹配单位。", "good")
        return redirect(address_of(kind, row))
    return form_page(kind, row, form, "人才引进意向", 200)


def form_page(kind, row, form, heading, status):
    """The form with what was typed; beside it, when somebody was faster, what stands there now."""
    page = render_template(
        "challenge/delivery/outcomes/form.html",
        kind=kind,
        row=row,
        form=form,
        heading=heading,
        sheets=kind.sheets(row) if status == 409 else [],
        back=address_of(kind, row),
        crumbs=crumbs_of(kind, (row.code, address_of(kind, row)), (heading, None)),
    )
    return page, 422 if form.errors else status
