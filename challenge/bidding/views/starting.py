"""Begin a bid, and the list of bids a person may read."""

from flask import redirect, render_template, url_for
from flask_login import current_user

import challenge.permissions as may
from challenge import rulepack
from challenge.bidding import queries, rules
from challenge.bidding.actions import teams
from challenge.bidding.forms import StartForm
from challenge.bidding.models import Bid
from challenge.bidding.views.blueprint import bp
from challenge.custody.rules import is_in_custody
from challenge.posting.models import Challenge
from core.formats import moment
from core.gates import is_signed_in, load, requires
from core.listing import Filter, Listing


@bp.get("/challenges/<code>/bid")
@requires(rules.may_bid)
def new(code):
    """What bidding means, and the button."""
    return _start_page(load(Challenge, code, may.READ_PUBLIC_LIST, by="code"), StartForm())


@bp.post("/challenges/<code>/bid")
@requires(rules.may_bid)
def create(code):
    """Begin a bid."""
    challenge = load(Challenge, code, may.READ_PUBLIC_LIST, by="code")
    form = StartForm()
    if not form.validate():
        return _start_page(challenge, form), 422
    bid = teams.start_bid(current_user, challenge)
    return redirect(url_for("bidding.detail", code=bid.code))


def _start_page(challenge, form):
    refusal = teams.refusal_to_start(current_user, challenge)
    shown = {"challenge": challenge, "form": form, "refusal": refusal, "in_custody": is_in_custody(challenge)}
    shown |= {"mode": rulepack.mode_of(challenge)}
    return render_template("challenge/bidding/new.html", **shown)


@bp.get("/desk/bids")
@requires(is_signed_in)
def desk_list():
    """Own bids; after opening, for those who handle them, the bids of their lists."""
    if not queries.may_see_any(current_user):
        return render_template("challenge/bidding/desk_list.html", listing=None, asked=[], own=False)
    listing = _listing()
    if listing.is_export:
        return listing.download()
    asked = queries.asked_to_join(current_user) if queries.reads_own(current_user) else []
    return render_template(
        "challenge/bidding/desk_list.html", listing=listing, asked=asked, own=rules.may_bid(current_user)
    )


def _listing():
    return Listing(
        queries.listed_bids(current_user),
        sorts={"-created": ("创建时间", (Bid.created_at, Bid.id)), "code": ("方案编号", Bid.code)},
        filters=[
            Filter(
                "q",
                "榜单名称",
                lambda found, text: found.where(Challenge.title.icontains(text, autoescape=True)),
                kind="text",
            ),
            Filter("state", "状态", queries.in_shown_state, [(each.value, each.label) for each in rules.B]),
        ],
        columns=[
            ("方案编号", lambda bid: bid.code),
            ("榜单编号", lambda bid: bid.challenge.code),
            ("榜单", lambda bid: bid.challenge.title),
            ("牵头单位", lambda bid: bid.organisation.name),
            ("状态", lambda bid: bid.shown_state.label),
            ("密封时间", lambda bid: moment(bid.sealed_at)),
        ],
        name="揭榜方案",
    )
