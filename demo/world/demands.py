"""From a draft to the pool: posters write, the county screens, the bureau accepts, appraises and pools."""

import functools

from challenge.posting.actions import appraising, drafting
from challenge.states import Comparator, Ownership
from core import workflow
from demo.world import racing
from demo.world.people import poster_account
from demo.world.programmes import SCREENING_COUNTY
from demo.world.texts import fen, industry

WRITING, SUBMITTING, REFERRING, ACCEPTING, APPRAISING, POOLING = 42, 39, 37, 34, 28, 20
LATEST = -2
SECOND_OFFICER = {"mullite", "ceramic-line", "dm-cyclone", "flaxseed", "pcm-appraising", "slow-release"}
APPRAISERS = ("officer", "officer2", "finance")
CRITERIA = {"需求真实性": "need", "技术难度": "novelty", "指标可测性": "measurable", "产业带动": "benefit"}
EARLY = {"draft", "submitted", "screened", "appraising"}


def handler(text):
    """The officer who takes a demand in charge."""
    return "officer2" if text["key"] in SECOND_OFFICER else "officer"


def days(text):
    """Offsets of the stages before publication, counted from the stage that the text dates."""
    timing = text["timing"]
    if "published_days_ago" in timing:
        zero = -timing["published_days_ago"]
    elif "pooled_days_ago" in timing:
        zero = -timing["pooled_days_ago"] + POOLING
    elif "appraising_since_days_ago" in timing:
        zero = -timing["appraising_since_days_ago"] + ACCEPTING
    elif "submitted_days_ago" in timing:
        zero = -timing["submitted_days_ago"] + SUBMITTING
    else:
        zero = -timing["created_days_ago"] + WRITING
    return lambda before: zero - before


def facts_of(text):
    """The text of a demand as the form would give it."""
    same = ("title", "kind", "county", "background", "difficulty", "content", "cycle_months", "payment_plan")
    return {name: text[name] for name in same} | {
        "industry": industry(text["box"]),
        "reward_fen": fen(text["reward_total_wan"]),
        "cash_fen": fen(text["cash_to_bidder_wan"]),
        "own_funds_fen": fen(text["own_funds_wan"]),
        "public_funds_fen": fen(text["public_funds_wan"]),
        "ownership": Ownership(text["ownership"]),
        "ownership_note": text["ownership_split"],
        "bidder_needs": text.get("bidder_needs", []),
        "bidder_conditions": text["bidder_conditions"],
        "scene": text["scene"],
        "secrecy": text["secrecy"],
        "keywords": text["keywords"],
        "targets": [{"kind": row["kind"], "text": row["text"]} for row in text["targets"]],
        "indicators": [_indicator(row) for row in text["indicators"]],
        "is_demo": True,
    }


def _indicator(row):
    same = ("name", "threshold", "unit", "present_level", "test_method", "test_conditions", "measured_by")
    return {name: row[name] for name in (*same, "weight")} | {
        "comparator": Comparator(row["comparator"]),
        "threshold_high": row.get("threshold_high", ""),
        "is_must": row["kind"] == "must",
    }


def stage(script, cast, text):
    """Scenes of one demand until it is in the pool, or as far as its text goes; returns its thread."""
    affair, day, key = script.affair(text["key"]), days(text), text["key"]
    affair.then(day(WRITING), lambda: _write(cast, text))
    if text["stage"] == "draft":
        return affair
    affair.then(day(SUBMITTING), lambda: _submit(cast, text))
    if text["stage"] == "submitted":
        return affair
    _admit(affair, day, cast, text)
    if text["stage"] == "screened":
        return affair
    for appraiser, opinion in zip(APPRAISERS, text["opinions"], strict=False):
        scene = functools.partial(_appraise, cast, key, appraiser, opinion)
        affair.then(min(day(APPRAISING), LATEST), scene)
    if text["stage"] != "appraising":
        affair.then(day(POOLING), lambda: _step(cast, handler(text), key, "pool"))
        if "gates" in text:
            affair.then(day(POOLING), lambda: racing.define(cast.people[handler(text)], cast, text))
    return affair


def _admit(affair, day, cast, text):
    key = text["key"]
    if text["county"] != SCREENING_COUNTY:
        affair.then(day(ACCEPTING), lambda: _step(cast, handler(text), key, "accept"))
        return
    affair.then(day(REFERRING), lambda: _step(cast, handler(text), key, "refer"))
    if text["stage"] != "screened":
        reason = "需求真实，企业具备试验条件，同意推荐。"
        affair.then(day(ACCEPTING), lambda: _step(cast, "county", key, "recommend", reason=reason))


def _write(cast, text):
    facts = facts_of(text)
    author = cast.people[poster_account(text["org"])]
    cast.challenges[text["key"]] = drafting.create_draft(author, **facts)


def _submit(cast, text):
    author = cast.people[poster_account(text["org"])]
    drafting.submit(author, cast.challenges[text["key"]], pledged=True)


def _step(cast, account, key, action, **facts):
    workflow.apply(cast.people[account], cast.challenges[key], action, **facts)


def _appraise(cast, key, account, opinion):
    scores = {CRITERIA[name]: points for name, points in opinion["scores"].items() if name in CRITERIA}
    recommends = sum(scores.values()) >= 3 * len(scores)
    appraising.add_opinion(
        cast.people[account], cast.challenges[key], scores, opinion["text"], recommends=recommends
    )
