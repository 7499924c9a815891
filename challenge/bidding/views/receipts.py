"""Receipts as page and JSON."""

from flask import Response, abort, render_template

import challenge.permissions as may
from challenge.bidding import printing, receipts, sealing
from challenge.bidding.models import Bid
from challenge.bidding.views.blueprint import bp
from challenge.custody.rules import MODES
from core.canonical import canonical, utc_text
from core.gates import is_signed_in, load, requires
from core.listing import attachment


@bp.get("/desk/bids/<code>/receipts/<int:number>")
@requires(is_signed_in)
def receipt(code, number):
    """A receipt to be printed."""
    bid, row = _find(code, number)
    return render_template(
        "challenge/bidding/receipt.html",
        bid=bid,
        receipt=row,
        kind=receipts.KINDS[row.kind],
        sealing=MODES.get(sealing.mode_of(bid)),
        utc=utc_text(row.at),
    )


@bp.get("/desk/bids/<code>/receipts/<int:number>.json")
@requires(is_signed_in)
def receipt_document(code, number):
    """A receipt that a program can check, in its one canonical spelling."""
    _, row = _find(code, number)
    answer = Response(canonical(receipts.document(row)), mimetype="application/json")
    answer.headers.set("Content-Disposition", "attachment", filename=f"{row.code}.json")
    return answer


@bp.get("/desk/bids/<code>/receipts/<int:number>.pdf")
@requires(is_signed_in)
def receipt_paper(code, number):
    """A receipt to be kept on paper."""
    _, row = _find(code, number)
    return attachment(printing.pdf(row), f"{row.code}.pdf", "application/pdf")


def _find(code, number):
    bid = load(Bid, code, may.READ_BID, by="code")
    row = next((one for one in bid.receipts if one.number == number), None)
    return (bid, row) if row is not None else abort(404)
