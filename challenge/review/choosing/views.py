"""The poster's page: the bids that passed the formal check, and its choice."""

from flask import flash, redirect, render_template, url_for
from flask_login import current_user

import challenge.permissions as may
from challenge import rulepack
from challenge.bidding.content import asked
from challenge.posting.models import Challenge
from challenge.posting.rules import may_post
from challenge.review.choosing import actions, rules
from challenge.review.choosing import queries as _readers  # registers who reads bids
from challenge.review.choosing.forms import choice_form
from challenge.review.views.blueprint import bp, crumbs_of
from core.gates import load, requires

__all__ = ["_readers", "choose", "show_choice"]


def _list_of(code):
    return load(Challenge, code, may.CHOOSE_BID, by="code")


@bp.get("/desk/challenges/<code>/choice")
@requires(may_post)
def show_choice(code):
    """What may be chosen, side by side."""
    return _page(_list_of(code))


@bp.post("/desk/challenges/<code>/choice")
@requires(may_post)
def choose(code):
    """Choose, or choose anew."""
    challenge = _list_of(code)
    bids = rules.candidates(challenge)
    form = choice_form(bids) if bids else None
    if form is None or not form.validate():
        return _page(challenge, form), 422
    actions.choose(current_user, challenge, form.ranked(), form.reason.data)
    flash("已选定，经办人会收到通知；提出拟立项方案之前可以重新选定。", "good")
    return redirect(url_for("review.show_choice", code=code))


def _page(challenge, form=None):
    closed, bids = rules.time_to_choose(challenge), rules.candidates(challenge)
    choice = rules.choice_of(challenge)
    if form is None and closed is None and bids:
        form = choice_form(bids, choice, formdata=None)
    return render_template(
        "challenge/review/choice.html",
        challenge=challenge,
        mode=rulepack.mode_of(challenge),
        closed=closed,
        bids=bids,
        form=form,
        choice=choice,
        rows=[(one, asked(one), _promised(bids, one)) for one in challenge.indicators],
        crumbs=crumbs_of(challenge, ("选定方案", None)),
    )


def _promised(bids, indicator):
    """What each bid promises on one indicator, in the order of the bids."""
    found = [{one.indicator_id: one.value for one in bid.promises} for bid in bids]
    return [one.get(indicator.id, "未承诺") for one in found]
