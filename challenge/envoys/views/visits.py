"""Visits: record, read, correct, answer, and a demand made of a problem."""

from flask import abort, render_template, request, url_for
from flask_login import current_user

import challenge.permissions as may
from challenge.envoys.forms import ReasonForm
from challenge.envoys.views.blueprint import bp, crumbs_of, done, only_if_possible, refused_in, tabs_of
from challenge.envoys.views.missions import mission_crumbs, mission_of
from challenge.envoys.visits import actions, forms, pages, queries
from core import clock, files, workflow
from core.gates import is_signed_in, requires
from core.gates import may as allowed
from core.inspection import ACCEPT, RefusedFile
from core.listing import Listing, attachment


def _crumbs(mission, *more):
    return mission_crumbs((mission.code, url_for("envoys.mission", code=mission.code)), *more)


def _visit(code, number):
    """The visit of this number in the version that is asked for, else the newest, with all versions."""
    mission = mission_of(code)
    versions = pages.versions_of(mission, number)
    row = pages.shown_version(versions, request.args.get("revision", type=int))
    return (row, versions) if row is not None else abort(404)


@bp.get("/desk/envoys/visits")
@requires(is_signed_in)
def visits():
    """All records this person may read, as one list."""
    shown = {"sorts": queries.SORTS, "filters": queries.FILTERS, "columns": queries.COLUMNS}
    listing = Listing(queries.listed_visits(current_user), **shown, name="科技特派员服务记录")
    if listing.is_export:
        return listing.download()
    said = {"listing": listing, "tabs": tabs_of("envoys.visits")}
    return render_template("challenge/envoys/visits/list.html", crumbs=crumbs_of(("服务记录", None)), **said)


@bp.route("/desk/envoys/missions/<code>/visits/new", methods=["GET", "POST"])
@requires(is_signed_in)
def record_visit(code):
    """The envoy writes down a visit."""
    mission = mission_of(code, may.RECORD_VISIT)
    form = forms.VisitForm(data={"visited_on": clock.today()})
    uploads = form.uploads() if form.validate_on_submit() else None
    if uploads is not None:
        made = _kept(form, actions.record, mission, form.said(), form.lines(), uploads)
        if made is not None:
            return done("已提交，等待企业确认。", "envoys.visit", code=code, number=made.number)
    return _form_page(form, mission, "填写服务记录")


@bp.route("/desk/envoys/missions/<code>/visits/<int:number>/correction", methods=["GET", "POST"])
@requires(is_signed_in)
def correct_visit(code, number):
    """A new version of the record."""
    row = _standing(code, number, may.CORRECT_VISIT)
    if stopped := workflow.refusal(current_user, row, "correct"):
        raise workflow.Refused(stopped)
    form = forms.correct_form(row)
    uploads = form.uploads() if form.validate_on_submit() else None
    if uploads is not None:
        kept = tuple(form.kept.data or ()) if form.kept else ()
        said = row, form.said(), form.lines(), form.why.data
        if _kept(form, actions.correct, *said, uploads, kept) is not None:
            return done("已更正，等待企业重新确认。", "envoys.visit", code=code, number=number)
    return _form_page(form, row.mission, f"更正第 {number} 次服务记录")


def _standing(code, number, reasons):
    versions = pages.versions_of(mission_of(code), number)
    return versions[0] if versions and allowed(current_user, versions[0], reasons) else abort(404)


def _kept(form, act, *args):
    """What the action made; None with a sentence at the form."""
    try:
        return refused_in(form, act, current_user, *args)
    except RefusedFile as refused:
        form.files.errors = [str(refused)]
        return None


def _form_page(form, mission, title):
    said = {"form": form, "mission": mission, "title": title, "accept": ACCEPT}
    page = render_template(
        "challenge/envoys/visits/form.html", crumbs=_crumbs(mission, (title, None)), **said
    )
    return page, 422 if form.errors or form.form_errors else 200


@bp.get("/desk/envoys/missions/<code>/visits/<int:number>")
@requires(is_signed_in)
def visit(code, number):
    """One visit, in its newest or a former version."""
    return _page(*_visit(code, number))


@bp.post("/desk/envoys/missions/<code>/visits/<int:number>/confirmation")
@requires(is_signed_in)
def confirm_visit(code, number):
    """The enterprise says that it was so."""
    row, _ = _visit(code, number)
    actions.answer(current_user, row, "confirm")
    return done("已确认。", "envoys.visit", code=code, number=number)


@bp.post("/desk/envoys/missions/<code>/visits/<int:number>/dispute")
@requires(is_signed_in)
def dispute_visit(code, number):
    """The enterprise says what was not so."""
    (row, versions), form = _visit(code, number), ReasonForm()
    only_if_possible(row, "dispute")
    if not form.validate():
        return _page(row, versions, form), 422
    actions.answer(current_user, row, "dispute", reason=form.reason.data)
    return done("已提出异议，特派员和经办人会收到站内信。", "envoys.visit", code=code, number=number)


@bp.post("/desk/envoys/missions/<code>/visits/<int:number>/problems/<int:position>/demand")
@requires(is_signed_in)
def make_demand(code, number, position):
    """One click: a problem becomes a draft of the enterprise."""
    row = _standing(code, number, may.MAKE_DEMAND)
    demand = actions.make_demand(current_user, row, position)
    if allowed(current_user, demand, may.EDIT_CHALLENGE):
        return done("已形成需求草稿，请补充后提交。", "posting.edit", code=demand.code, number=1)
    return done(f"已形成需求草稿 {demand.code}，企业会收到站内信。", "envoys.visit", code=code, number=number)


@bp.get("/desk/envoys/missions/<code>/visits/<int:number>/files/<int:file_id>")
@requires(is_signed_in)
def visit_file(code, number, file_id):
    """A file of a visit; never shown inside the site."""
    _, versions = _visit(code, number)
    one = next((one for row in versions for one in row.files if one.id == file_id), None) or abort(404)
    return attachment(files.read(one.blob, encrypted=True), one.name, one.mime)


def _page(row, versions, dispute=None):
    steps = {one.action: one for one in workflow.available(current_user, row)}
    return render_template(
        "challenge/envoys/visits/visit.html",
        visit=row,
        mission=row.mission,
        versions=versions,
        waits_for=pages.waits_for(row),
        problems=pages.demands_of(row, current_user),
        steps=steps,
        dispute=dispute or (ReasonForm(formdata=None) if "dispute" in steps else None),
        crumbs=_crumbs(row.mission, (f"第 {row.number} 次服务", None)),
    )
