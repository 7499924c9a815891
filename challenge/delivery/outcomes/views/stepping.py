"""Steps of a record: say what will happen, ask what is needed, make the step."""

from flask import abort, flash, redirect, render_template, request
from flask_login import current_user

from challenge.delivery.forms import step_form
from challenge.delivery.outcomes.following import actions as following
from challenge.delivery.outcomes.pages import crumbs_of, is_asked_there
from challenge.delivery.outcomes.recruiting import actions as recruiting
from challenge.delivery.outcomes.recruiting import forms as recruit
from challenge.delivery.outcomes.recruiting.queries import units_called
from challenge.delivery.outcomes.recruiting.rules import day_fault, handles
from challenge.delivery.outcomes.registering import actions as registering
from challenge.delivery.outcomes.registering.forms import RegisterForm
from challenge.delivery.outcomes.registering.rules import registered_too_early
from challenge.delivery.outcomes.views.blueprint import A_KIND, READERS, address_of, bp, kind_of, record_of
from challenge.delivery.outcomes.views.filling import correct
from challenge.delivery.outcomes.views.records import page
from challenge.posting.steps import consequences
from core import workflow
from core.gates import requires


@bp.route(f"/{A_KIND}/<code>/steps/<action>", methods=["GET", "POST"])
@requires(*READERS)
def step(kind, code, action):
    """One step of one record."""
    found = kind_of(kind)
    row = record_of(found, code)
    made = next((one for one in workflow.steps_of(row) if one.action == action), None) or abort(404)
    _stop(row, made)
    if action == "correct":
        return correct(found, row)
    form = _form_of(found, made)
    if form.validate_on_submit() and _make(found, row, made, form):
        flash(f"已办理：{made.label}。", "good")
        return redirect(address_of(found, row))
    return _page(found, row, made, form)


@bp.post("/talents/<code>/notes")
@requires(*READERS)
def note(code):
    """Note how it goes on with somebody."""
    kind = kind_of("talents")
    row, form = record_of(kind, code, (handles,)), recruit.NoteForm()
    if not form.validate():
        return page(kind, row, form, 422)
    recruiting.add_note(current_user, row, form.note.data)
    flash("已记录。", "good")
    return redirect(address_of(kind, row))


def _stop(row, made):
    """Refuse a step that cannot be made, before anything is typed for it."""
    refused = workflow.refusal(current_user, row, made.action) if request.method == "GET" else None
    if refused and not is_asked_there(row, refused.sentence):
        raise workflow.Refused(refused)


def _form_of(kind, made):
    if made.action == "register":
        return RegisterForm()
    if kind.key == "talents":
        return (
            recruit.AgreeForm()
            if made.action == "agree"
            else recruit.STEPS.get(made.action, recruit.PlainForm)()
        )
    return step_form(made)


def _make(kind, row, made, form):
    """True when the step was made; else the reason stands at a field."""
    if kind.key == "talents":
        return _recruit(row, made.action, form)
    if made.action == "register":
        if registering.is_taken(row, form.number.data):
            form.number.errors = [registering.TAKEN]
            return False
        if found := registered_too_early(row, form.registered_on.data):
            form.registered_on.errors = [found]
            return False
        registering.register(current_user, row, form.number.data, form.registered_on.data)
        return True
    verbs = following if kind.key == "follow-ups" else registering
    verbs.make(current_user, row, made.action, **{name: form[name].data for name in made.asks})
    return True


def _recruit(row, action, form):
    data = form.data
    if action == "match":
        found = units_called(data["unit"])
        if len(found) != 1:
            several = "有多个单位符合，请填写全称或者统一社会信用代码。"
            form.unit.errors = [several if found else "没有找到这个名称的本市单位，请核对名称或信用代码。"]
            return False
        recruiting.match(current_user, row, found[0], data["note"])
    elif action in ("meet", "settle"):
        if found := day_fault(row, action, data["day"]):
            form.day.errors = [found]
            return False
        getattr(recruiting, action)(current_user, row, data["day"], data["note"])
    elif action == "agree":
        recruiting.agree(current_user, row, recruit.Stay(data["stay"]), data["origin"], data["needs"])
    elif action == "withdraw":
        recruiting.withdraw(current_user, row)
    else:
        recruiting.make(current_user, row, action, data.get("note") or "")
    return True


def _page(kind, row, made, form):
    shown = render_template(
        "challenge/delivery/outcomes/step.html",
        kind=kind,
        row=row,
        step=made,
        form=form,
        consequences=consequences(row, made.action),
        back=address_of(kind, row),
        crumbs=crumbs_of(kind, (row.code, address_of(kind, row)), (made.label, None)),
    )
    return shown, 422 if form.errors else 200
