"""The R&D log of a project: the list with its gaps, one entry, writing, correcting, showing to the poster."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask_login import current_user

import challenge.permissions as may
from accounts.rules import is_enterprise, is_expert, is_researcher
from challenge.delivery.research import actions, pages, printing, queries, rules
from challenge.delivery.research.forms import EntryForm
from challenge.delivery.research.states import Work
from challenge.delivery.views.blueprint import READERS, bp, crumbs_of, project_of
from core import files
from core.gates import may as allowed
from core.gates import requires
from core.inspection import ACCEPT, RefusedFile
from core.listing import Listing, attachment
from core.looks import record_look

TEAM = (is_researcher, is_enterprise, is_expert)


@bp.get("/<code>/research")
@requires(*READERS)
def research(code):
    """Entries that the reader may see; for the team and the bureau the gaps too."""
    project = _project(code)
    listing = Listing(
        queries.listed_entries(current_user, project),
        sorts=queries.SORTS,
        filters=queries.filters(project),
        columns=queries.COLUMNS,
        name=f"研发记录-{code}",
    )
    return listing.download() if listing.is_export else _page(project, listing)


@bp.get("/<code>/research.pdf")
@requires(*READERS)
def research_document(code):
    """The same entries as PDF."""
    project = _project(code)
    return attachment(printing.log(project, current_user), f"{code}-研发记录.pdf", "application/pdf")


@bp.route("/<code>/research/new", methods=["GET", "POST"])
@requires(*TEAM)
def write_research(code):
    """A new entry."""
    return _written(project_of(code, may.WRITE_RESEARCH))


@bp.get("/<code>/research/<int:number>")
@requires(*READERS)
def research_entry(code, number):
    """One entry with its place in the chain."""
    entry = _entry(code, number)
    return render_template(
        "challenge/delivery/research/entry.html",
        entry=entry,
        project=entry.project,
        is_late=rules.is_late(entry),
        shares=rules.shares_entry(current_user, entry),
        writes=rules.writes_log(current_user, entry.project),
        crumbs=_crumbs(entry.project, (f"第 {number} 条", None)),
    )


@bp.route("/<code>/research/<int:number>/correct", methods=["GET", "POST"])
@requires(*TEAM)
def correct_research(code, number):
    """A further entry that puts this one right."""
    project_of(code, may.WRITE_RESEARCH)
    entry = _entry(code, number)
    return _written(entry.project, entry)


@bp.post("/<code>/research/<int:number>/share")
@requires(*TEAM)
def share_research(code, number):
    """Show an entry to the poster."""
    entry = _entry(code, number)
    actions.share(current_user, entry)
    flash("发榜方现在可以看到这条记录。", "good")
    return redirect(url_for("delivery.research_entry", code=code, number=number))


@bp.get("/<code>/research/<int:number>/files/<int:file_id>")
@requires(*READERS)
def research_file(code, number, file_id):
    """A file of an entry; never shown inside the site."""
    one = next((one for one in _entry(code, number).files if one.id == file_id), None) or abort(404)
    return attachment(files.read(one.blob, encrypted=True), one.name, one.mime)


def _project(code):
    project = project_of(code, may.READ_RESEARCH_LOG)
    _note_look(project)
    return project


def _entry(code, number):
    entry = queries.numbered(_project(code), number)
    return entry if entry is not None and allowed(current_user, entry, may.READ_RESEARCH) else abort(404)


def _note_look(project):
    """Who reads it by supervision alone is written down."""
    if rules.reads_by_office(current_user, project):
        record_look(current_user, "research", project)


def _crumbs(project, *more):
    code = project.code
    log = ("研发记录", url_for("delivery.research", code=code))
    if not allowed(current_user, project, may.READ_PROJECT):
        return [*crumbs_of()[:1], log, *more]  # who sits on a panel sees no more of the project
    return crumbs_of((code, url_for("delivery.detail", code=code)), log, *more)


def _page(project, listing):
    return render_template(
        "challenge/delivery/research/list.html",
        project=project,
        listing=listing,
        diligence=pages.diligence(project) if rules.reads_log(current_user, project) else None,
        writes=rules.writes_log(current_user, project),
        late_days=rules.late_days(project),
        crumbs=_crumbs(project),
    )


def _form(project, corrects):
    known = {}
    if corrects is not None and request.method == "GET":
        concerned = [one.id for one in corrects.indicators]
        known = {
            "worked_on": corrects.worked_on,
            "kind": corrects.kind.value,
            "indicators": concerned,
            "unrelated": not concerned,
        }
    return EntryForm(**known).offer(project, rules.first_day(project))


def _written(project, corrects=None):
    form = _form(project, corrects)
    if form.validate_on_submit() and (row := _write(project, form, corrects)):
        flash("已写入研发记录。记录不能修改；有误的，请另写一条更正。", "good")
        return redirect(url_for("delivery.research_entry", code=project.code, number=row.number))
    page = render_template(
        "challenge/delivery/research/write.html",
        project=project,
        form=form,
        corrects=corrects,
        late_days=rules.late_days(project),
        accept=ACCEPT,
        crumbs=_crumbs(project, ("更正" if corrects else "写记录", None)),
    )
    return page, 422 if form.errors else 200


def _write(project, form, corrects):
    """The entry, or None with what is wrong at the field."""
    uploads = form.uploads()
    if uploads is None:
        return None
    said = form.worked_on.data, Work(form.kind.data), form.text.data
    more = {"indicators": form.concerned(), "uploads": uploads, "corrects": corrects}
    try:
        return actions.write(current_user, project, *said, **more)
    except RefusedFile as refused:
        form.files.errors = [str(refused)]
        return None
