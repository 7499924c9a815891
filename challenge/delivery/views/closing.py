"""Closures (终止办理): the list of all, those of a project, one with everything about it, and the pages of its steps."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask_login import current_user

from accounts.rules import is_enterprise, is_expert, is_leader, is_officer, is_researcher
from accounts.stepup import stepped_up
from challenge.delivery.closing import actions, forms, pages, printing, queries, rules
from challenge.delivery.views.blueprint import READERS, bp, crumbs_of, of_project, project_of
from challenge.posting.steps import consequences
from core import files, history, workflow
from core.gates import requires, step_of
from core.inspection import ACCEPT
from core.listing import Listing, attachment
from core.phrasing import in_words

SIDES = (is_enterprise, is_researcher, is_expert)
ASKERS = (is_officer, *SIDES)
OWN_PAGES = {
    "speak": "delivery.speak_closure",
    "draw": "delivery.draw_closure",
    "confirm": "delivery.closure",
}


@bp.get("/closures")
@requires(*READERS)
def closures():
    """All closures this person may read."""
    listing = Listing(
        queries.listed_closures(current_user),
        sorts=queries.SORTS,
        filters=queries.FILTERS,
        columns=queries.COLUMNS,
        name="终止办理",
    )
    if listing.is_export:
        return listing.download()
    labels = {one.id: rules.path_of(one)["label"] for one in listing.rows}
    said = {"listing": listing, "labels": labels, "crumbs": crumbs_of(("终止办理", None))}
    return render_template("challenge/delivery/closing/list.html", **said)


@bp.get("/<code>/closures")
@requires(*READERS)
def closures_of(code):
    """Those of one project, and how a new one begins."""
    project = project_of(code)
    offered = rules.offered(current_user, project)
    return render_template(
        "challenge/delivery/closing/of_project.html",
        project=project,
        rows=[(one, rules.path_of(one)["label"]) for one in reversed(project.closures)],
        paths=[
            (in_words(one["label"]), [(name, in_words(text)) for name, text in pages.path_facts(one)])
            for one in rules.paths(project).values()
        ],
        refusal=rules.can_be_closed(project),
        may_ask=bool(offered),
        crumbs=of_project(project, "终止办理"),
    )


@bp.route("/<code>/closures/new", methods=["GET", "POST"])
@requires(*ASKERS)
def ask_closure(code):
    """Say why the project cannot go on."""
    project = project_of(code)
    form = forms.AskForm(data={"reason_code": request.args.get("reason", "")})
    offered = rules.offered(current_user, project)
    if not offered:
        raise workflow.Refused(workflow.Refusal("who", "您不是本项目的一方，不能申请终止。"))
    if found := rules.can_be_closed(project):
        raise workflow.Refused(workflow.Refusal("needs", found))
    form.reason_code.choices = [(one["key"], one["label"]) for one in offered]
    uploads = form.uploads() if form.validate_on_submit() else None
    if uploads is not None and _ground_holds(project, form, uploads):
        said = form.reason_code.data, form.facts.data, uploads
        row = actions.ask(current_user, project, *said)
        flash("已提交，经办人会收到站内信。", "good")
        return redirect(_here(row))
    return _form_page(project, "申请终止项目", form, paths=offered)


@bp.get("/<code>/closures/<int:number>")
@requires(*READERS)
def closure(code, number):
    """Everything about one closure."""
    return _page(_numbered(code, number))


@bp.route("/<code>/closures/<int:number>/speak", methods=["GET", "POST"])
@requires(*SIDES)
def speak_closure(code, number):
    """The statement of the own side."""
    row, form = _allowed(code, number, "speak"), forms.SpeakForm()
    uploads = form.uploads() if form.validate_on_submit() else None
    if uploads is not None:
        actions.speak(current_user, row, form.text.data, form.agrees.data == "yes", uploads)
        flash("已提交陈述。", "good")
        return redirect(_here(row))
    return _form_page(row.project, "提交陈述", form, closure=row)


@bp.route("/<code>/closures/<int:number>/settlement", methods=["GET", "POST"])
@requires(is_officer)
def draw_closure(code, number):
    """Value the work that is done and draw up the settlement."""
    row = _allowed(code, number, "draw")
    form = forms.work_form(pages.work_rows(row))
    if form.validate_on_submit():
        actions.draw(current_user, row, forms.percents(form))
        flash("结算单已按台账出具，发给双方确认。", "good")
        return redirect(_here(row))
    return _form_page(row.project, "出具结算单", form, closure=row)


@bp.post("/<code>/closures/<int:number>/confirm")
@requires(*SIDES, is_leader)
@stepped_up
def confirm_closure(code, number):
    """Confirm the settlement for the own side."""
    row, form = _numbered(code, number), forms.ConfirmForm()
    if not form.validate():
        return _page(row, form), 422
    actions.confirm(current_user, row, form.digest.data)
    flash("已确认结算单。", "good")
    return redirect(_here(row))


@bp.route("/<code>/closures/<int:number>/steps/<action>", methods=["GET", "POST"])
@requires(*READERS)
def closure_step(code, number, action):
    """Say what will happen, ask for a reason where one is due, make the step."""
    row = _numbered(code, number)
    step = abort(404) if action in OWN_PAGES else step_of(row, action)
    form = (forms.ReasonForm if step.asks else forms.PlainForm)()
    if form.validate_on_submit():
        actions.make(current_user, row, action, form.reason.data if step.asks else "")
        flash(f"已办理：{step.label}。", "good")
        return redirect(_here(row))
    return _step_page(row, step, form)


@bp.get("/<code>/closures/<int:number>/settlement.pdf")
@requires(*READERS)
def settlement_pdf(code, number):
    """The settlement as PDF."""
    row = _numbered(code, number)
    if row.settlement is None:
        abort(404)
    return attachment(printing.pdf(row), f"{code}-终止结算单.pdf", "application/pdf")


@bp.get("/<code>/closures/<int:number>/files/<int:file_id>")
@requires(*READERS)
def closure_file(code, number, file_id):
    """Evidence of one side; never shown inside the site."""
    row = _numbered(code, number)
    one = next((one for one in row.files if one.id == file_id), None) or abort(404)
    return attachment(files.read(one.blob, encrypted=True), one.name, one.mime)


def _numbered(code, number):
    return next((one for one in project_of(code).closures if one.number == number), None) or abort(404)


def _allowed(code, number, action):
    """The closure, when this person may make the step now."""
    row = _numbered(code, number)
    if refused := workflow.refusal(current_user, row, action):
        raise workflow.Refused(refused)
    return row


def _ground_holds(project, form, uploads):
    path = rules.paths(project)[form.reason_code.data]
    if found := rules.ground_missing(project, path):
        form.reason_code.errors = [found]
    elif found := rules.evidence_missing(
        project, path, rules.stands_for(current_user, project, path), uploads
    ):
        form.files.errors = [found]
    return found is None


def _here(row):
    return url_for("delivery.closure", code=row.project.code, number=row.number)


def _crumbs(row, label):
    code = row.project.code
    ways = [
        (code, url_for("delivery.detail", code=code)),
        ("终止办理", url_for("delivery.closures_of", code=code)),
    ]
    return crumbs_of(*ways, (f"第 {row.number} 次", _here(row)), (label, None))


def _form_page(project, label, form, closure=None, paths=()):
    page = render_template(
        "challenge/delivery/closing/form.html",
        project=project,
        label=label,
        form=form,
        back=_here(closure) if closure else url_for("delivery.closures_of", code=project.code),
        paths=[
            (in_words(one["label"]), [(name, in_words(text)) for name, text in pages.path_facts(one)])
            for one in paths
        ],
        accept=ACCEPT,
        crumbs=_crumbs(closure, label) if closure else of_project(project, label),
    )
    return page, 422 if form.errors else 200


def _step_page(row, step, form):
    page = render_template(
        "challenge/delivery/step.html",
        project=row.project,
        back=_here(row),
        step=step,
        form=form,
        consequences=consequences(row, step.action) + pages.falls_with(row, step.action),
        crumbs=_crumbs(row, step.label),
    )
    return page, 422 if form.errors else 200


def _page(row, form=None):
    choices = workflow.available(current_user, row)
    confirms = next((one for one in choices if one.action == "confirm" and one.refusal is None), None)
    return render_template(
        "challenge/delivery/closing/detail.html",
        closure=row,
        project=row.project,
        path=rules.path_of(row),
        facts_of_path=pages.path_facts(rules.path_of(row)),
        waits_for=pages.waits_for(row),
        rest_words=pages.rest_words(row),
        records=pages.records(row),
        deliberated=rules.open_tolerance(row.project),
        choices=[one for one in choices if one.action != "confirm" or one.refusal],
        own_pages=OWN_PAGES,
        settled=pages.settled(row),
        form=(form or forms.ConfirmForm(formdata=None, digest=row.settlement_digest)) if confirms else None,
        signed=[one for one in row.signatures if one.round == row.round],
        events=history.events(row),
        is_decided=rules.is_decided(row),
        crumbs=_crumbs(row, "详情")[:-1],
    )
