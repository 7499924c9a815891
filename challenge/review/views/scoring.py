"""The page on which one bid is read and scored, its autosave, and the bidder's view of the result."""

import datetime as dt

from flask import abort, flash, jsonify, redirect, render_template, request, url_for
from flask_login import current_user

import challenge.permissions as may
from challenge.bidding.checklist import is_worse
from challenge.bidding.content import change_note
from challenge.bidding.models import Bid
from challenge.posting.rules import list_not_suspended
from challenge.review import queries, rules
from challenge.review.actions import reviewing
from challenge.review.forms import ANSWERS, bands_of, review_form
from challenge.review.models import Assignment
from challenge.review.states import Recommendation
from challenge.review.views.blueprint import bp
from challenge.review.views.reviewer import crumbs_to
from challenge.states import A, B, N
from core import clock
from core.gates import is_signed_in, load, requires

ONE_SECOND = dt.timedelta(seconds=1)


def _load(id, code):
    assignment, bid = load(Assignment, id, may.READ_ASSIGNMENT), load(Bid, code, may.READ_BID, by="code")
    if bid.challenge_id != assignment.challenge_id or not rules.reviews_it_and_declared(current_user, bid):
        abort(404)
    return assignment, bid


@bp.route("/desk/reviews/<int(max=2147483647):id>/bids/<code>", methods=["GET", "POST"])
@requires(is_signed_in)
def score(id, code):
    """Indicator asked, promise and basis side by side; scores with their anchors."""
    assignment, bid = _load(id, code)
    review = reviewing.review_of(assignment, bid)
    form = _form(bid, review)
    if form.validate_on_submit():
        reviewing.save(assignment, bid, form.facts(), form.seen_version())
        flash(f"方案 {bid.code} 的评审意见已保存。", "good")
        return redirect(_next(assignment, bid))
    return _score_page(assignment, bid, review, form), 422 if form.errors else 200


def _form(bid, review):
    challenge = bid.challenge
    return review_form(rules.criteria_of(challenge), rules.gate_questions_of(challenge), review)


def _next(assignment, bid):
    """The next bid when asked for, else the overview."""
    later = [one for one in rules.own_bids(assignment) if one.id > bid.id]
    if "next" in request.form and later:
        return url_for("review.score", id=assignment.id, code=later[0].code)
    return url_for("review.task", id=assignment.id)


def _score_page(assignment, bid, review, form):
    criteria = rules.criteria_of(bid.challenge)
    promises = {one.indicator_id: one for one in bid.promises}
    return render_template(
        "challenge/review/score.html",
        assignment=assignment,
        bid=bid,
        challenge=bid.challenge,
        content=bid.content,
        review=review,
        form=form,
        can_write=assignment.state is A.ACCEPTED and list_not_suspended(assignment) is None,
        sides=[_side(one, promises.get(one.id)) for one in (bid.content.indicators if bid.content else ())],
        gates=[form[f"gate_{one['key']}"] for one in rules.gate_questions_of(bid.challenge)],
        answers=ANSWERS,
        parts=[
            (one, form[f"score_{one['key']}"], form[f"note_{one['key']}"], bands_of(one)) for one in criteria
        ],
        crumbs=crumbs_to(assignment, (f"方案 {bid.code}", None)),
    )


def _side(indicator, promise):
    worse = promise is not None and is_worse(indicator, promise.value)
    return indicator, promise, worse, change_note(indicator)


@bp.post("/desk/reviews/<int(max=2147483647):id>/bids/<code>/draft")
@requires(is_signed_in)
def save_draft(id, code):
    """Autosave: whatever is right is kept, the answer is the new version."""
    assignment, bid = _load(id, code)
    form = _form(bid, reviewing.review_of(assignment, bid))
    if not form.validate():
        return jsonify(errors=form.errors), 422
    review = reviewing.save(assignment, bid, form.facts(), form.seen_version())
    return jsonify(version=review.version)


@bp.get("/desk/bids/<code>/feedback")
@requires(is_signed_in)
def feedback(code):
    """Scores by criterion and comments on the own bid, from the notice on; reviewers stay anonymous."""
    bid = load(Bid, code, may.READ_FEEDBACK, by="code")
    reviews, shown = queries.own_feedback(bid), queries.newest_notice(bid.challenge)
    return render_template(
        "challenge/review/feedback.html",
        bid=bid,
        challenge=bid.challenge,
        reviews=reviews,
        lines=queries.feedback_lines(bid, reviews),
        summary=queries.feedback_summary(bid, reviews),
        advice={one.value: one for one in Recommendation},
        shown=shown,
        last_day=shown.ends_at - ONE_SECOND if shown else None,
        may_object=bid.state is not B.WON and _runs(shown),
        crumbs=[("工作台", "/desk"), (f"方案 {bid.code}", f"/desk/bids/{bid.code}"), ("评审意见", None)],
    )


def _runs(notice):
    """The period of the notice has not ended, and the list is not suspended."""
    paused = list_not_suspended(notice) if notice else None
    return notice is not None and not paused and notice.state is N.PUBLISHED and clock.now() < notice.ends_at
