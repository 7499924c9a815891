"""The opening: begun and completed by two people, where custodians unlock the key; minutes; the public page of digests."""

from flask import Response, abort, flash, redirect, render_template, url_for
from flask_login import current_user

import challenge.permissions as may
from accounts import attempts
from accounts.rules import is_auditor, is_leader, is_officer, is_supervisor
from accounts.stepup import stepped_up
from challenge.bidding import digests, minutes_printing, queries
from challenge.bidding import opening_pages as pages
from challenge.bidding.actions import opening as ceremony
from challenge.bidding.models import Opening
from challenge.bidding.views.blueprint import bp
from challenge.custody.forms import PairForm
from challenge.custody.presenting import carried_out
from challenge.custody.queries import holding
from challenge.custody.rules import is_in_custody
from challenge.posting.models import Challenge
from challenge.posting.rules import reached_deadline
from challenge.posting.steps import page_of
from core import workflow
from core.canonical import canonical
from core.gates import load, public, requires
from core.listing import Listing, attachment

OPENERS = (is_officer, is_supervisor, is_leader)
page_of("begin_opening", "bidding.opening")
page_of("open", "bidding.opening")


@bp.get("/desk/challenges/<code>/opening")
@requires(*OPENERS)
@stepped_up
def opening(code):
    """Where the opening stands: before the deadline, to begin, to complete, or its minutes."""
    challenge = load(Challenge, code, may.READ_OPENING, by="code")
    return _page(challenge, _pair_form(challenge, PairForm(None)))


@bp.post("/desk/challenges/<code>/opening/begin")
@requires(*OPENERS)
@stepped_up
def begin_opening(code):
    """The first person begins."""
    challenge = load(Challenge, code, may.READ_OPENING, by="code")
    ceremony.begin(current_user, challenge)
    waited = "两名保管人和见证的监督人员" if is_in_custody(challenge) else "另一角色的人员确认"
    flash(f"开标已发起，等待{waited}。", "good")
    return redirect(url_for("bidding.opening", code=code))


@bp.post("/desk/challenges/<code>/opening/complete")
@requires(*OPENERS)
@stepped_up
def complete_opening(code):
    """The second person completes; the bids are opened."""
    challenge = load(Challenge, code, may.READ_OPENING, by="code")
    if not is_in_custody(challenge):
        ceremony.complete(current_user, challenge)
        return _done(code)
    form = _pair_form(challenge, PairForm())
    refusal = workflow.refusal(current_user, challenge, "open")
    if refusal:
        raise workflow.Refused(refusal)
    if not form.validate():
        return _page(challenge, form), 422
    done, wait = carried_out(form, challenge, lambda two: ceremony.complete(current_user, challenge, two))
    if not done:
        return attempts.answer(_page(challenge, form), wait) if wait else (_page(challenge, form), 422)
    return _done(code)


def _done(code):
    flash("开标完成，记录如下。", "good")
    return redirect(url_for("bidding.opening", code=code))


def _pair_form(challenge, form):
    return form.offer(holding(challenge) if is_in_custody(challenge) else [])


def _page(challenge, form):
    page = pages.opening(challenge, current_user)
    return render_template("challenge/bidding/opening.html", form=form, **page)


@bp.get("/desk/challenges/<code>/opening/minutes")
@requires(*OPENERS, is_auditor)
def minutes(code):
    """The minutes as a sheet to be printed and signed."""
    challenge = load(Challenge, code, may.READ_MINUTES, by="code")
    if queries.finished_opening(challenge) is None:
        abort(404)
    return render_template("challenge/bidding/minutes.html", **pages.minutes(challenge))


@bp.get("/desk/challenges/<code>/opening/minutes.pdf")
@requires(*OPENERS, is_auditor)
def minutes_paper(code):
    """The minutes as PDF."""
    challenge = load(Challenge, code, may.READ_MINUTES, by="code")
    if queries.finished_opening(challenge) is None:
        abort(404)
    return attachment(minutes_printing.pdf(challenge), f"{code}-开标记录.pdf", "application/pdf")


@bp.get("/desk/openings")
@requires(*OPENERS, is_auditor)
def openings():
    """Minutes of all lists that were opened, for those who read them."""
    listing = Listing(
        queries.visible_openings(current_user),
        sorts={
            "-opened": ("开标时间", (Opening.second_at, Opening.id)),
            "code": ("榜单编号", Challenge.code),
        },
        filters=pages.FILTERS,
        columns=pages.COLUMNS,
        name="开标记录",
    )
    if listing.is_export:
        return listing.download()
    return render_template("challenge/bidding/openings.html", listing=listing, facts_of=pages.facts_of)


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
