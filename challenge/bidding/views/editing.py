"""The five steps of the form, their automatic saving, and the attachments of a draft."""

from flask import abort, jsonify, redirect, render_template, request, url_for

import challenge.permissions as may
from challenge.bidding import pages, rules
from challenge.bidding.actions import drafting
from challenge.bidding.content import STEPS
from challenge.bidding.forms import STEP_FORMS, FileForm
from challenge.bidding.models import Bid
from challenge.bidding.views.blueprint import bp
from core.errors import Conflict
from core.gates import is_signed_in, load, requires
from core.inspection import RefusedFile


def _step_form(bid, step):
    if step not in STEPS:
        abort(404)
    if not rules.has_draft(bid):
        raise Conflict("方案已密封，须先点“替换方案”才能修改。")
    return pages.in_words_of(bid, STEP_FORMS[step].of(pages.draft_of(bid)))


@bp.get("/desk/bids/<code>/edit/<step>")
@requires(is_signed_in)
def edit(code, step):
    """One step of the form."""
    bid = load(Bid, code, may.EDIT_BID, by="code")
    form = _step_form(bid, step)
    form.version.data = bid.version
    return _step_page(bid, step, form)


@bp.post("/desk/bids/<code>/edit/<step>")
@requires(is_signed_in)
def save(code, step):
    """Save a step and go on."""
    bid = load(Bid, code, may.EDIT_BID, by="code")
    form = _step_form(bid, step)
    if form.version.data != str(bid.version):
        theirs = drafting.differing(drafting.read_draft(bid), form.changes())
        form.version.data = bid.version
        return _step_page(bid, step, form, stale=True, theirs=theirs), 409
    if not form.validate():
        return _step_page(bid, step, form), 422
    drafting.save_step(bid, form.changes())
    return redirect(pages.after_step(bid, step, request.form.get("then")))


@bp.post("/desk/bids/<code>/edit/<step>/autosave")
@requires(is_signed_in)
def autosave(code, step):
    """Save a step while it is written; answers the new version."""
    bid = load(Bid, code, may.EDIT_BID, by="code")
    form = _step_form(bid, step)
    if form.version.data != str(bid.version):
        return jsonify(version=bid.version), 409
    if not form.validate():
        return jsonify(version=bid.version), 422
    drafting.save_step(bid, form.changes())
    return jsonify(version=bid.version)


def _step_page(bid, step, form, stale=False, theirs=()):
    form.prepare()
    context = {"bid": bid, "step": step, "form": form, "stale": stale, "theirs": theirs}
    return render_template(f"challenge/bidding/edit_{step}.html", **context, **pages.frame(bid, step))


@bp.get("/desk/bids/<code>/files")
@requires(is_signed_in)
def files(code):
    """Attachments of the draft."""
    return _files_page(load(Bid, code, may.EDIT_BID, by="code"), FileForm())


@bp.post("/desk/bids/<code>/files")
@requires(is_signed_in)
def attach(code):
    """Add an attachment."""
    bid = load(Bid, code, may.EDIT_BID, by="code")
    form = FileForm()
    if not form.validate():
        return _files_page(bid, form), 422
    sent = form.file.data
    try:
        drafting.attach(bid, sent.filename, sent.read(), form.kind.data)
    except RefusedFile as refused:
        form.file.errors = [str(refused)]
        return _files_page(bid, form), 422
    return redirect(url_for("bidding.files", code=bid.code))


@bp.post("/desk/bids/<code>/files/<blob>/remove")
@requires(is_signed_in)
def detach(code, blob):
    """Remove an attachment from the draft."""
    bid = load(Bid, code, may.EDIT_BID, by="code")
    drafting.detach(bid, blob)
    return redirect(url_for("bidding.files", code=bid.code))


def _files_page(bid, form):
    if not rules.has_draft(bid):
        raise Conflict("方案已密封，须先点“替换方案”才能修改。")
    rows = drafting.files_of(bid, pages.draft_of(bid)["files"])
    return render_template(
        "challenge/bidding/files.html", bid=bid, form=form, files=rows, **pages.frame(bid, "files")
    )
