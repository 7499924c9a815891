"""The day of a gate: results of all lanes side by side, ranking, decision, objections."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask_login import current_user

import challenge.permissions as may
from accounts.rules import is_auditor, is_bureau, is_leader, is_officer
from accounts.stepup import stepped_up
from challenge.delivery.race import actions, pages, rules, wording
from challenge.delivery.race.effects import tests_of
from challenge.delivery.race.forms import results_form, step_form
from challenge.delivery.race.terms import on_rest_day
from challenge.delivery.race.views.blueprint import READERS, bp, crumbs_of, gate_of
from challenge.posting.forms.uploads import sent_file
from challenge.posting.steps import consequences
from core import files, workflow
from core.gates import may as allowed
from core.gates import requires
from core.listing import attachment

OWN_PAGE = ("enter",)


@bp.get("/desk/challenges/<code>/race/<int:number>")
@requires(*READERS)
def gate(code, number):
    """One gate: what it asks, what was measured, who stays, what can be done."""
    found = gate_of(code, number)
    sees = allowed(current_user, found, may.READ_GATE_RANKING)
    return render_template(
        "challenge/race/gate.html",
        gate=found,
        rule=next(one for one in pages.gates(found.challenge) if one.row is found),
        figure=wording.FIGURE,
        ranking=pages.ranking(found, current_user) if sees else [],
        moved=pages.moved(found, current_user),
        sees_values=rules.sees_values(current_user, found),
        rest_day=on_rest_day(found, found.held_on) if _may_move(found) else None,
        choices=workflow.available(current_user, found),
        **_objections(found),
        crumbs=crumbs_of(found.challenge, (found.title, None)),
    )


def _may_move(found):
    """Whoever could hold it on another day."""
    return any(one.action == "postpone" for one in workflow.available(current_user, found))


def _objections(found):
    own = rules.own_lane(current_user, found.challenge)
    shown = [one for one in found.objections if rules.sees_values(current_user, found) or one.project is own]
    can_object = rules.objects(current_user, found) and rules.objection_in_time(found) is None
    return {"objections": shown, "can_object": can_object, "next_words": pages.next_words(found)}


@bp.route("/desk/challenges/<code>/race/<int:number>/results", methods=["GET", "POST"])
@requires(is_officer)
def results(code, number):
    """Enter what every lane reached, side by side."""
    found = gate_of(code, number)
    if refused := workflow.refusal(current_user, found, "enter"):
        if refused.kind != "needs" or request.method == "POST":
            raise workflow.Refused(refused)
        flash(refused.sentence, "wait")
        return redirect(url_for("race.gate", code=code, number=number))
    tests, lanes = tests_of(found), rules.running(found.challenge)
    form = results_form(found, tests, lanes)
    upload = sent_file(form.file) if form.validate_on_submit() else None
    if form.is_submitted() and not form.errors:
        said = (form.institution.data, form.note.data, upload)
        actions.enter(current_user, found, form.typed(), *said, checked=form.checked.data)
        flash("测试结果已登记，请核对计算出的排名后提出。", "good")
        return redirect(url_for("race.gate", code=code, number=number))
    return _results_page(found, form, tests, lanes)


def _results_page(found, form, tests, lanes):
    page = render_template(
        "challenge/race/results.html",
        gate=found,
        form=form,
        tests=[(test, wording.demand_text(vars(test))) for test in tests],
        lanes=lanes,
        crumbs=_crumbs(found, "登记测试结果"),
    )
    return page, 422 if form.errors else 200


@bp.route("/desk/challenges/<code>/race/<int:number>/steps/<action>", methods=["GET", "POST"])
@requires(is_officer, is_leader)
@stepped_up
def step(code, number, action):
    """Say what will happen, ask what is needed, make the step."""
    found = gate_of(code, number)
    row = next((row for row in workflow.steps_of(found) if row.action == action), None) or abort(404)
    if action in OWN_PAGE:
        return redirect(url_for("race.results", code=code, number=number))
    form = step_form(row)
    if not form.is_submitted():
        form.seen.data = found.version
        if refused := workflow.refusal(current_user, found, action):
            raise workflow.Refused(refused)
    if not form.validate_on_submit():
        return _step_page(found, row, form)
    _make(found, action, form)
    flash(f"已办理：{row.label}。", "good")
    return redirect(url_for("race.gate", code=code, number=number))


def _make(found, action, form):
    if action == "postpone":
        return actions.postpone(current_user, found, form.day.data, form.reason.data)
    facts = {"reason": form.reason.data} if "reason" in form else {}
    return actions.make(current_user, found, action, form.seen_version(), **facts)


def _step_page(found, row, form):
    page = render_template(
        "challenge/race/step.html",
        gate=found,
        step=row,
        form=form,
        ranking=pages.ranking(found, current_user),
        consequences=consequences(found, row.action) + pages.said_of(found, row.action),
        crumbs=_crumbs(found, row.label),
    )
    return page, 422 if form.errors else 200


def _crumbs(found, label):
    here = url_for("race.gate", code=found.challenge.code, number=found.number)
    return crumbs_of(found.challenge, (found.title, here), (label, None))


@bp.get("/desk/challenges/<code>/race/<int:number>/report")
@requires(is_bureau, is_auditor)
def report(code, number):
    """The report of the tester."""
    found = gate_of(code, number)
    if found.blob is None:
        abort(404)
    return attachment(files.read(found.blob, encrypted=True), found.file_name, found.file_mime)
