"""A winner leaves its place: a reserve takes the place, or a race goes on with those who are left."""

from flask import flash, redirect, render_template, url_for
from flask_login import current_user

import challenge.permissions as may
from accounts.rules import is_officer
from challenge.delivery.closing import leaving
from challenge.delivery.race import rules
from challenge.delivery.race.forms import giving_up_form
from challenge.delivery.race.views.blueprint import bp
from challenge.posting import turns
from challenge.posting.models import Challenge
from challenge.posting.steps import consequences
from core import workflow
from core.gates import load, requires

STAYS = {"give_up": leaving.stays_because, "go_on_without": rules.stays_in_race}
WAYS = {"give_up": "候补的下一名递补，重新定榜和公示", "go_on_without": "不递补，其余赛道继续"}


@bp.route("/desk/challenges/<code>/give-up", methods=["GET", "POST"])
@requires(is_officer)
def give_up(code):
    """Who gives up, why, and what follows."""
    challenge = load(Challenge, code, may.AMEND_CHALLENGE, by="code")
    refusals = {action: workflow.refusal(current_user, challenge, action) for action in WAYS}
    ways = [(action, words) for action, words in WAYS.items() if refusals[action] is None]
    if not ways:
        of_lane = refusals["go_on_without"]
        raise workflow.Refused(of_lane if of_lane.kind == "needs" else refusals["give_up"])
    winners, staying = _winners(challenge, [action for action, _ in ways])
    form = giving_up_form(winners, ways)
    if form.validate_on_submit():
        return _make(challenge, form)
    said = {action: consequences(challenge, action) for action, _ in ways}
    page = {"form": form, "staying": staying, "ways": ways, "said": said}
    text = render_template("challenge/race/give_up.html", challenge=challenge, **page)
    return text, 422 if form.errors else 200


def _winners(challenge, actions):
    """(winners that may leave in one of these ways, why each of the others stays)."""
    found = {bid: [STAYS[action](bid) for action in actions] for bid in leaving.winners(challenge)}
    return [bid for bid, said in found.items() if None in said], [
        (bid, said[0]) for bid, said in found.items() if None not in said
    ]


def _make(challenge, form):
    turns.wait(challenge, "bids")
    facts = {"reason": form.reason.data, "bid": int(form.bid.data)}
    workflow.apply(current_user, challenge, form.way.data, **facts)
    flash("已办理。", "good")
    return redirect(url_for("posting.desk_detail", code=challenge.code))
