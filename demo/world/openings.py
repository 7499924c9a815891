"""From the deadline to the review: opening by two people, formal check, start of the review or the lapse."""

from challenge.bidding.actions import opening
from challenge.custody.rules import is_in_custody
from challenge.review.actions import checking
from core import workflow
from demo.world import custodians, units
from demo.world.demands import handler

CONCLUSIONS = {"qualified": "qualified", "correction": "correct", "unqualified": "unqualified"}
REVEALED = {"agri-waste": "ent-biogas"}


def stage(script, cast, affair, text):
    """Scenes of one list from its deadline to the start of its review, as far as its text goes."""
    timing, key = text["timing"], text["key"]
    if "opened_days_ago" not in timing:
        return
    day = -timing["opened_days_ago"]
    deadline = script.deadline(timing["deadline_in_days"])
    affair.then(day, lambda: opening.begin(cast.people["officer"], cast.challenges[key]), after=deadline)
    affair.then(day, lambda: _complete(cast, cast.challenges[key]))
    checks = [
        _check_later(script, cast, text, number, (day, affair.last)) for number in range(len(text["bids"]))
    ]
    checked_at = max(checks, default=affair.last)
    if "review_started_days_ago" in timing:
        affair.then(
            -timing["review_started_days_ago"], lambda: _step(cast, text, "start_review"), after=checked_at
        )
    if "lapsed_days_ago" in timing:
        reason = "仅收到 1 份方案且形式审查不合格，无有效方案。建议调整指标和条件后重新组织。"
        affair.then(
            -timing["lapsed_days_ago"], lambda: _step(cast, text, "lapse", reason=reason), after=checked_at
        )


def _complete(cast, challenge):
    if is_in_custody(challenge):
        opening.complete(cast.people[custodians.WITNESS], challenge, custodians.presented(cast))
    else:
        opening.complete(cast.people["supervisor"], challenge)


def _check_later(script, cast, text, number, opened):
    """The check of one bid a day or two after the opening; returns its instant."""
    bid, (day, opened_at) = text["bids"][number], opened
    later = 2 if bid["formal"]["result"] == "correction" else 1 + number % 2
    check = script.affair(f"{bid['key']} check")
    return check.then(day + later, lambda: _check(cast, text, bid), after=opened_at).last


def _step(cast, text, action, **facts):
    workflow.apply(cast.people[handler(text)], cast.challenges[text["key"]], action, **facts)


def _check(cast, text, bid):
    officer, row, formal = cast.people[handler(text)], cast.bids[bid["key"]], bid["formal"]
    if text["key"] in REVEALED:
        units.reveal_parent(cast, REVEALED[text["key"]], officer)
    items = [
        {"key": item["key"], "label": item["label"], "ok": item["key"] != formal.get("item"), "remark": ""}
        for item in checking.items_of(row)
    ]
    checking.check(officer, row, items, CONCLUSIONS[formal["result"]], formal["reason"])
