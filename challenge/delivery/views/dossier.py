"""The dossier of tolerance: assembled with one click, as it was frozen, and as PDF; the summary that becomes a precedent."""

from flask import abort, flash, redirect, render_template, url_for
from flask_login import current_user

import challenge.permissions as may
from accounts.rules import is_officer, is_supervisor
from challenge.delivery.tolerance import actions, anonymity, pages, printing, queries
from challenge.delivery.tolerance.forms import PrecedentForm
from challenge.delivery.tolerance.states import Side
from challenge.delivery.views.blueprint import READERS, bp, crumbs_of, project_of
from core import clock
from core.gates import may as allowed
from core.gates import requires
from core.listing import attachment
from core.looks import record_look

PDF = "application/pdf"
READS = {Side.TEAM: may.ASSEMBLE_TEAM, Side.OFFICE: may.ASSEMBLE_OFFICE}


@bp.get("/<code>/dossier/<any(team, office):side>")
@requires(*READERS)
def live_dossier(code, side):
    """The evidence as it is now."""
    project = _watched(code, READS[Side(side)])
    return render_template(
        "challenge/delivery/tolerance/live.html",
        project=project,
        side=Side(side),
        groups=pages.live(project, Side(side)),
        at=clock.now(),
        crumbs=_crumbs(project, ("尽责证据", None)),
    )


@bp.get("/<code>/dossier/<any(team, office):side>.pdf")
@requires(*READERS)
def live_dossier_document(code, side):
    """The same as PDF."""
    project = _watched(code, READS[Side(side)])
    return attachment(printing.live(project, Side(side)), f"{code}-尽责证据.pdf", PDF)


@bp.get("/<code>/tolerances/<case_code>/dossier")
@requires(*READERS)
def frozen_dossier(code, case_code):
    """What was frozen for the panel, with its digest."""
    case = _frozen(code, case_code)
    return render_template(
        "challenge/delivery/tolerance/frozen.html",
        case=case,
        project=case.project,
        content=case.dossier,
        parts=pages.parts(case.dossier),
        reads_project=allowed(current_user, case.project, may.READ_PROJECT),
        crumbs=_crumbs(case.project, ("证据材料", None)),
    )


@bp.get("/<code>/tolerances/<case_code>/dossier.pdf")
@requires(*READERS)
def frozen_dossier_document(code, case_code):
    """The same as PDF: always the same bytes."""
    return attachment(printing.frozen(_frozen(code, case_code)), f"{case_code}-证据材料.pdf", PDF)


@bp.route("/<code>/tolerances/<case_code>/precedent", methods=["GET", "POST"])
@requires(is_officer)
def write_precedent(code, case_code):
    """The summary without names."""
    case = _called(code, case_code, may.SUMMARISE_TOLERANCE)
    form = PrecedentForm()
    said = form.title.data or "", form.summary.data or "", form.grounds.data or ""
    if form.validate_on_submit() and form.refuse_names(anonymity.names_in(case, *said)):
        row = actions.publish(current_user, case, *said)
        flash("已发布容错案例。", "good")
        return redirect(url_for("precedents.detail", code=row.code))
    crumbs = _crumbs(case.project, ("案例摘要", None))
    page = {"case": case, "project": case.project, "form": form, "crumbs": crumbs}
    return render_template("challenge/delivery/tolerance/summary.html", **page), 422 if form.errors else 200


def _watched(code, reasons):
    project = project_of(code, reasons)
    _note_look(project)
    return project


def _note_look(project):
    """Whoever watches leaves a trace."""
    if is_supervisor(current_user):
        record_look(current_user, "dossier", project)


def _called(code, case_code, reasons):
    found = queries.called(project_of(code, may.READ_TOLERANCES), case_code)
    return found if found is not None and allowed(current_user, found, reasons) else abort(404)


def _frozen(code, case_code):
    case = _called(code, case_code, may.READ_DOSSIER)
    if not case.digest:
        abort(404)
    _note_look(case.project)
    return case


def _crumbs(project, *more):
    here = ("容错评议", url_for("delivery.tolerance", code=project.code))
    if not allowed(current_user, project, may.READ_PROJECT):
        return [*crumbs_of()[:1], here, *more]
    return crumbs_of((project.code, url_for("delivery.detail", code=project.code)), here, *more)
