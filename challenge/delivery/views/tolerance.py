"""Tolerance (容错评议) of a project: ask for it, state, deliberate, be heard, decide; one page for all who take part."""

from flask import abort, flash, redirect, render_template, url_for
from flask_login import current_user

import challenge.permissions as may
from accounts.rules import is_enterprise, is_expert, is_leader, is_officer, is_researcher
from accounts.stepup import stepped_up
from challenge.delivery.closing.rules import open_closure
from challenge.delivery.panels import documents
from challenge.delivery.panels.states import Purpose
from challenge.delivery.tolerance import actions, forms, pages, precedents, queries, rules, settling
from challenge.delivery.tolerance.states import OPEN, Cause, Occasion
from challenge.delivery.views.blueprint import READERS, bp, crumbs_of, of_project, project_of
from core import files, history, workflow
from core.gates import may as allowed
from core.gates import requires
from core.inspection import ACCEPT, RefusedFile
from core.listing import attachment

TEAM = (is_researcher, is_enterprise, is_expert)
FORMS = ("statement", "answer", "withdraw")
documents.of[Purpose.TOLERANCE] = "delivery.tolerance"


@bp.get("/<code>/tolerance")
@requires(*READERS)
def tolerance(code):
    """The case that goes on, else the newest; without one what tolerance is and who may ask for it."""
    project = project_of(code, may.READ_TOLERANCES)
    case = queries.newest(project)
    return _page(case) if case is not None else _empty(project)


@bp.get("/<code>/tolerances/<case_code>")
@requires(*READERS)
def tolerance_case(code, case_code):
    """A case by its code, whatever has become of it."""
    return _page(_case(code, case_code))


@bp.route("/<code>/tolerance/new", methods=["GET", "POST"])
@requires(*TEAM, is_officer)
def ask_tolerance(code):
    """Ask for it."""
    project = project_of(code, may.ASK_TOLERANCE)
    occasions = rules.possible(current_user, project)
    form = forms.RequestForm().offer(project, occasions)
    if form.validate_on_submit():
        asked = Occasion(form.occasion.data), Cause(form.cause.data), form.text.data
        actions.begin(current_user, project, *asked)
        flash("已申请容错评议，双方会收到站内信。", "good")
        return redirect(url_for("delivery.tolerance", code=code))
    refused = None if occasions else rules.may_begin(current_user, project, Occasion.EXHAUSTED)
    crumbs = _crumbs(project, ("申请", None))
    said = {"project": project, "form": form, "refused": refused, "crumbs": crumbs}
    return render_template("challenge/delivery/tolerance/new.html", **said), 422 if form.errors else 200


@bp.post("/<code>/tolerance/statement")
@requires(*TEAM)
def state_tolerance(code):
    """One side says what happened."""
    case, form = _open(code), forms.StatementForm()
    uploads = form.uploads() if form.validate() else None
    if uploads is None or not _stated(case, form, uploads):
        return _page(case, statement=form), 422
    return _done(case, "已提交陈述。")


@bp.get("/<code>/tolerances/<case_code>/files/<int:file_id>")
@requires(*READERS)
def tolerance_file(code, case_code, file_id):
    """An attachment of a statement, for whoever reads the statement; never shown inside the site."""
    shown = pages.statements(_case(code, case_code), current_user)
    one = next((one for said in shown for one in said.files if one.id == file_id), None) or abort(404)
    return attachment(files.read(one.blob, encrypted=True), one.name, one.mime)


@bp.post("/<code>/tolerance/answer")
@requires(*TEAM)
def answer_tolerance(code):
    """The team says what it thinks of the opinion."""
    case, form = _open(code), forms.AnswerForm()
    if not form.validate():
        return _page(case, answer=form), 422
    actions.answer(current_user, case, form.answer.data)
    return _done(case, "已答复，等待决定。")


@bp.post("/<code>/tolerance/withdraw")
@requires(*TEAM, is_officer)
def withdraw_tolerance(code):
    """Whoever has asked takes it back."""
    case, form = _open(code), forms.WithdrawForm()
    if not form.validate():
        return _page(case, withdraw=form), 422
    actions.make(current_user, case, "withdraw", form.withdrawal.data)
    return _done(case, "已撤回。")


@bp.post("/<code>/tolerance/<any(submit, hear, go_on, panel):action>")
@requires(is_officer)
def step_tolerance(code, action):
    """Steps of the officer in charge that need no words."""
    case = _open(code)
    if action in ("submit", "panel"):
        (actions.submit if action == "submit" else actions.form_again)(current_user, case)
        to = url_for("delivery.panel", code=code, purpose=Purpose.TOLERANCE.value)
        return _done(case, "评议组已建立，请抽取或者邀请专家。", to)
    actions.make(current_user, case, action)
    return _done(case, "已办理。")


@bp.route("/<code>/tolerance/decision", methods=["GET", "POST"])
@requires(is_leader)
@stepped_up
def decide_tolerance(code):
    """The decision, with everything it rests on in front."""
    case = _open(code)
    choices = {one.action: one for one in workflow.available(current_user, case)}
    form = forms.DecisionForm().offer({name for name, one in choices.items() if one.refusal is None})
    if not form.outcome.choices:
        raise workflow.Refused(workflow.refusal(current_user, case, "grant"))
    if form.validate_on_submit():
        actions.decide(current_user, case, form.outcome.data, form.reason.data, form.after())
        return _done(case, "已决定，双方会收到站内信。")
    return _decision(case, form, choices), 422 if form.errors else 200


def _stated(case, form, uploads):
    try:
        actions.state(current_user, case, form.statement.data, uploads)
    except RefusedFile as refused:
        form.files.errors = [str(refused)]
        return False
    return True


def _case(code, case_code):
    found = queries.called(project_of(code, may.READ_TOLERANCES), case_code)
    return found if found is not None and allowed(current_user, found, may.READ_TOLERANCE) else abort(404)


def _open(code):
    """The newest case of a project, for whoever may read it."""
    found = queries.newest(project_of(code, may.READ_TOLERANCES))
    return found if found is not None and allowed(current_user, found, may.READ_TOLERANCE) else abort(404)


def _done(case, sentence, to=None):
    flash(sentence, "good")
    return redirect(to or url_for("delivery.tolerance", code=case.project.code))


def _crumbs(project, *more):
    if not allowed(current_user, project, may.READ_PROJECT):
        return [*crumbs_of()[:1], ("容错评议", None)]
    if not more:
        return of_project(project, "容错评议")
    here = ("容错评议", url_for("delivery.tolerance", code=project.code))
    return crumbs_of((project.code, url_for("delivery.detail", code=project.code)), here, *more)


def _empty(project):
    return render_template(
        "challenge/delivery/tolerance/empty.html",
        project=project,
        asks=rules.asks(current_user, project),
        refused=rules.may_begin(current_user, project, Occasion.EXHAUSTED),
        sides=pages.sides_of(current_user, project),
        crumbs=_crumbs(project),
    )


def _decision(case, form, choices):
    return render_template(
        "challenge/delivery/tolerance/decision.html",
        case=case,
        project=case.project,
        form=form,
        stopped=[one.refusal for one in choices.values() if one.refusal],
        votes=pages.votes(case, current_user),
        settlement=pages.named(settling.settlement(case.project)),
        crumbs=_crumbs(case.project, ("决定", None)),
    )


def _page(case, **typed):
    project = case.project
    oversees = rules.assembles_office(current_user, project) or rules.sits_on_case(current_user, project)
    return render_template(
        "challenge/delivery/tolerance/case.html",
        case=case,
        project=project,
        waits_for=pages.waits_for(case),
        statements=pages.statements(case, current_user),
        votes=pages.votes(case, current_user),
        former=pages.former_panels(case) if rules.reads_opinion(current_user, case) else [],
        settlement=pages.settled(case, current_user),
        steps={one.action: one for one in workflow.available(current_user, case)},
        forms=_blank(case) | typed,
        accept=ACCEPT,
        reads_dossier=bool(case.digest) and allowed(current_user, case, may.READ_DOSSIER),
        reads_panel=case.panel is not None and allowed(current_user, case.panel, may.READ_PANEL),
        reads_research=allowed(current_user, project, may.READ_RESEARCH_LOG),
        sides=pages.sides_of(current_user, project),
        asks_again=bool(rules.possible(current_user, project)),
        summarises=rules.summarises(current_user, case),
        similar=precedents.similar(project, case.cause)
        if oversees or rules.leads_team(current_user, case)
        else [],
        others=[one for one in project.tolerances if one is not case],
        closing=open_closure(project) if case.state in OPEN else None,
        events=history.events(case),
        crumbs=_crumbs(project),
    )


def _blank(case):
    """The forms this person may use now."""
    shown = dict.fromkeys(FORMS)
    steps = {one.action: one.refusal for one in workflow.available(current_user, case)}
    if pages.awaits_statement(case, current_user):
        shown["statement"] = forms.StatementForm(formdata=None)
    if "answer" in steps and steps["answer"] is None:
        shown["answer"] = forms.AnswerForm(formdata=None)
    if "withdraw" in steps:
        shown["withdraw"] = forms.WithdrawForm(formdata=None)
    return shown
