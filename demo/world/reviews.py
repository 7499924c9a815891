"""Review and decision: the panel is drawn, declares, scores; proposal, award."""

import functools

from challenge.review.actions import deciding, declaring, reviewing
from challenge.review.completeness import is_extreme
from challenge.review.rules import SITTING, criteria_of, gate_questions_of
from core import clock, workflow
from demo.world import draws, relations
from demo.world.demands import handler
from demo.world.experts import KINDS
from demo.world.texts import read

RECOMMENDATIONS = {"建议支持": "support", "修改后支持": "revise", "不建议支持": "against"}
# One of those drawn has declined only now: the substitute has an invitation to answer.
DECLINED_LATE = {("lic", 5)}
# An invitation waits three days, weekends or not.
ANSWERED_AFTER = 2


def stage(script, cast, affair, text):
    """Scenes of the review of one list, as far as its text goes."""
    told = next((row for row in read("reviews")["challenges"] if row["challenge"] == text["key"]), None)
    if told is None:
        return
    started = -text["timing"]["review_started_days_ago"]
    relations.stage_admission(affair, cast, text, started)
    affair.then(started, lambda: draws.fix(cast, text))
    affair.then(started, lambda: draws.hold(cast, text))
    drawn_at = affair.last
    for slot in told["slots"]:
        _sit(script, cast, text, told, slot, (started, drawn_at))
    _decide(cast, affair, text, told)


def _sit(script, cast, text, told, slot, since):
    started, drawn_at = since
    key, number = text["key"], slot["slot"]
    thread = script.affair(f"{key} {number}")
    member = functools.partial(member_of, cast, key, told, slot)
    if (key, number) in DECLINED_LATE:
        thread.then(-1, lambda: _decline(member()), after=drawn_at, any_day=True)
        return
    answered = (clock.beijing(drawn_at).date() - script.today).days + ANSWERED_AFTER
    thread.then(answered, lambda: declare(member()), after=drawn_at, any_day=True)
    if slot["submitted"]:
        done = [row for row in told["reviews"] if row["slot"] == number]
        thread.then(started + 3 + number, lambda: _score(cast, member(), done))


def member_of(cast, key, told, slot):
    """Who was drawn to this seat: the first slot of a kind is the first who sits of that kind."""
    same = [row["slot"] for row in told["slots"] if row["kind"] == slot["kind"]]
    kind = KINDS[slot["kind"]]
    panel = [
        one
        for one in cast.challenges[key].draws[-1].assignments
        if one.state in SITTING and one.profile.kind is kind
    ]
    return panel[same.index(slot["slot"])]


def _decline(row):
    workflow.apply(row.profile.user, row, "decline", reason="评审期间出差，无法按期完成。")


def declare(row):
    """The reviewer accepts and declares no tie to any of the bids."""
    bids = [bid for bid in row.challenge.bids if bid.opened_at]
    declaring.declare(row.profile.user, row, {bid.id: ("none", "") for bid in bids})


def _score(cast, row, told):
    for review in told:
        reviewing.save(row, cast.bids[review["bid"]], facts_of(review, row.challenge))
    reviewing.submit(row.profile.user, row)


def facts_of(review, challenge):
    """What one reviewer says of one bid, as the form would give it; points become tenths."""
    criteria = criteria_of(challenge)
    given = {one["key"]: review["scores"][one["label"]] for one in criteria}
    scores = {key: round(10 * said["score"]) for key, said in given.items()}
    notes = {key: said["note"] for key, said in given.items() if said["note"]}
    for one in criteria:
        if is_extreme(one, scores[one["key"]]):
            notes.setdefault(one["key"], review["note"])
    return {
        "gates": {one["key"]: "yes" for one in gate_questions_of(challenge)},
        "scores": scores,
        "notes": notes,
        "recommendation": RECOMMENDATIONS[review["recommendation"]],
        "comment_to_bidder": review["comment_to_bidder"],
        "private_comment": review["private_comment"],
    }


def _decide(cast, affair, text, told):
    timing, key = text["timing"], text["key"]
    if "proposal" in told:
        affair.then(-timing["proposed_days_ago"], lambda: _propose(cast, text, told["proposal"]))
    if "decision" in told:
        affair.then(-timing["awarded_days_ago"], lambda: _award(cast, key, told["decision"]["reason"]))


def _propose(cast, text, proposal):
    officer, challenge = cast.people[handler(text)], cast.challenges[text["key"]]
    deciding.propose(officer, challenge, [cast.bids[proposal["winner"]].id], proposal["reason"])


def _award(cast, key, reason):
    challenge = cast.challenges[key]
    deciding.award(cast.people["leader"], challenge, challenge.proposals[-1].id, reason)
