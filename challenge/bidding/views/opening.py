"""The opening: begun and completed by two people; its public page of digests."""

from flask import Response, abort, flash, redirect, render_template, url_for
from flask_login import current_user

import challenge.permissions as may
from accounts.rules import is_leader, is_officer, is_supervisor
from accounts.stepup import stepped_up
from challenge.bidding import digests, pages
from challenge.bidding.actions import opening as ceremony
from challenge.bidding.views.blueprint import bp
from challenge.posting.models import Challenge
from challenge.posting.rules import reached_deadline
from challenge.posting.steps import page_of
from core.canonical import canonical
from core.gates import load, public, requires

OPENERS = (is_officer, is_supervisor, is_leader)
page_of("begin_opening", "bidding.opening")
page_of("open", "bidding.opening")


@bp.get("/desk/challenges/<code>/opening")
@requires(*OPENERS)
@stepped_up
def opening(code):
    """Where the opening stands: before the deadline, to begin, to complete, or its minutes."""
    challenge = load(Challenge, code, may.READ_OPENING, by="code")
    return render_template("challenge/bidding/opening.html", **pages.opening(challenge, current_user))


@bp.post("/desk/challenges/<code>/opening/begin")
@requires(*OPENERS)
@stepped_up
def begin_opening(code):
    """The first person begins."""
    challenge = load(Challenge, code, may.READ_OPENING, by="code")
    ceremony.begin(current_user, challenge)
    flash("开标已发起，等待另一角色的人员确认。", "good")
    return redirect(url_for("bidding.opening", code=code))


@bp.post("/desk/challenges/<code>/opening/complete")
@requires(*OPENERS)
@stepped_up
def complete_opening(code):
    """The second person completes; the bids are opened."""
    challenge = load(Challenge, code, may.READ_OPENING, by="code")
    ceremony.complete(current_user, challenge)
    flash("开标完成，记录如下。", "good")
    return redirect(url_for("bidding.opening", code=code))


@bp.get("/challenges/<code>/opening")
@public
def public_opening(code):
    """The digests from the deadline on, and how the opening went; no names of bidders."""
    challenge = load(Challenge, code, may.READ_PUBLIC_LIST, by="code")
    return render_template("challenge/bidding/public_opening.html", **pages.public_opening(challenge))


@bp.get("/challenges/<code>/digests.json")
@public
def digests_document(code):
    """The signed list of digests at the deadline, always in the same spelling; before the deadline there is none."""
    challenge = load(Challenge, code, may.READ_PUBLIC_LIST, by="code")
    if not reached_deadline(challenge):
        abort(404)
    answer = Response(canonical(digests.document(challenge)), mimetype="application/json")
    answer.headers.set("Content-Disposition", "attachment", filename=f"{challenge.code}-digests.json")
    return answer
