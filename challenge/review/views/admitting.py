"""例外准入与核实 of one expert on one list: the ties with their pictures, and a conclusion on one of them."""

from flask import abort, flash, redirect, render_template, url_for
from flask_login import current_user

import challenge.permissions as may
from accounts.rules import is_officer
from challenge.posting.models import Challenge
from challenge.review import recusal
from challenge.review.actions import admitting
from challenge.review.admission_form import admission_form
from challenge.review.states import Outcome
from challenge.review.views.blueprint import bp, crumbs_of
from core.database import db
from core.errors import Conflict
from core.gates import load, requires
from core.looks import record_look
from talent.models import Profile
from talent.states import P


@bp.route("/desk/challenges/<code>/reviewers/<int(max=2147483647):profile_id>/ties", methods=["GET", "POST"])
@requires(is_officer)
def ties(code, profile_id):
    """Ties of a candidate or member, and what is concluded on them."""
    challenge = load(Challenge, code, may.RUN_REVIEW, by="code")
    profile = _profile(challenge, profile_id)
    record_look(current_user, "reviewers", challenge)
    found = recusal.standing(profile, challenge)
    form = admission_form([one.tie for one in found if not one.tie.blocks])
    if form.validate_on_submit():
        return _settled(challenge, profile, found, form)
    return _page(challenge, profile, found, form), 422 if form.errors else 200


def _profile(challenge, profile_id):
    """The expert, when in the pool and so a possible candidate, or on the panel."""
    profile = db.session.get(Profile, profile_id)
    seated = any(one.profile_id == profile_id for one in challenge.assignments)
    if profile is None or not (seated or (profile.state is P.ADMITTED and profile.review_willing)):
        abort(404)
    return profile


def _settled(challenge, profile, found, form):
    tie = next((one.tie for one in found if one.tie.token == form.tie.data), None)
    if tie is None:
        raise Conflict(admitting.GONE)
    admitting.settle(current_user, challenge, profile, tie, Outcome(form.outcome.data), form.reason.data)
    flash("结论已记录。", "good")
    return redirect(url_for("review.ties", code=challenge.code, profile_id=profile.id))


def _page(challenge, profile, found, form):
    back = url_for("review.reviewers", code=challenge.code)
    return render_template(
        "challenge/review/ties.html",
        challenge=challenge,
        profile=profile,
        found=found,
        form=form,
        back=back,
        crumbs=crumbs_of(challenge, ("评审专家", back), ("利益关系", None)),
    )
