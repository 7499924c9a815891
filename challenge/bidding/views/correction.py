"""The one correction (补正) during the formal check."""

from flask import redirect, render_template, url_for
from flask_login import current_user

import challenge.permissions as may
from challenge.bidding import rules
from challenge.bidding.actions import correction as action
from challenge.bidding.correction_form import correction_form
from challenge.bidding.models import Bid
from challenge.bidding.views.blueprint import bp
from challenge.posting.rules import list_not_suspended
from core.errors import Conflict
from core.gates import is_signed_in, load, requires


@bp.get("/desk/bids/<code>/correct")
@requires(is_signed_in)
def correct(code):
    """What the formal check asked for, and what may be changed."""
    bid = _correcting(code)
    return render_template("challenge/bidding/correct.html", bid=bid, form=correction_form(bid))


@bp.post("/desk/bids/<code>/correct")
@requires(is_signed_in)
def submit_correction(code):
    """Submit the correction; it is the only one."""
    bid = _correcting(code)
    form = correction_form(bid)
    if not form.validate():
        return render_template("challenge/bidding/correct.html", bid=bid, form=form), 422
    texts = form.texts, form.deviations, form.test_plans
    receipt = action.correct(current_user, bid, *texts, form.accepted)
    return redirect(url_for("bidding.receipt", code=bid.code, number=receipt.number))


def _correcting(code):
    bid = load(Bid, code, may.EDIT_BID, by="code")
    if bid.state is not rules.B.CORRECTING:
        raise Conflict("本方案当前不在补正中。")
    refusal = list_not_suspended(bid) or rules.correction_in_time(bid)
    if refusal:
        raise Conflict(refusal)
    return bid
