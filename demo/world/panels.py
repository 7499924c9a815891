"""Reviews told in points: whoever was drawn declares no tie and gives each bid its points, spread over the criteria."""

import functools

from challenge.review.actions import deciding, reviewing
from challenge.review.rules import SITTING, criteria_of, gate_questions_of
from core import clock
from demo.world import draws
from demo.world.demands import handler
from demo.world.parties import winners_of
from demo.world.reviews import declare

ANSWERED_AFTER, SCORED_AFTER = 2, 3


def facts_of(challenge, told, points):
    """One review as the form would give it: `points` of a hundred; `told` has .comment, .private and .note."""
    criteria = criteria_of(challenge)
    return {
        "gates": {one["key"]: "yes" for one in gate_questions_of(challenge)},
        "scores": {one["key"]: 5 * round(points * one["max"] / 50) for one in criteria},
        "notes": {one["key"]: told["note"] for one in criteria},
        "confidence": "medium",
        "recommendation": "support" if points >= 80 else "revise",
        "comment_to_bidder": told["comment"],
        "private_comment": told["private"],
    }


def score(row, told, points):
    """One reviewer hands in `points`: {bid: of a hundred}."""
    for bid, given in points.items():
        reviewing.save(row, bid, facts_of(row.challenge, told, given))
    reviewing.submit(row.profile.user, row)


def stage(script, cast, affair, text):
    """Scenes from the draw to the award, where the text of a list tells its panel in points."""
    told = text.get("panel")
    if told is None:
        return
    started = -text["timing"]["review_started_days_ago"]
    affair.then(started, lambda: draws.fix(cast, text))
    affair.then(started, lambda: draws.hold(cast, text))
    drawn_at = affair.last
    answered = (clock.beijing(drawn_at).date() - script.today).days + ANSWERED_AFTER
    for place in range(len(told["points"])):
        thread = script.affair(f"{text['key']} panel {place}")
        member = functools.partial(_member, cast, text["key"], place)
        thread.then(answered, lambda member=member: declare(member()), after=drawn_at, any_day=True)
        thread.then(
            started + SCORED_AFTER + place % 3,
            lambda member=member, place=place: _score(cast, text, member(), place),
        )
    timing = text["timing"]
    affair.then(-timing["proposed_days_ago"], lambda: _propose(cast, text))
    affair.then(-timing["awarded_days_ago"], lambda: _award(cast, text))


def _member(cast, key, place):
    return [one for one in cast.challenges[key].assignments if one.state in SITTING][place]


def _score(cast, text, row, place):
    bids = [cast.bids[one["key"]] for one in text["bids"]]
    score(row, text["panel"], dict(zip(bids, text["panel"]["points"][place], strict=True)))


def _propose(cast, text):
    officer, chosen = cast.people[handler(text)], [cast.bids[one["key"]].id for one in winners_of(text)]
    deciding.propose(officer, cast.challenges[text["key"]], chosen, text["proposal"]["reason"])


def _award(cast, text):
    challenge = cast.challenges[text["key"]]
    leader, reason = cast.people["leader"], text["decision"]["reason"]
    deciding.award(leader, challenge, challenge.proposals[-1].id, reason)
