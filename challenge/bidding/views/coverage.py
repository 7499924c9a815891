"""Who covers what: the team's own page, the invitation of a suggested expert, and the team suggested for a list."""

from flask import abort, flash, redirect, render_template, url_for
from flask_login import current_user

import challenge.permissions as may
from accounts.rules import is_bureau
from challenge.bidding import coverage as pages
from challenge.bidding import rules
from challenge.bidding.actions import teams
from challenge.bidding.forms import MemberForm
from challenge.bidding.models import Bid
from challenge.bidding.views.blueprint import bp
from challenge.bidding.views.members import show_link
from challenge.posting.models import Challenge
from challenge.posting.rules import may_post
from core.gates import is_signed_in, load, requires


@bp.get("/desk/bids/<code>/coverage")
@requires(is_signed_in)
def coverage(code):
    """What the team covers, what is missing, who of the pool would help; for the team alone."""
    bid = load(Bid, code, may.READ_TEAM, by="code")
    return render_template("challenge/bidding/coverage.html", **pages.of_bid(bid, current_user))


@bp.route("/desk/bids/<code>/coverage/<int:profile_id>", methods=["GET", "POST"])
@requires(is_signed_in)
def invite_expert(code, profile_id):
    """Invite a suggested expert: by a message to the account, or by a link where there is none."""
    bid = load(Bid, code, may.EDIT_BID, by="code")
    expert = pages.candidate(bid, profile_id) or abort(404)
    form = MemberForm()
    if not form.validate_on_submit():
        refusal = rules.team_editable(bid)
        page = {"bid": bid, "expert": expert, "has_account": teams.may_ask(expert.user), "refusal": refusal}
        shown = render_template("challenge/bidding/invite_expert.html", form=form, **page)
        return shown, 422 if form.is_submitted() else 200
    role, share = form.role.data, form.share_percent.data or 0
    if not teams.may_ask(expert.user):
        token = teams.invite_by_link(current_user, bid, expert.name, expert.unit, role, share)
        return show_link(bid, expert.name, token)
    teams.invite_account(current_user, bid, expert.user.username, role, share)
    flash(f"已邀请{expert.name}，对方会收到站内信，确认后加入团队。", "good")
    return redirect(url_for("bidding.members", code=bid.code))


@bp.get("/desk/challenges/<code>/teams")
@requires(may_post, is_bureau)
def suggested_team(code):
    """A team from the pool that covers the list together; reads no bid."""
    challenge = load(Challenge, code, may.READ_SOLVERS, by="code")
    return render_template("challenge/bidding/suggested_team.html", **pages.of_list(challenge, current_user))
