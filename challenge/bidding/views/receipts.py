"""Receipts as page and JSON, and the team's own copy."""

from flask import Response, abort, jsonify, render_template
from flask_login import current_user

import challenge.permissions as may
from challenge.bidding import printing, receipts, rules
from challenge.bidding.actions import submission
from challenge.bidding.models import Bid
from challenge.bidding.views.blueprint import bp
from core.canonical import canonical
from core.errors import Conflict
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
        copy=rules.may_take_copy(bid) and rules.is_in_team(current_user, bid) and row is bid.receipts[-1],
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


@bp.get("/desk/bids/<code>/copy.json")
@requires(is_signed_in)
def copy(code):
    """What was sealed, for the team's own keeping, shortly after submission."""
    bid = load(Bid, code, (rules.is_in_team,), by="code")
    if not rules.may_take_copy(bid):
        raise Conflict("副本只能在提交后 30 分钟内下载。截止前可点“替换方案”查看和修改内容。")
    answer = jsonify(submission.team_copy(bid))
    answer.headers.set("Content-Disposition", "attachment", filename=f"{bid.code}.json")
    return answer


def _find(code, number):
    bid = load(Bid, code, may.READ_BID, by="code")
    row = next((one for one in bid.receipts if one.number == number), None)
    return (bid, row) if row is not None else abort(404)
