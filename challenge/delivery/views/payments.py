"""One payment: its page, and the pages of its steps."""

from flask import abort, flash, redirect, render_template, url_for
from flask_login import current_user

from accounts.stepup import stepped_up
from challenge.delivery.closing.rules import IN_DEFAULT, way_out
from challenge.delivery.ledger import (
    actions,
    clocks,
    days,
    dunning,
    forfeiting,
    refunds,
    rules,
    sides,
    vouchers,
)
from challenge.delivery.ledger.forms import FORMS, PlainForm, ProofForm
from challenge.delivery.states import UNPAID, Payer, Y
from challenge.delivery.views.blueprint import READERS, bp, crumbs_of, project_of
from challenge.posting.forms.uploads import sent_file
from challenge.posting.steps import consequences
from core import files, history, workflow
from core.formats import countdown
from core.gates import requires, step_of
from core.listing import attachment
from talent.integrity.queries import cases_from
from talent.integrity.states import Origin


@bp.get("/<code>/payments/<int:number>")
@requires(*READERS)
def payment(code, number):
    """Everything about a payment."""
    found = _numbered(code, number)
    return render_template(
        "challenge/delivery/payment.html",
        payment=found,
        project=found.project,
        choices=_choices(found),
        gates=_gates(found),
        **_clock_of(found),
        events=history.shown(history.about(found.log_subject()), note=_note),
        **_proof_of(found),
        receiver=sides.receiver_name(found),
        returned_fen=refunds.returned(found) if found.state is Y.CONFIRMED else 0,
        cases=cases_from(current_user, Origin.PAYMENT, found.code),
        crumbs=_crumbs(found),
    )


@bp.route("/<code>/payments/<int:number>/steps/<action>", methods=["GET", "POST"])
@requires(*READERS)
def payment_step(code, number, action):
    """Say what will happen, ask what is needed, make the step."""
    found = _numbered(code, number)
    row, form = step_of(found, action), _form(found, action)
    upload = sent_file(form.file) if form.validate_on_submit() and "file" in form else None
    if form.is_submitted() and not form.errors and _fits(found, action, form):
        _make(found, action, form, upload)
        flash(f"已办理：{row.label}。", "good")
        return redirect(url_for("delivery.payment", code=code, number=number))
    return _step_page(found, row, form)


@bp.route("/<code>/payments/<int:number>/steps/approve", methods=["GET", "POST"])
@requires(*READERS)
@stepped_up
def approve_payment(code, number):
    """To agree that money is paid asks for the password or code again."""
    return payment_step(code, number, "approve")


@bp.route("/<code>/payments/<int:number>/proofs", methods=["GET", "POST"])
@requires(*READERS)
def prove_payment(code, number):
    """What a payment against proof rests on, before it is asked for."""
    found, form = _numbered(code, number), ProofForm()
    if not rules.gives_proof(current_user, found) or found.state is not Y.UNLOCKED:
        raise workflow.Refused(workflow.Refusal("who", "本笔款项现在不需要您提交凭证。"))
    upload = sent_file(form.file) if form.validate_on_submit() else None
    if upload is not None:
        actions.prove(current_user, found, form.amount_fen.data, upload)
        flash("已提交凭证。", "good")
        return redirect(url_for("delivery.payment", code=code, number=number))
    said = {"payment": found, "project": found.project, "form": form, "asked": rules.support_of(found)}
    crumbs = _crumbs(found, ("提交凭证", None))
    page = render_template("challenge/delivery/proof.html", **said, crumbs=crumbs)
    return page, 422 if form.errors else 200


@bp.get("/<code>/payments/<int:number>/proofs/<int:proof_id>")
@requires(*READERS)
def proof_file(code, number, proof_id):
    """A proof; never shown inside the site."""
    rows = _numbered(code, number).proofs
    one = next((one for one in rows if one.id == proof_id), None) or abort(404)
    return attachment(files.read(one.blob, encrypted=True), one.file_name, one.file_mime)


@bp.get("/<code>/payments/<int:number>/file")
@requires(*READERS)
def payment_file(code, number):
    """The voucher that was uploaded with the payment."""
    found = _numbered(code, number)
    if found.blob is None:
        abort(404)
    return attachment(files.read(found.blob, encrypted=True), found.file_name, found.file_mime)


def _clock_of(found):
    """How long there is to pay, to go on or to give back, and what follows where the time has run out."""
    runs = found.due_at is not None and found.state in UNPAID
    by = None if runs else clocks.next_by(found)
    late = clocks.late_words(found) if rules.is_overdue(found) else None
    if _is_debt(found):
        late += clocks.debt_words(found)
    return {
        "due": countdown(found.due_at) if runs else None,
        "next_by": by and countdown(by),
        "late": late,
        "refund": refunds.refund_owed(found) if found.is_to_return else None,
        "way_out": way_out(current_user, found.project, IN_DEFAULT) if _is_debt(found) else None,
    }


def _is_debt(found):
    return found.payer is Payer.DEMANDER and rules.is_overdue(found)


def _proof_of(found):
    """What its way of support asks for, and whether this person may give it now."""
    proves = rules.gives_proof(current_user, found) and found.state is Y.UNLOCKED
    return {"support": rules.support_of(found), "proves": proves}


def _numbered(code, number):
    return next((one for one in project_of(code).payments if one.number == number), None) or abort(404)


def _crumbs(found, *more):
    code = found.project.code
    here = url_for("delivery.payment", code=code, number=found.number) if more else None
    ledger = ("经费台账", url_for("delivery.ledger", code=code))
    project = (code, url_for("delivery.detail", code=code))
    return crumbs_of(project, ledger, (f"第 {found.number} 笔", here), *more)


def _gates(found):
    """Why a locked payment is locked, or what is asked of one that comes back whole, as sentences."""
    if found.state is not Y.LOCKED:
        asked = forfeiting.question(found)
        return [asked] if asked else []
    needs = (
        rules.milestone_passed,
        rules.support_allows,
        rules.earlier_unlocked,
        rules.first_tranche_covered,
    )
    return [sentence for sentence in (need(found) for need in needs) if sentence]


def _choices(found):
    """Steps this person could make; nothing comes back of what has come back whole, nothing is pursued that is not owed."""
    rows, asked = workflow.available(current_user, found), forfeiting.is_asked(found)
    idle = {
        "refund": not actions.refundable(found),
        "unrefund": not refunds.standing(found),
        "pursue": refunds.still_claimed(found) is not None,
        "unpaid": not asked,
        "waive": found.state is Y.APPROVED and not asked,
        "return": asked,
    }
    return [one for one in rows if not idle.get(one.action)]


def _note(entry):
    """Why, or what has moved."""
    return history.reason_of(entry) or (entry.after or {}).get("paid")


def _form(found, action):
    """The form of a step, with the first day that it can take."""
    known = {"paid_on": found.paid_on, "voucher": found.voucher} if action == "correct" else {}
    form = FORMS.get(action, PlainForm)(data=known)
    if "paid_on" in form:
        is_back = action == "refund"
        form.paid_on.first = days.of_refund(found) if is_back else days.of_payment(found)
        form.paid_on.last = None if is_back else forfeiting.last_day(found)
        used = vouchers.used_by_refund if is_back else vouchers.used_by_payment
        form.ask_again(used(found, form.voucher.data) if form.is_submitted() else None)
    return form


def _fits(found, action, form):
    """A sum that is too large, and a reason that is too short, are told at their fields."""
    said = actions.refund_fault(found, form.amount_fen.data) if action == "refund" else None
    if said:
        form.amount_fen.errors = [said]
    short = "reason" in form and dunning.return_fault(found, action, form.reason.data)
    if short:
        form.reason.errors = [short]
    return not said and not short


def _make(found, action, form, upload):
    """Each step by its verb; those that only need a reason share one."""
    user, data = current_user, form.data
    if action == "request":
        actions.request(user, found, data["note"])
    elif action in ("register", "invest"):
        actions.register(user, found, data["paid_on"], data["voucher"], upload)
    elif action == "correct":
        actions.correct(user, found, data["paid_on"], data["voucher"], data["reason"], upload)
    elif action == "refund":
        actions.refund(user, found, data["amount_fen"], data["paid_on"], data["voucher"])
    elif action == "unrefund":
        actions.take_refund_back(user, found, data["reason"])
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
        consequences=[
            *consequences(found, row.action),
            *clocks.return_words(found, row.action),
            *refunds.words(found, row.action),
        ],
        crumbs=_crumbs(found, (row.label, None)),
    )
    return page, 422 if form.errors else 200
