"""The copy of a bid that did not open is handed in on the bid's own page."""

from flask import flash, redirect, url_for
from flask_login import current_user

import challenge.permissions as may
from challenge.bidding.actions import handing_in
from challenge.bidding.forms import CopyForm
from challenge.bidding.models import Bid
from challenge.bidding.views.blueprint import bp
from challenge.bidding.views.detail import opened_page
from core.gates import is_signed_in, load, requires
from core.inspection import RefusedFile


@bp.post("/desk/bids/<code>/hand-in")
@requires(is_signed_in)
def hand_in(code):
    """Compare the copy with what was published and open the bid from it, or say why not."""
    bid, form = load(Bid, code, may.EDIT_BID, by="code"), CopyForm()
    if not form.validate():
        return opened_page(bid, form), 422
    try:
        handing_in.open_from_copy(current_user, bid, form.file.data.read())
    except RefusedFile as refused:
        form.file.errors = [str(refused)]
        return opened_page(bid, form), 422
    flash("副本与截止时公布的摘要一致，方案已补开。", "good")
    return redirect(url_for("bidding.detail", code=code))
