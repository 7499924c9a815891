"""Check and submit, withdraw, discard, confirm after a change of the list."""

import secrets

from flask import redirect, render_template, url_for
from flask_login import current_user

import challenge.permissions as may
from challenge.bidding import pages, rules
from challenge.bidding.actions import submission
from challenge.bidding.forms import SubmitForm
from challenge.bidding.models import Bid
from challenge.bidding.views.blueprint import bp
from core.gates import is_signed_in, load, requires


@bp.get("/desk/bids/<code>/submit")
@requires(is_signed_in)
def check(code):
    """The checklist, and the button when nothing is missing."""
    bid = load(Bid, code, may.EDIT_BID, by="code")
    if not rules.has_draft(bid):
        return redirect(url_for("bidding.detail", code=bid.code))
    return _check_page(bid)


@bp.post("/desk/bids/<code>/submit")
@requires(is_signed_in)
def submit(code):
    """Seal the draft and go to the receipt; a second click goes to the same receipt."""
    bid = load(Bid, code, may.EDIT_BID, by="code")
    form = SubmitForm()
    takes = rules.has_draft(bid) and rules.list_takes_bids(bid) is None
    if takes and (submission.refusal(bid) or submission.gaps(bid)):
        return _check_page(bid), 422
    if takes and not form.validate():
        return _check_page(bid, form), 422
    sent = (form.key.data or "", form.draft_version.data, form.passphrase.data or "")
    receipt = submission.submit(current_user, bid, *sent)
    return redirect(url_for("bidding.receipt", code=bid.code, number=receipt.number))


def _check_page(bid, form=None):
    form = form or SubmitForm(None, key=secrets.token_hex(16), draft_version=bid.version)
    return render_template("challenge/bidding/submit.html", form=form, **pages.check(bid))


@bp.get("/desk/bids/<code>/steps/<any(withdraw, discard, confirm_version):action>")
@requires(is_signed_in)
def step(code, action):
    """What a step will do, before it is done."""
    bid = load(Bid, code, may.EDIT_BID, by="code")
    return render_template("challenge/bidding/step.html", **pages.step(bid, current_user, action))


@bp.post("/desk/bids/<code>/steps/<any(withdraw, discard, confirm_version):action>")
@requires(is_signed_in)
def make_step(code, action):
    """Withdraw, discard or confirm."""
    bid = load(Bid, code, may.EDIT_BID, by="code")
    receipt = getattr(submission, action)(current_user, bid)
    if receipt is None:
        return redirect(url_for("bidding.desk_list"))
    return redirect(url_for("bidding.receipt", code=bid.code, number=receipt.number))
