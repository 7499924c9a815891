"""The generic page of a step: what will happen, what is asked, then the step itself."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask_login import current_user

import challenge.permissions as may
from challenge.posting import steps, turns
from challenge.posting.forms.desk import MOST_REASON, step_form
from challenge.posting.forms.fields import clean
from challenge.posting.views.blueprint import DESK, bp, demand_of, desk_url
from core import workflow
from core.gates import may as allowed
from core.gates import requires

PAGE = "challenge/posting/step.html"


@bp.route("/desk/challenges/<code>/steps/<action>", methods=["GET", "POST"])
@requires(*DESK)
def step(code, action):
    """Confirm and make a step, or go to the page that carries it."""
    challenge = demand_of(code, may.STEP_CHALLENGE)
    if steps.endpoint_of(action):
        return redirect(url_for(steps.endpoint_of(action), code=code))
    row = _row(challenge, action)
    form = _form(row)
    if request.method == "GET":
        _refuse_early(challenge, action)
    elif form.validate_on_submit():
        turns.wait(challenge, "opinions")
        workflow.apply(current_user, challenge, action, **{name: form[name].data for name in row.asks})
        flash(f"已办理：{row.label}。", "success")
        readable = allowed(current_user, challenge, may.READ_CHALLENGE)
        return redirect(desk_url(challenge) if readable else url_for("posting.desk_list"))
    said = {"form": form, "consequences": steps.consequences(challenge, action)}
    return render_template(PAGE, challenge=challenge, step=row, **said), 422 if form.errors else 200


def _row(challenge, action):
    found = [row for row in workflow.steps_of(challenge) if row.action == action]
    if not found or not steps.is_generic(action):
        abort(404)
    return found[0]


def _form(row):
    """A page that proposes this step gives the words of the reason along; whoever makes the step may change them."""
    form = step_form(row)
    if request.method == "GET" and "reason" in form:
        form.reason.data = clean(request.args.get("reason", ""))[:MOST_REASON]
    return form


def _refuse_early(challenge, action):
    found = workflow.refusal(current_user, challenge, action)
    if found:
        raise workflow.Refused(found)
