"""A new batch: lists and conditions, demand and supply."""

from flask import flash, redirect, render_template, request, url_for
from flask_login import current_user

from accounts.rules import is_officer
from challenge.review.batches import actions, queries, rules
from challenge.review.batches.forms import batch_form
from challenge.review.batches.views.blueprint import bp, crumbs_of
from core.gates import requires
from talent.states import ExpertKind


@bp.route("/new", methods=["GET", "POST"])
@requires(is_officer)
def new():
    """Choose lists, say how many reviewers each needs, and have the proposal computed."""
    asked = request.args.get("programme")
    programme = next((key for key, _ in queries.programmes() if str(key) == asked), None)
    lists = queries.choosable(current_user, programme)
    form = batch_form(lists)()
    if form.validate_on_submit():
        batch = actions.begin(current_user, form.title.data, form.seats(), form.wanted())
        flash("已开始计算，完成后会通知您。", "good")
        return redirect(url_for("batches.detail", key=batch.id))
    return _page(form, lists, programme), 422 if form.errors else 200


def _page(form, lists, programme):
    most = min((rules.yearly_most(one) for one in lists), default=0)
    return render_template(
        "challenge/review/batches/new.html",
        form=form,
        lists=lists,
        kinds=list(ExpertKind),
        programmes=queries.programmes(),
        programme=programme,
        supply=queries.supply(most),
        most=most,
        crumbs=crumbs_of(("新的集中分派", None)),
    )
