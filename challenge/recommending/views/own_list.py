"""The researcher's own ranked lists, with reasons; plain order one click away."""

from flask import render_template
from flask_login import current_user

from challenge import recommend
from challenge.posting.queries.lists import summary
from challenge.recommend import PLAIN, RANKED
from challenge.recommending import filters
from challenge.recommending.choice import Choice
from challenge.recommending.views.blueprint import bp
from core.gates import requires
from talent.queries import own_profile
from talent.recommend import NotReady
from talent.rules import may_have_own_profile


@bp.get("/desk/talent/challenges")
@requires(may_have_own_profile)
def own_list():
    """Open lists ranked for the own profile."""
    profile, choice = own_profile(current_user), Choice(filters.OF_LISTS, (RANKED, PLAIN))
    lists, state = recommend.open_lists(current_user, choice.narrow), PLAIN
    placed = [(one, None) for one in lists]
    if choice.order == RANKED:
        placed, state = _ranked(profile, lists, placed)
    start = choice.found(len(placed))
    rows = placed[start : start + choice.per_page]
    told = recommend.sentences_for(profile, current_user, rows) if state == RANKED else [""] * len(rows)
    rows = [(one, sentence) for (one, _), sentence in zip(rows, told, strict=True)]
    facts = {"choice": choice, "rows": rows, "state": state, "profile": profile, "summary": summary}
    return render_template("challenge/recommend/own_list.html", **facts)


def _ranked(profile, lists, plain):
    """(rows, state): ranked, or plain with the reason why: no profile, not in the pool, not ready."""
    if profile is None:
        return plain, "no_profile"
    try:
        found = recommend.challenges_for_profile(profile, current_user, lists)
    except NotReady:
        return plain, "not_ready"
    return (found, RANKED) if found or not lists else (plain, "not_admitted")
