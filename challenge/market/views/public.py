"""The public room: results on offer, one of them, and asking for a meeting."""

from flask import flash, redirect, render_template, url_for
from flask_login import current_user

import challenge.permissions as may
from challenge.market import actions, pages, queries, rules
from challenge.market.forms import InquiryForm
from challenge.market.models import Offer
from challenge.market.similar import lists_like
from challenge.market.views.blueprint import TRADERS, bp
from core.gates import load, public, requires
from core.gates import may as allowed
from core.kept import kept
from core.listing import Listing


@bp.get("/market")
@public
@kept
def public_list():
    """Results on offer."""
    listing = Listing(
        queries.BOARD,
        sorts=queries.PUBLIC_SORTS,
        filters=queries.PUBLIC_FILTERS,
        columns=queries.COLUMNS,
        name="科技成果",
    )
    if listing.is_export:
        return listing.download()
    posts = not current_user.is_authenticated or rules.trades(current_user)
    shown = {"listing": listing, "price": queries.price_text, "posts": posts}
    return render_template("challenge/market/public_list.html", **shown)


@bp.get("/market/<code>")
@public
@kept
def public_detail(code):
    """One result."""
    offer = _listed(code)
    return render_template(
        "challenge/market/public_detail.html",
        offer=offer,
        price=queries.price_text(offer),
        near=lists_like(offer),
        origin=pages.origin(offer, current_user),
        action=_action(offer),
        owns=allowed(current_user, offer, may.READ_OFFER),
        crumbs=[("成果市场", url_for("market.public_list")), (offer.code, None)],
    )


@bp.route("/market/<code>/inquire", methods=["GET", "POST"])
@requires(*TRADERS)
def inquire(code):
    """Ask for a meeting."""
    offer, form = _listed(code), InquiryForm()
    if not form.is_submitted():
        _prefill(form)
    if form.validate_on_submit():
        values = {name: value for name, value in form.data.items() if name != "csrf_token"}
        row = actions.inquire(current_user, offer, values)
        flash("已提出对接意向，提供单位会收到站内信。", "good")
        return redirect(url_for("market.inquiry", code=row.code))
    place = url_for("market.public_detail", code=code)
    crumbs = [("成果市场", url_for("market.public_list")), (code, place), ("提出对接意向", None)]
    page = render_template("challenge/market/inquire.html", offer=offer, form=form, crumbs=crumbs)
    return page, 422 if form.errors else 200


def _listed(code):
    return load(Offer, code, may.READ_PUBLIC_OFFER, by="code")


def _prefill(form):
    form.contact_name.data = current_user.display_name
    form.contact_phone.data, form.contact_email.data = current_user.phone, current_user.email


def _action(offer):
    """The one thing to do here: label, address, or why not; None for whoever has no part in it."""
    wanted = {"label": "提出对接意向", "url": url_for("market.inquire", code=offer.code), "refusal": None}
    if not current_user.is_authenticated:
        return wanted
    if not rules.may_inquire(current_user, offer):
        return None
    found = actions.alive(current_user, offer)
    if found is not None:
        wanted = {"label": "查看本单位的对接意向", "refusal": None}
        wanted["url"] = url_for("market.inquiry", code=found.code)
    return wanted
