"""The desk of offers: the own ones and, for officers, all that were handed in; writing, consent, steps."""

from flask import flash, redirect, render_template, url_for
from flask_login import current_user

import challenge.permissions as may
from challenge.delivery.forms import step_form
from challenge.delivery.outcomes.registering.models import Achievement
from challenge.delivery.outcomes.registering.rules import may_offer
from challenge.market import actions, queries, rules
from challenge.market.forms import OfferForm
from challenge.market.models import Offer
from challenge.market.states import S
from challenge.market.views.blueprint import READERS, TRADERS, bp, crumbs_of, tabs_of
from challenge.posting.steps import consequences
from core import history, workflow
from core.errors import Conflict
from core.gates import load, requires, step_of
from core.gates import may as allowed
from core.listing import Listing


@bp.get("/desk/market")
@requires(*READERS)
def desk_list():
    """Offers this person has to do with."""
    given = {"sorts": queries.SORTS, "filters": queries.FILTERS, "columns": queries.DESK_COLUMNS}
    listing = Listing(queries.offers(current_user), **given, name="供给成果")
    if listing.is_export:
        return listing.download()
    return render_template(
        "challenge/market/desk_list.html",
        listing=listing,
        counts=queries.inquiry_counts([one.id for one in listing.rows]),
        tabs=tabs_of("market.desk_list"),
        posts=rules.trades(current_user),
        crumbs=[*crumbs_of()[:1], ("成果市场", None)],
    )


@bp.route("/desk/market/new", methods=["GET", "POST"])
@requires(*TRADERS)
def new():
    """Write a new offer."""
    form = OfferForm()
    if not form.is_submitted():
        form.contact_name.data = current_user.display_name
    if form.validate_on_submit():
        row = actions.draft(current_user, form.values())
        flash("已保存草稿，填写完整后请提交审核。", "good")
        return redirect(_address(row))
    return _form_page(None, form, 200)


@bp.post("/desk/market/from/<code>")
@requires(*TRADERS)
def offer_result(code):
    """Offer a registered result."""
    achievement = load(Achievement, code, (may_offer,), by="code")
    row = actions.offer_result(current_user, achievement)
    flash("已按成果登记生成草稿，请核对可以公开的内容。", "good")
    return redirect(_address(row))


@bp.get("/desk/market/<code>")
@requires(*READERS)
def detail(code):
    """Everything about an offer."""
    offer = _offer(code)
    owns = allowed(current_user, offer, may.EDIT_OFFER)
    return render_template(
        "challenge/market/detail.html",
        offer=offer,
        price=queries.price_text(offer),
        choices=workflow.available(current_user, offer),
        edits=owns and offer.state is S.DRAFT,
        owns=owns,
        consents=rules.consents_to_offer(current_user, offer),
        waits_for=_waits_for(offer),
        events=history.events(offer),
        crumbs=crumbs_of((offer.code, None)),
    )


@bp.route("/desk/market/<code>/edit", methods=["GET", "POST"])
@requires(*TRADERS)
def edit(code):
    """Write an offer."""
    offer = _offer(code, may.EDIT_OFFER)
    form, status = OfferForm(obj=offer), 200
    if not form.is_submitted():
        form.seen.data = str(offer.version)
        form.rights.data = offer.rights.value if offer.rights else ""
        form.transfer.data = offer.transfer.value if offer.transfer else ""
    if form.validate_on_submit():
        if _save(offer, form):
            return redirect(_address(offer))
        status = 409
    return _form_page(offer, form, status)


@bp.post("/desk/market/<code>/consent")
@requires(*TRADERS)
def consent(code):
    """Another owner agrees."""
    offer = _offer(code)
    actions.consent(current_user, offer)
    flash("已同意上架，提供单位可以提交审核。", "good")
    return redirect(_address(offer))


@bp.route("/desk/market/<code>/steps/<action>", methods=["GET", "POST"])
@requires(*READERS)
def step(code, action):
    """One step of an offer."""
    offer = _offer(code)
    made = step_of(offer, action)
    form = step_form(made)
    if form.validate_on_submit():
        actions.make(current_user, offer, action, **{name: form[name].data for name in made.asks})
        flash(f"已办理：{made.label}。", "good")
        # What goes back to its owner is a draft, which nobody else reads.
        goes_on = allowed(current_user, offer, may.READ_OFFER)
        return redirect(_address(offer) if goes_on else url_for("market.desk_list"))
    said = {"step": made, "form": form, "consequences": consequences(offer, action), "back": _address(offer)}
    crumbs = crumbs_of((code, _address(offer)), (made.label, None))
    page = render_template("challenge/market/step.html", code=code, title=offer.title, crumbs=crumbs, **said)
    return page, 422 if form.errors else 200


def _offer(code, reasons=may.READ_OFFER):
    return load(Offer, code, reasons, by="code")


def _address(offer):
    return url_for("market.detail", code=offer.code)


def _save(offer, form):
    """False when somebody was faster; what was typed stays in the form."""
    try:
        actions.save(current_user, offer, form.values(), form.seen_version())
    except Conflict:
        form.seen.data = str(offer.version)
        return False
    flash("已保存。", "good")
    return True


def _form_page(offer, form, status):
    heading = "修改供给成果" if offer else "提供成果"
    way = [(offer.code, _address(offer))] if offer else []
    page = render_template(
        "challenge/market/form.html",
        offer=offer,
        form=form,
        heading=heading,
        is_stale=status == 409,
        back=_address(offer) if offer else url_for("market.desk_list"),
        crumbs=crumbs_of(*way, (heading, None)),
    )
    return page, 422 if form.errors else status


def _waits_for(offer):
    """What comes next and whom it waits for, as a sentence; None when nothing does."""
    if offer.state is S.SUBMITTED:
        return "等待市科技局审核。"
    if offer.state is S.LISTED and rules.owns_offer(current_user, offer):
        return "正在成果市场展示。有企业提出对接意向时，您会收到站内信，并在今日待办中答复。"
    return rules.owners_agree(offer) if offer.state is S.DRAFT else None
