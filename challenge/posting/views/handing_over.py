"""转交经办: the page on which the officer in charge or a leader names the next one."""

from flask import flash, redirect, render_template, request, url_for
from flask_login import current_user

import challenge.permissions as may
from accounts.models import User
from accounts.rules import is_leader, is_officer
from challenge import handing_over
from challenge.posting.forms.desk import HandOverForm
from challenge.posting.queries import history
from challenge.posting.views.blueprint import bp, demand_of, desk_url
from core import workflow
from core.database import db
from core.errors import Conflict
from core.gates import may as allowed
from core.gates import requires


@bp.route("/desk/challenges/<code>/hand-over", methods=["GET", "POST"])
@requires(is_officer, is_leader)
def hand_over(code):
    """Choose who takes over, say why, hand over."""
    challenge = demand_of(code, (*may.HAND_OVER_CHALLENGE, _has_just_handed_over, history.has_handled))
    if _has_just_handed_over(current_user, challenge):
        flash(f"本榜单已转交{challenge.handler.display_name}经办，这次没有再次转交。", "info")
        return redirect(_back(challenge))
    _refuse_former(challenge)
    stopped = workflow.refusal(current_user, challenge, "hand_over")
    if stopped:
        raise workflow.Refused(stopped)
    officers = handing_over.officers_of(challenge)
    form = HandOverForm().offer([one for one, why_not in officers if why_not is None])
    if form.validate_on_submit():
        return _handed_over(challenge, db.session.get(User, int(form.successor.data)), form.reason.data)
    barred = [(one, why_not) for one, why_not in officers if why_not]
    page = {"challenge": challenge, "form": form, "officers": officers, "barred": barred}
    return render_template("challenge/posting/hand_over.html", **page), 422 if form.errors else 200


def _refuse_former(challenge):
    if not allowed(current_user, challenge, may.HAND_OVER_CHALLENGE):
        raise Conflict(f"本榜单已转由{challenge.handler.display_name}经办，不再由您转交。")


def _handed_over(challenge, successor, reason):
    handing_over.hand_over(current_user, challenge, successor, reason)
    flash(f"已转交{successor.display_name}经办，双方都已收到站内信。", "success")
    return redirect(_back(challenge))


def _back(challenge):
    readable = allowed(current_user, challenge, may.READ_CHALLENGE)
    return desk_url(challenge) if readable else url_for("posting.desk_list")


def _has_just_handed_over(user, challenge):
    """The second click of the officer who has handed the list over to the very person that was chosen."""
    is_sent_again = request.method == "POST" and request.form.get("successor") == str(challenge.handler_id)
    return is_sent_again and history.last_handed_over_by(challenge) == user.id
