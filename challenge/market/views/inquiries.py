"""Inquiries on the desk: the list, one of them with what its reader may see, its steps."""

from flask import flash, redirect, render_template, url_for
from flask_login import current_user

import challenge.permissions as may
from challenge.market import actions, pages, queries, rules
from challenge.market.forms import inquiry_step_form
from challenge.market.models import Inquiry
from challenge.market.views.blueprint import READERS, bp, crumbs_of, tabs_of
from challenge.posting.steps import consequences
from core import history, workflow
from core.gates import load, requires, step_of
from core.gates import may as allowed
from core.listing import Listing
from core.looks import record_look


@bp.get("/desk/market/inquiries")
@requires(*READERS)
def inquiries():
    """Inquiries of the own organisation, sent and received; officers see that there are some."""
    given = {"sorts": queries.INQUIRY_SORTS, "filters": queries.INQUIRY_FILTERS}
    listing = Listing(
        queries.inquiries(current_user), columns=queries.INQUIRY_COLUMNS, name="对接意向", **given
    )
    if listing.is_export:
        return listing.download()
    return render_template(
        "challenge/market/inquiries.html",
        listing=listing,
        tabs=tabs_of("market.inquiries"),
        crumbs=crumbs_of(("对接意向", None)),
    )


@bp.get("/desk/market/inquiries/<code>")
@requires(*READERS)
def inquiry(code):
    """One inquiry."""
    row = _inquiry(code)
    return render_template(
        "challenge/market/inquiry.html",
        inquiry=row,
        offer=row.offer,
        reads=allowed(current_user, row, may.READ_INQUIRY_TEXT),
        contact=_contact(row),
        is_public=rules.is_listed(current_user, row.offer),
        next_step=pages.next_of(row, current_user),
        choices=workflow.available(current_user, row),
        events=history.events(row),
        crumbs=crumbs_of(("对接意向", url_for("market.inquiries")), (code, None)),
    )


@bp.route("/desk/market/inquiries/<code>/steps/<action>", methods=["GET", "POST"])
@requires(*READERS)
def inquiry_step(code, action):
    """One step of an inquiry."""
    row = _inquiry(code)
    made = step_of(row, action)
    form, back = inquiry_step_form(made), url_for("market.inquiry", code=code)
    if form.validate_on_submit():
        actions.answer(current_user, row, action, **{name: form[name].data for name in made.asks})
        flash(f"已办理：{made.label}。", "good")
        return redirect(back)
    said = {"step": made, "form": form, "consequences": consequences(row, action), "back": back}
    crumbs = crumbs_of(("对接意向", url_for("market.inquiries")), (code, back), (made.label, None))
    page = render_template(
        "challenge/market/step.html", code=code, title=row.offer.title, crumbs=crumbs, **said
    )
    return page, 422 if form.errors else 200


def _inquiry(code):
    return load(Inquiry, code, may.READ_INQUIRY, by="code")


def _contact(row):
    """Where the other side is found, once the owner has accepted; the look is logged."""
    if not allowed(current_user, row, may.READ_INQUIRY_CONTACT):
        return None
    record_look(current_user, "inquiry_contact", row)
    side = row if rules.answers_inquiry(current_user, row) else row.offer
    pairs = [("单位", side.organisation.name), ("联系人", side.contact_name)]
    return [*pairs, ("联系电话", side.contact_phone or "—"), ("联系邮箱", side.contact_email or "—")]
