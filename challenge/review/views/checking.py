"""形式审查 pages."""

from flask import flash, redirect, render_template, url_for
from flask_login import current_user

import challenge.permissions as may
from accounts.rules import is_officer
from challenge.bidding import relations
from challenge.bidding.models import Bid
from challenge.bidding.rules import correction_in_time
from challenge.posting.models import Challenge
from challenge.review import queries, recusal
from challenge.review.actions import checking
from challenge.review.forms import Confirmation, check_form
from challenge.review.views.blueprint import bp, crumbs_of, tabs_of
from challenge.states import B
from core import workflow
from core.gates import load, requires


@bp.get("/desk/challenges/<code>/checks")
@requires(is_officer)
def checks(code):
    """Every opened bid with where its check stands, and the step that starts the review."""
    challenge = load(Challenge, code, may.RUN_REVIEW, by="code")
    steps = [
        one for one in workflow.available(current_user, challenge) if one.action in ("start_review", "lapse")
    ]
    return render_template(
        "challenge/review/checks.html",
        challenge=challenge,
        bids=queries.opened_bids(challenge),
        steps=steps,
        staff=recusal.staff_ties(current_user, challenge),
        form=Confirmation(),
        tabs=tabs_of(challenge, "review.checks"),
        crumbs=crumbs_of(challenge, ("形式审查", None)),
    )


@bp.post("/desk/challenges/<code>/checks")
@requires(is_officer)
def start_review(code):
    """启动评审."""
    challenge = load(Challenge, code, may.RUN_REVIEW, by="code")
    workflow.apply(current_user, challenge, "start_review")
    flash("评审已启动，请组建评审组。", "good")
    return redirect(url_for("review.reviewers", code=code))


@bp.route("/desk/bids/<code>/check", methods=["GET", "POST"])
@requires(is_officer)
def check(code):
    """The items, the conclusion, and what was concluded before."""
    bid = load(Bid, code, may.CHECK_BID, by="code")
    form = check_form(checking.items_of(bid), checking.conclusions_of(bid))
    if form.validate_on_submit():
        checking.check(current_user, bid, form.answers(), form.conclusion.data, form.reason.data or "")
        flash(f"方案 {bid.code} 的形式审查结论已记录。", "good")
        return redirect(url_for("review.checks", code=bid.challenge.code))
    return _check_page(bid, form), 422 if form.errors else 200


def _check_page(bid, form):
    challenge = bid.challenge
    refusal = workflow.refusal(current_user, bid, "qualify")
    return render_template(
        "challenge/review/check.html",
        bid=bid,
        challenge=challenge,
        form=form,
        items=checking.items_of(bid),
        relations=relations.shown(bid),
        waiting=checking.correction_waited_for(bid),
        closed=refusal.sentence if refusal else None,
        missed=correction_in_time(bid) if bid.state is B.CORRECTING else None,
        crumbs=crumbs_of(
            challenge, ("形式审查", url_for("review.checks", code=challenge.code)), (bid.code, None)
        ),
    )
