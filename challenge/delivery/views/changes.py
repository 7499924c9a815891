"""Changes of a contract: asking for one, sending it to the sides, and the history of all versions."""

from flask import abort, flash, redirect, render_template, url_for
from flask_login import current_user

from accounts.models import User
from accounts.rules import is_enterprise, is_expert, is_officer, is_researcher
from challenge.delivery import rules as projects
from challenge.delivery.contracts import actions, amending, change_form, forms, leaders, limits, pages, rules
from challenge.delivery.contracts.extending import extension_form
from challenge.delivery.contracts.offering import NoteForm
from challenge.delivery.ledger.checks import failing
from challenge.delivery.views.blueprint import READERS, bp, of_project, project_of
from core.database import db
from core.gates import requires
from core.workflow import Refusal, Refused, available

ASKERS = (is_officer, is_enterprise, is_researcher, is_expert)


@bp.get("/<code>/changes")
@requires(*READERS)
def changes(code):
    """All versions: who asked, why, who agreed when, what differs."""
    project = project_of(code)
    return render_template(
        "challenge/delivery/changes/list.html",
        project=project,
        versions=pages.history(current_user, project),
        asks=_may_ask(project),
        refusal=rules.can_be_changed(project),
        flags=leaders.leader_flags(project, _profile(project)),
        crumbs=of_project(project, "任务书变更"),
    )


@bp.route("/<code>/changes/new", methods=["GET", "POST"])
@requires(*ASKERS)
def ask_change(code):
    """Ask for other milestones, sums, tests, values or partners."""
    project = _asked_of(code)
    former = rules.contract_in_force(project).content
    form = change_form.change_form(project, former)
    if form.validate_on_submit():
        wanted = amending.amended(former, form.changes())
        if not form.blame(limits.faults(project, former, wanted)):
            actions.ask_change(current_user, project, form.why.data, form.changes())
            return _asked(code)
    return _page(project, "change", "申请变更任务书", form)


@bp.route("/<code>/changes/extension", methods=["GET", "POST"])
@requires(*ASKERS)
def ask_extension(code):
    """Ask for more time, once."""
    project = _asked_of(code)
    form = extension_form(project)
    if form.validate_on_submit():
        found = limits.extension_fault(project, form.months.data)
        form.months.errors = [found] if found else []
        if not found:
            last = form.last_only.data == "yes"
            actions.ask_extension(current_user, project, form.why.data, form.months.data, last_only=last)
            return _asked(code)
    return _page(project, "form", "申请延期", form)


@bp.route("/<code>/changes/leader", methods=["GET", "POST"])
@requires(*ASKERS)
def ask_successor(code):
    """Ask that another member of the team leads."""
    project, form = _asked_of(code, rules.asks_successor, of_leader=True), forms.SuccessorForm()
    form.offer(project)
    if form.validate_on_submit():
        person = db.session.get(User, int(form.successor.data))
        found = limits.successor_fault(project, person, form.why_code.data)
        form.successor.errors = [found] if found else []
        if not found:
            actions.ask_successor(current_user, project, form.why.data, form.why_code.data, person)
            return _asked(code)
    return _page(project, "form", "申请更换项目负责人", form)


@bp.post("/<code>/changes/<int:number>/offer")
@requires(is_officer)
def offer_change(code, number):
    """Send what was asked for to all sides."""
    found = _numbered(code, number)
    form = NoteForm().ask(departs=bool(failing(found)))
    if form.validate():
        seen = int(form.seen.data) if (form.seen.data or "").isascii() and form.seen.data.isdigit() else None
        why = form.data.get("check_reason", "")
        actions.offer_change(current_user, found, seen, form.note.data, why)
        flash("变更已发给各方确认。", "good")
        return redirect(url_for("delivery.contract", code=code))
    return _step_page(found, "发给各方确认", form, "offer_change"), 422


@bp.route("/<code>/changes/<int:number>/<any(decline, withdraw):action>", methods=["GET", "POST"])
@requires(*ASKERS)
def end_change(code, number, action):
    """Decline it, or withdraw what one has asked for, with a reason."""
    found, form = _numbered(code, number), forms.DeclineForm()
    choice = next((one for one in available(current_user, found) if one.action == action), None) or abort(404)
    if form.validate_on_submit():
        actions.end(current_user, found, action, form.reason.data)
        flash(f"已办理：{choice.label}。", "good")
        return redirect(url_for("delivery.changes", code=code))
    page = _step_page(found, choice.label, form, "end_change")
    return page, 422 if form.errors else 200


def _asked_of(code, question=rules.asks_change, *, of_leader=False):
    """The project, when this person may ask now."""
    project = project_of(code)
    if not question(current_user, project):
        raise Refused(Refusal("who", "只有双方和经办人可以申请变更任务书。"))
    if found := rules.can_be_changed(project, of_leader=of_leader):
        raise Refused(Refusal("needs", found))
    return project


def _profile(project):
    """What the profile says is for the bureau and the team; the poster reads the account's unit alone."""
    if projects.oversees_project(current_user, project) or projects.is_on_team(current_user, project):
        return leaders.profiles_of([project.leader]).get(project.leader_id)
    return None


def _may_ask(project):
    """Endpoint and label of what this person may ask for."""
    choices = [
        ("delivery.ask_change", "申请变更任务书", rules.asks_change),
        ("delivery.ask_extension", "申请延期", rules.asks_change),
        ("delivery.ask_successor", "申请更换项目负责人", rules.asks_successor),
    ]
    return [(endpoint, label) for endpoint, label, asks in choices if asks(current_user, project)]


def _asked(code):
    flash("变更申请已提交，经办人核对后发给各方确认。", "good")
    return redirect(url_for("delivery.contract", code=code))


def _numbered(code, number):
    found = next((one for one in project_of(code).contracts if one.number == number), None)
    return found if found is not None and found.state in rules.OPEN else abort(404)


def _page(project, name, label, form):
    crumbs = of_project(project, label)
    said = {"project": project, "form": form, "label": label, "crumbs": crumbs}
    page = render_template(f"challenge/delivery/changes/{name}.html", **said)
    return page, 422 if form.errors else 200


def _step_page(found, label, form, endpoint):
    said = {"project": found.project, "form": form, "label": label, "contract": found}
    crumbs = of_project(found.project, label)
    return render_template(
        "challenge/delivery/changes/step.html", **said, endpoint=f"delivery.{endpoint}", crumbs=crumbs
    )
