"""更正申请: the first account of an organisation sees what is registered and asks for corrections; officers decide."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_login import current_user

from accounts import conflict, permissions
from accounts.actions import correcting
from accounts.corrections import Correction
from accounts.organisation_form import CorrectionForm
from accounts.rules import administers_accounts, leads_organisation
from accounts.views.organisations import parent_fits
from accounts.views.steps import step_page
from core.errors import Conflict
from core.gates import load, requires
from core.workflow import Refused

bp = Blueprint("corrections", __name__)

OWN = "/account/organisation/correction"
ID = "int(max=2147483647)"


@bp.route(OWN, methods=["GET", "POST"])
@requires(leads_organisation)
def new():
    """The registered data as a form; what is changed in it becomes a request."""
    organisation = current_user.organisation
    form = CorrectionForm(data=conflict.stored(organisation))
    if form.validate_on_submit() and parent_fits(organisation, form) and _asked(organisation, form):
        flash("更正申请已提交，市科技局核对后会通知您。", "good")
        return redirect(url_for("account.organisation"))
    return _page(organisation, form), 422 if form.is_submitted() else 200


def _asked(organisation, form):
    try:
        correcting.request(current_user, organisation, form.wanted(), form.reason.data)
    except (Refused, Conflict) as refused:
        form.form_errors.append(str(refused))
    return not form.errors


def _page(organisation, form):
    return render_template("accounts/account/correction.html", organisation=organisation, form=form)


@bp.post(f"{OWN}/<{ID}:correction_id>/withdraw")
@requires(leads_organisation)
def withdraw(correction_id):
    """Take the request back."""
    correcting.withdraw(current_user, load(Correction, correction_id, permissions.OWN_CORRECTION))
    flash("更正申请已撤回。", "good")
    return redirect(url_for("account.organisation"))


@bp.route(f"/desk/accounts/corrections/<{ID}:correction_id>/refuse", methods=["GET", "POST"])
@requires(administers_accounts)
def refuse(correction_id):
    """不予更正, with the reason; 核对并更新 is the edit of the data itself."""
    row = load(Correction, correction_id, permissions.JUDGE_CORRECTION)
    return step_page(row, "refuse", back=url_for("organisations.page", organisation_id=row.organisation_id))
