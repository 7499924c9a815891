"""Ask for a contact, read it, answer it, take it back."""

from flask import flash, redirect, render_template, request, url_for
from flask_login import current_user

import challenge.permissions as may
from challenge.bidding.liaison import queries
from challenge.bidding.liaison.actions import contacting
from challenge.bidding.liaison.forms import AnswerForm, AskForm, SureForm
from challenge.bidding.liaison.views.blueprint import (
    bp,
    crumbs_of,
    detail_page,
    liaison_of,
    refuse,
    sure_page,
)
from challenge.bidding.rules import may_bid
from challenge.posting.models import Challenge
from core import workflow
from core.gates import load, requires
from core.listing import Listing

WITHDRAWING = (
    "双方的联系方式不再显示。",
    "已签订的合作协议随之解除，以它为依据的方案不再有效。",
    "对方会收到站内信。",
)


@bp.route("/challenges/<code>/liaison", methods=["GET", "POST"])
@requires(may_bid)
def ask(code):
    """What a contact means, the pledge of secrecy, and the own contact data."""
    challenge = load(Challenge, code, may.READ_PUBLIC_LIST, by="code")
    known = {"name": current_user.display_name, "phone": current_user.phone, "email": current_user.email}
    form = AskForm(data=known if request.method == "GET" else None)
    if form.validate_on_submit():
        row = contacting.ask(current_user, challenge, form.told())
        flash("对接请求已发给发榜方，答复后会收到站内信。", "good")
        return redirect(url_for("liaison.detail", code=row.code))
    own = queries.own_of(current_user, challenge)
    refusal = contacting.refusal_to_ask(current_user, challenge)
    page = {"challenge": challenge, "form": form, "own": own, "refusal": refusal}
    return render_template("challenge/liaison/ask.html", **page), 422 if form.errors else 200


@bp.get("/desk/liaisons")
@requires(may_bid)
def desk_list():
    """Own contacts, and for the demander those of its lists."""
    listing = Listing(
        queries.listed(current_user),
        sorts=queries.SORTS,
        filters=queries.filters(),
        columns=queries.COLUMNS,
        name="对接与协议",
    )
    if listing.is_export:
        return listing.download()
    return render_template("challenge/liaison/list.html", listing=listing, crumbs=crumbs_of())


@bp.get("/desk/liaisons/<code>")
@requires(may_bid)
def detail(code):
    """One contact with what came of it."""
    return detail_page(liaison_of(code))


@bp.post("/desk/liaisons/<code>/contact")
@requires(may_bid)
def contact(code):
    """The other side's contact data; the look is logged."""
    liaison = liaison_of(code)
    return detail_page(liaison, contact=contacting.look_at_contact(current_user, liaison))


@bp.post("/desk/liaisons/<code>/answer")
@requires(may_bid)
def answer(code):
    """The demander agrees or declines."""
    liaison, form = liaison_of(code), AnswerForm()
    if not form.validate():
        return detail_page(liaison, answer=form), 422
    contacting.answer(current_user, liaison, form.answer.data == "yes", form.told())
    flash("已答复。", "good")
    return redirect(url_for("liaison.detail", code=code))


@bp.route("/desk/liaisons/<code>/withdraw", methods=["GET", "POST"])
@requires(may_bid)
def withdraw(code):
    """Take the contact back."""
    liaison, form = liaison_of(code), SureForm()
    refuse(workflow.refusal(current_user, liaison, "withdraw"))
    if not form.validate_on_submit():
        return sure_page(liaison, form, "撤回对接", WITHDRAWING)
    contacting.withdraw(current_user, liaison)
    flash("对接已撤回，双方联系方式不再显示。", "good")
    return redirect(url_for("liaison.detail", code=code))
