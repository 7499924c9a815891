"""The race as it stands: for the public, and with the money for those whom it concerns."""

from flask import abort, render_template
from flask_login import current_user

import challenge.permissions as may
from challenge.delivery.race import pages, wording
from challenge.delivery.race.queries import gather
from challenge.delivery.race.rules import SHOWN, sees_money
from challenge.delivery.race.views.blueprint import READERS, bp, crumbs_of, race_of
from challenge.posting.models import Challenge
from core.gates import load, public, requires
from core.kept import kept


@bp.get("/challenges/<code>/race")
@public
@kept
def public_race(code):
    """The gates as they were published; once there are results, who stayed."""
    challenge = gather(load(Challenge, code, may.READ_PUBLIC_LIST, by="code"))
    if not challenge.gates:
        abort(404)
    return render_template(
        "challenge/race/public.html",
        challenge=challenge,
        gates=pages.gates(challenge),
        figure=wording.FIGURE,
        board=pages.board(challenge) if pages.is_shown(challenge) else None,
        rankings=[(one, pages.ranking(one, current_user)) for one in challenge.gates if one.state in SHOWN],
        crumbs=[("榜单", "/challenges"), (challenge.code, f"/challenges/{challenge.code}"), ("赛马", None)],
    )


@bp.get("/desk/challenges/<code>/race")
@requires(*READERS)
def overview(code):
    """Who is where, and the money of the lanes as far as the reader may see it."""
    challenge = race_of(code)
    money = pages.money(challenge, current_user)
    return render_template(
        "challenge/race/overview.html",
        challenge=challenge,
        gates=pages.gates(challenge),
        figure=wording.FIGURE,
        board=pages.board(challenge),
        money=money,
        together=pages.money_together(challenge, current_user, money),
        sees_money=sees_money(current_user, challenge),
        crumbs=crumbs_of(challenge),
    )
