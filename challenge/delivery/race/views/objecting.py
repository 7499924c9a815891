"""What a lane objects to in a published result, and the answer."""

from flask import abort, flash, redirect, render_template, url_for
from flask_login import current_user

import challenge.permissions as may
from accounts.rules import is_enterprise, is_expert, is_leader, is_researcher
from accounts.stepup import stepped_up
from challenge.delivery.race import actions, rules
from challenge.delivery.race.forms import AnswerForm, ObjectionForm
from challenge.delivery.race.views.blueprint import bp, crumbs_of, gate_of
from core.gates import may as allowed
from core.gates import requires
from core.workflow import Refusal, Refused

TEAM = (is_researcher, is_enterprise, is_expert)


@bp.route("/desk/challenges/<code>/race/<int:number>/objection", methods=["GET", "POST"])
@requires(*TEAM)
def object_to(code, number):
    """The leader of a lane objects while the term runs."""
    found, form = gate_of(code, number), ObjectionForm()
    if not rules.objects(current_user, found):
        raise Refused(Refusal("who", "只有参赛赛道的项目负责人可以提出异议。"))
    if closed := rules.objection_in_time(found):
        raise Refused(Refusal("needs", closed))
    if form.validate_on_submit():
        actions.object_to(current_user, found, form.text.data)
        flash("异议已提出，答复以前结果不会生效。", "good")
        return redirect(url_for("race.gate", code=code, number=number))
    return _page("challenge/race/objection.html", found, form, "提出异议")


@bp.route("/desk/challenges/<code>/race/<int:number>/objections/<int:key>", methods=["GET", "POST"])
@requires(is_leader)
@stepped_up
def answer(code, number, key):
    """A leader who did not propose the result answers."""
    found, form = gate_of(code, number), AnswerForm()
    objection = next((one for one in found.objections if one.id == key), None)
    if objection is None or not allowed(current_user, objection, may.ANSWER_RACE_OBJECTION):
        abort(404)
    if form.validate_on_submit():
        actions.answer(current_user, objection, form.action.data, form.text.data)
        flash("已答复，提出异议的赛道会收到站内信。", "good")
        return redirect(url_for("race.gate", code=code, number=number))
    return _page("challenge/race/objection.html", found, form, "答复异议", objection=objection)


def _page(template, found, form, title, **facts):
    here = url_for("race.gate", code=found.challenge.code, number=found.number)
    crumbs = crumbs_of(found.challenge, (found.title, here), (title, None))
    page = render_template(
        template, gate=found, form=form, title=title, crumbs=crumbs, **{"objection": None} | facts
    )
    return page, 422 if form.errors else 200
