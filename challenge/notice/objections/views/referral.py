"""转诚信案件: the supervisor who handles an objection opens a case in the integrity register from it."""

from flask import flash, redirect, render_template, url_for
from flask_login import current_user

import challenge.permissions as may
from accounts.rules import is_supervisor
from challenge.notice.objections.actions import handling
from challenge.notice.objections.models import Objection
from challenge.notice.objections.views.blueprint import bp, crumbs_of
from core.gates import load, requires
from talent.integrity.forms import ReferralForm


@bp.route("/<key>/case", methods=["GET", "POST"])
@requires(is_supervisor)
def open_case(key):
    """Who it is about and what is alleged; the objection goes its own way."""
    objection, form = load(Objection, key, may.HANDLE_OBJECTION, by="key"), ReferralForm()
    case = _open(objection, form) if form.validate_on_submit() else None
    if case is not None:
        flash(f"诚信案件 {case.code} 已登记。", "good")
        return redirect(url_for("integrity.case", code=case.code))
    home = url_for("objections.detail", key=key)
    said = {"form": form, "home": home, "source": f"异议 {objection.code}"}
    said["crumbs"] = crumbs_of((objection.code, home), ("转诚信案件", None))
    return render_template("talent/integrity/referral.html", **said), 422 if form.errors else 200


def _open(objection, form):
    subject = form.named()
    try:
        return handling.open_case(current_user, objection, subject, form.facts.data) if subject else None
    except ValueError as error:
        form.subject.errors = [str(error)]
        return None
