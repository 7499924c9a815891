"""Draft, confirm, end an agreement; read a signed copy."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask_login import current_user

from accounts.stepup import stepped_up
from challenge.bidding.liaison import rules, terms
from challenge.bidding.liaison.actions import agreeing
from challenge.bidding.liaison.forms import ConfirmForm, SureForm, TermsForm
from challenge.bidding.liaison.views.blueprint import (
    bp,
    crumbs_of,
    detail_page,
    liaison_of,
    refuse,
    sure_page,
)
from challenge.bidding.rules import may_bid
from challenge.posting.forms.uploads import sent_file
from core import files, workflow
from core.gates import requires
from core.listing import attachment
from core.workflow import Refusal

ENDING = (
    "协议不再有效，以它为依据的方案不能通过形式审查。",
    "截止前双方可以重新拟定协议。",
    "对方会收到站内信。",
)


def _standing(liaison):
    return rules.standing(liaison) or abort(404)


@bp.route("/desk/liaisons/<code>/agreement", methods=["GET", "POST"])
@requires(may_bid)
def draft(code):
    """Write the agreement, or write it anew."""
    liaison = liaison_of(code)
    closed = rules.list_takes_agreements(liaison) or rules.is_connected(liaison)
    refuse(Refusal("needs", closed) if closed else None)
    known = rules.standing(liaison)
    form = _terms_form(known)
    both, is_whole = _rewritten(known, form), form.validate_on_submit()
    upload = sent_file(form.file) if is_whole else None
    if not is_whole or form.errors or both:
        return _terms_page(liaison, form, both)
    agreeing.draft(current_user, liaison, form.typed(), upload, form.seen.data)
    flash("协议已拟定，请核对后确认；对方会收到站内信。", "good")
    return redirect(url_for("liaison.detail", code=code))


def _terms_form(known):
    stands = known.content["terms"] | {"seen": known.digest} if known else {"seen": ""}
    return TermsForm(data=stands if request.method == "GET" else None)


def _rewritten(known, form):
    """What the other version says where it differs, when the agreement was written anew meanwhile; then saving wins."""
    stands = known.digest if known else ""
    if not form.is_submitted() or form.seen.data == stands:
        return []
    form.seen.data = stands
    return terms.apart(known, form.typed()) if known else []


def _terms_page(liaison, form, both=()):
    known = rules.standing(liaison)
    page = {"liaison": liaison, "form": form, "both": both, "terms": [key for key, *_ in terms.TERMS]}
    page["had_copy"] = bool(known and known.blob)
    shown = render_template("challenge/liaison/terms.html", **page, crumbs=crumbs_of(liaison, "拟定协议"))
    return shown, 409 if both else (422 if form.errors else 200)


@bp.post("/desk/liaisons/<code>/agreement/confirm")
@requires(may_bid)
@stepped_up
def confirm(code):
    """Confirm for the own side."""
    liaison, form = liaison_of(code), ConfirmForm()
    if not form.validate():
        return detail_page(liaison, confirm=form), 422
    agreeing.confirm(current_user, _standing(liaison), form.digest.data)
    flash("已确认合作协议。", "good")
    return redirect(url_for("liaison.detail", code=code))


@bp.route("/desk/liaisons/<code>/agreement/end", methods=["GET", "POST"])
@requires(may_bid)
def end(code):
    """End the agreement before the deadline."""
    liaison, form = liaison_of(code), SureForm()
    found = _standing(liaison)
    refuse(workflow.refusal(current_user, found, "end"))
    if not form.validate_on_submit():
        return sure_page(liaison, form, "解除合作协议", ENDING)
    agreeing.end(current_user, found)
    flash("合作协议已解除。", "good")
    return redirect(url_for("liaison.detail", code=code))


@bp.get("/desk/liaisons/<code>/agreements/<key>")
@requires(may_bid)
def signed_copy(code, key):
    """The signed copy of an agreement of this contact."""
    one = next((one for one in liaison_of(code).agreements if one.code == key and one.blob), None) or abort(
        404
    )
    file = one.content["file"]
    return attachment(files.read(one.blob, encrypted=True), file["name"], file["mime"])
