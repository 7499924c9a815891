"""Replace a sealed bid: reopened by the server or by the team's passphrase, from the copy, or anew; the copy itself."""

from flask import flash, redirect, render_template, url_for
from flask_login import current_user

import challenge.permissions as may
from accounts import attempts
from challenge.bidding import copies, pages, rules, sealing
from challenge.bidding.actions import drafting, submission
from challenge.bidding.forms import CopyForm, ReopenForm
from challenge.bidding.models import Bid
from challenge.bidding.views.blueprint import bp
from challenge.custody.rules import CUSTODIANS
from core.errors import Conflict
from core.gates import is_signed_in, load, requires
from core.inspection import RefusedFile
from core.listing import attachment
from core.passphrases import WrongPassphrase

KIND = "bid_passphrase"
DAMAGED = "密封的内容已无法读取，请改用方案副本或重新编制。截止前请务必替换，否则开标时将列为无法开启。"


@bp.get("/desk/bids/<code>/copy.zip")
@requires(is_signed_in)
def copy(code):
    """What will be sealed, for the team's own keeping, before it is."""
    bid = load(Bid, code, (rules.is_in_team,), by="code")
    if not rules.has_draft(bid):
        raise Conflict("方案已密封，平台不再提供副本。副本在提交之前下载。")
    data = copies.write(bid, *submission.to_seal(bid))
    return attachment(data, f"{bid.code}-副本.zip", copies.MIME)


@bp.get("/desk/bids/<code>/replace")
@requires(is_signed_in)
def replace(code):
    """What a replacement can begin with, where only the custodians can open the sealed version."""
    bid = _sealed(code)
    if bid.draft is not None or sealing.mode_of(bid) != CUSTODIANS:
        return redirect(url_for("bidding.detail", code=code))
    return _page(bid)


@bp.post("/desk/bids/<code>/replace")
@requires(is_signed_in)
def begin_replacement(code):
    """Open the sealed bid as a draft of its team."""
    bid, form = _sealed(code), ReopenForm()
    if bid.draft is not None or sealing.mode_of(bid) != CUSTODIANS:
        drafting.begin_replacement(current_user, bid)
        return _to_form(bid)
    if not form.validate():
        return _page(bid, reopen=form), 422
    wait = attempts.wait(KIND, code)
    if wait or not _reopened(bid, form):
        form.passphrase.errors = (
            [attempts.sentence("连续多次不正确", wait)] if wait else form.passphrase.errors
        )
        return attempts.answer(_page(bid, reopen=form), wait) if wait else (_page(bid, reopen=form), 422)
    return _to_form(bid)


def _reopened(bid, form):
    """Whether the passphrase opened it; what did not succeed is counted and said at the field."""
    try:
        drafting.begin_replacement(current_user, bid, form.passphrase.data)
    except WrongPassphrase:
        attempts.note(KIND, bid.code, succeeded=False)
        form.passphrase.errors = ["方案口令不正确，请核对后重新输入；忘记口令的，请改用副本或重新编制。"]
        return False
    except sealing.Damaged:
        form.passphrase.errors = [DAMAGED]
        return False
    attempts.note(KIND, bid.code, succeeded=True)
    return True


@bp.post("/desk/bids/<code>/replace/copy")
@requires(is_signed_in)
def replace_from_copy(code):
    """Begin with the copy the team has kept."""
    bid, form = _sealed(code), CopyForm()
    if not form.validate():
        return _page(bid, copy=form), 422
    try:
        content, files = copies.read(bid, form.file.data.read())
    except RefusedFile as refused:
        form.file.errors = [str(refused)]
        return _page(bid, copy=form), 422
    drafting.replace_from_copy(current_user, bid, content, files)
    flash(*copies.taken_up(bid, content))
    return _to_form(bid)


@bp.post("/desk/bids/<code>/replace/anew")
@requires(is_signed_in)
def replace_anew(code):
    """Begin with an empty form."""
    bid = _sealed(code)
    drafting.replace_anew(current_user, bid)
    return _to_form(bid)


@bp.post("/desk/bids/<code>/replace/drop")
@requires(is_signed_in)
def drop_replacement(code):
    """Forget the draft of a replacement."""
    bid = load(Bid, code, may.EDIT_BID, by="code")
    if bid.state is not rules.B.SEALED:
        raise Conflict("没有正在编制的替换方案。")
    drafting.drop_replacement(bid)
    return redirect(url_for("bidding.detail", code=bid.code))


def _sealed(code):
    bid = load(Bid, code, may.EDIT_BID, by="code")
    if bid.state is not rules.B.SEALED:
        raise Conflict("只有已密封的方案可以替换。")
    return bid


def _to_form(bid):
    return redirect(url_for("bidding.edit", code=bid.code, step="team"))


def _page(bid, reopen=None, copy=None):
    forms = {"reopen": reopen or ReopenForm(None), "copy": copy or CopyForm(None)}
    return render_template("challenge/bidding/replace.html", **forms, **pages.replacing(bid))
