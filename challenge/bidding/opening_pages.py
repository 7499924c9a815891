"""What the pages of the opening show: where it stands, who can open, the minutes."""

import datetime as dt

from flask import current_app

from challenge.bidding import digests, queries, relations, rules, way_back
from challenge.bidding.actions.opening import WITNESS_ONLY, not_to_begin
from challenge.bidding.minutes import unsigned_in
from challenge.custody import queries as custody
from challenge.custody.rules import MODES, PLATFORM, is_in_custody, sealing_of
from challenge.posting.demander import poster_of
from challenge.posting.rules import reached_deadline
from core import settings, workflow
from core.formats import moment
from core.listing import Filter


def opening(challenge, user):
    """The desk page of the opening."""
    shown = [one for one in workflow.available(user, challenge) if one.action in ("begin_opening", "open")]
    done = queries.finished_opening(challenge)
    in_custody = is_in_custody(challenge)
    kept_out = in_custody and not_to_begin(user, challenge)
    ready = {one.action for one in shown if one.refusal is None}
    return {
        "challenge": challenge,
        "sealing": sealing_of(challenge),
        "in_custody": in_custody,
        "digests": digests.published(challenge),
        "pending": rules.pending_opening(challenge),
        "choices": shown,
        "minutes": done.minutes if done else None,
        **_outcome(done),
        "copies": rules.copies_waited_for(challenge) if done else None,
        "mode": mode_of(done.minutes) if done else "",
        "staff": poster_of(challenge).ties_of([user])[user.id],
        "ties": _ties_of_opened(challenge) if done and rules.stands_apart(user, challenge) else [],
        "may_begin": "begin_opening" in ready and not kept_out,
        "may_complete": "open" in ready,
        "witness_only": WITNESS_ONLY if "begin_opening" in ready and kept_out else None,
        "pairs": custody.pairs_of(challenge) if in_custody and not done else [],
        "at": minutes_times(done),
        "demo_passphrase": settings.get("demo_passphrase") if current_app.config["DEMO"] else None,
    }


def mode_of(minutes):
    """Name of the way of sealing that held, by the minutes; the first ones did not say."""
    return MODES[minutes.get("sealing", {}).get("mode", PLATFORM)]


def _ties_of_opened(challenge):
    """(code, lead unit, computed ties) of each opened bid that has some."""
    found = [(bid, relations.shown(bid)) for bid in challenge.bids if bid.opened_at]
    return [(bid.code, bid.organisation.name, one) for bid, one in found if one["known"]]


def public_opening(challenge):
    """The public page of the opening: digests and how it went, no names of bidders."""
    done = queries.finished_opening(challenge) if challenge.is_past_deadline else None
    return {
        "challenge": challenge,
        "sealing": sealing_of(challenge),
        "digests": digests.published(challenge),
        "past": reached_deadline(challenge),
        "minutes": done.minutes if done else None,
        **_outcome(done),
        "mode": mode_of(done.minutes) if done else "",
        "at": minutes_times(done),
    }


def _outcome(done):
    """What became of the bids: numbers, kinds of reasons, what was compared, what was opened later."""
    if done is None:
        return {}
    told = done.minutes
    lost = len(way_back.lost_in(told))
    return {
        "verdict": way_back.verdict(told),
        "readable": len(told["bids"]) - lost,
        "lost": lost,
        "unsigned": unsigned_in(told),
        "kinds": [f"{kind} {number} 份" for kind, number in way_back.kinds_in(told)],
        "supplements": {
            code: moment(dt.datetime.fromisoformat(at)) for code, at in way_back.supplements_of(told).items()
        },
    }


def minutes_times(done):
    """When the first and the second person acted, as one reads it."""
    return {"first": moment(done.first_at), "second": moment(done.second_at)} if done else {}


def facts_of(opening):
    """(way of sealing, number of bids, number not opened, whether they were those published) of a finished opening."""
    told = opening.minutes
    lost, later = len(way_back.lost_in(told)), len(way_back.supplements_of(told))
    said = f"{lost}（已补开 {later}）" if later else str(lost)
    return mode_of(told), len(told["bids"]), said, way_back.in_word(told)


FILTERS = (
    Filter("q", "榜单编号或名称", queries.of_list_called, kind="text"),
    Filter("lost", "无法开启", queries.with_unopened, [("some", "有"), ("none", "没有")]),
)
COLUMNS = (
    ("榜单编号", lambda one: one.challenge.code),
    ("榜单", lambda one: one.challenge.title),
    ("开标时间", lambda one: moment(one.second_at)),
    ("密封方式", lambda one: facts_of(one)[0]),
    ("方案数", lambda one: facts_of(one)[1]),
    ("无法开启", lambda one: facts_of(one)[2]),
    ("与摘要清单", lambda one: facts_of(one)[3]),
)


def minutes(challenge):
    """The minutes of the present round for printing."""
    done = queries.finished_opening(challenge)
    told = done.minutes
    return {
        "challenge": challenge,
        "minutes": told,
        "mode": mode_of(told),
        **_outcome(done),
        "at": minutes_times(done),
    }
