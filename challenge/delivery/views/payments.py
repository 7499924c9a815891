"""One payment: its page, and the pages of its steps."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask_login import current_user

from challenge.delivery.ledger import actions, queries, rules
from challenge.delivery.ledger.forms import FORMS, PlainForm
from challenge.delivery.states import Y
from challenge.delivery.views.blueprint import READERS, bp, crumbs_of, project_of, upload_of
from challenge.posting.steps import consequences
from core import files, workflow
from core.formats import countdown
from core.gates import requires
from core.listing import attachment
from talent.integrity.queries import cases_from
from talent.integrity.states import Origin


@bp.get("/<code>/payments/<int:number>")
@requires(*READERS)
def payment(code, number):
    """Everything about a payment."""
    found = _numbered(code, number)
    runs = found.due_at is not None and found.state in (Y.UNLOCKED, Y.REQUESTED, Y.APPROVED)
    return render_template(
        "challenge/delivery/payment.html",
        payment=found,
        project=found.project,
        choices=workflow.available(current_user, found),
        gates=_gates(found),
        due=countdown(found.due_at) if runs else None,
        is_overdue=rules.is_overdue(found),
        events=queries.events(found),
        cases=cases_from(current_user, Origin.PAYMENT, found.code),
        crumbs=_crumbs(found),
    )


@bp.route("/<code>/payments/<int:number>/steps/<action>", methods=["GET", "POST"])
@requires(*READERS)
def payment_step(code, number, action):
    """Say what will happen, ask what is needed, make the step."""
    found = _numbered(code, number)
    row = next((row for row in workflow.steps_of(found) if row.action == action), None) or abort(404)
    if request.method == "GET" and (refused := workflow.refusal(current_user, found, action)):
        raise workflow.Refused(refused)
    form = FORMS.get(action, PlainForm)()
    upload = upload_of(form) if form.validate_on_submit() and "file" in form else None
    if form.is_submitted() and not form.errors:
        _make(found, action, form, upload)
        flash(f"已办理：{row.label}。", "good")
        return redirect(url_for("delivery.payment", code=code, number=number))
    return _step_page(found, row, form)


@bp.get("/<code>/payments/<int:number>/file")
@requires(*READERS)
def payment_file(code, number):
    """The voucher that was uploaded with the payment."""
    found = _numbered(code, number)
    if found.blob is None:
        abort(404)
    return attachment(files.read(found.blob, encrypted=True), found.file_name, found.file_mime)


def _numbered(code, number):
    return next((one for one in project_of(code).payments if one.number == number), None) or abort(404)


def _crumbs(found, *more):
    code = found.project.code
    here = url_for("delivery.payment", code=code, number=found.number) if more else None
    ledger = ("经费台账", url_for("delivery.ledger", code=code))
    project = (code, url_for("delivery.detail", code=code))
    return crumbs_of(project, ledger, (f"第 {found.number} 笔", here), *more)


def _gates(found):
    """Why a locked payment is locked, as sentences."""
    if found.state is not Y.LOCKED:
        return []
    needs = (rules.milestone_passed, rules.earlier_unlocked, rules.first_tranche_covered)
    return [sentence for sentence in (need(found) for need in needs) if sentence]


def _make(found, action, form, upload):
    """Each step by its verb; those that only need a reason share one."""
    user, data = current_user, form.data
    if action == "request":
        actions.request(user, found, data["note"])
    elif action in ("register", "invest"):
        actions.register(user, found, data["paid_on"], data["voucher"], upload)
    elif action == "refund":
        actions.refund(user, found, data["amount_fen"])
    elif action == "report":
        actions.report(user, found, data["facts"])
    elif action in ("approve", "confirm"):
        getattr(actions, action)(user, found)
    else:
        actions.make(user, found, action, data.get("reason", ""))


def _step_page(found, row, form):
    page = render_template(
        "challenge/delivery/payment_step.html",
        payment=found,
        project=found.project,
        step=row,
        form=form,
        consequences=consequences(found, row.action),
        crumbs=_crumbs(found, (row.label, None)),
    )
    return page, 422 if form.errors else 200
