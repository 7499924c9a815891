"""The page of one bid: a draft, a sealed bid or an opened one; and its files."""

from flask import abort, redirect, render_template, url_for
from flask_login import current_user

import challenge.permissions as may
from challenge.bidding import pages, queries, rules, sealing
from challenge.bidding.forms import CopyForm
from challenge.bidding.models import Bid
from challenge.bidding.views.blueprint import bp
from challenge.custody.rules import CUSTODIANS
from core.errors import Conflict
from core.gates import is_signed_in, load, requires
from core.gates import may as allowed
from core.listing import attachment


@bp.get("/desk/bids/<code>")
@requires(is_signed_in)
def detail(code):
    """One bid as its reader may see it."""
    bid = load(Bid, code, (*may.READ_BID, rules.is_asked_to_join), by="code")
    if not allowed(current_user, bid, may.READ_BID):
        return redirect(url_for("bidding.invitation", code=code))
    if rules.is_opened(bid):
        return opened_page(bid, CopyForm(None))
    return render_template("challenge/bidding/detail.html", **pages.closed(bid, current_user))


def opened_page(bid, copy):
    """The page of an opened bid; one that did not open takes the copy of its team."""
    feedback = allowed(current_user, bid, may.READ_FEEDBACK)
    page = pages.opened(bid, current_user)
    return render_template("challenge/bidding/opened.html", may_read_feedback=feedback, copy=copy, **page)


@bp.get("/desk/bids/<code>/files/<blob>")
@requires(is_signed_in)
def file(code, blob):
    """An attachment: of the draft or sealed bid for its team, of the opened bid for its readers."""
    bid = load(Bid, code, may.READ_BID, by="code")
    found = queries.file_of(bid, blob)
    if found is None:
        abort(404)
    if not rules.is_opened(bid) and found.is_sealed and sealing.mode_of(bid) == CUSTODIANS:
        raise Conflict("附件已随方案密封，平台无法读取。请查看提交前下载的方案副本。")
    name = found.name if rules.is_opened(bid) else sealing.open_label(bid, found.name)["name"]
    return attachment(sealing.read_file(found.blob, found.sha256), name, found.mime)


@bp.get("/desk/bids/<code>/history")
@requires(is_signed_in)
def history(code):
    """What happened to the bid, from the log."""
    bid = load(Bid, code, may.READ_BID, by="code")
    return render_template("challenge/bidding/history.html", bid=bid, entries=pages.history(bid))
