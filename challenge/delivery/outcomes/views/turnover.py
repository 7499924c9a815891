"""The turnover of the whole city: entered by an officer with its source."""

from flask import flash, redirect, render_template, url_for
from flask_login import current_user

from accounts.rules import is_officer
from challenge.delivery.outcomes.pages import crumbs_of
from challenge.delivery.outcomes.registering import actions
from challenge.delivery.outcomes.registering.forms import TurnoverForm
from challenge.delivery.outcomes.views.blueprint import bp, kind_of
from core.gates import requires


@bp.route("/turnover", methods=["GET", "POST"])
@requires(is_officer)
def turnover():
    """Enter what an official source states for a year; a later entry for the same year replaces it."""
    form, kind = TurnoverForm(), kind_of("contracts")
    if form.validate_on_submit():
        actions.enter_turnover(current_user, form.year.data, form.amount_fen.data, form.source.data)
        flash("已登记全市技术合同成交额。", "good")
        return redirect(url_for("outcomes.records", kind="contracts"))
    crumbs = crumbs_of(kind, ("登记全市成交额", None))
    page = render_template("challenge/delivery/outcomes/turnover.html", form=form, crumbs=crumbs)
    return page, 422 if form.errors else 200
