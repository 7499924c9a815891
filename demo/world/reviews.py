"""Review and decision: the panel is chosen, invited, declares, scores; proposal, award."""

from challenge.review.actions import committee, deciding, declaring, reviewing
from challenge.review.completeness import is_extreme
from challenge.review.recommend import candidates
from challenge.review.rules import criteria_of, gate_questions_of
from demo.world.demands import handler
from demo.world.texts import read

RECOMMENDATIONS = {"建议支持": "support", "修改后支持": "revise", "不建议支持": "against"}
# The last of a running review has been invited only now: there is an answer to give.
INVITED_LATE = {("lic", 5)}


def stage(script, cast, affair, text):
    """Scenes of the review of one list, as far as its text goes."""
    told = next((row for row in read("reviews")["challenges"] if row["challenge"] == text["key"]), None)
    if told is None:
        return
    started = -text["timing"]["review_started_days_ago"]
    affair.then(started, lambda: _choose(cast, text, told))
    chosen_at = affair.last
    for slot in told["slots"]:
        _sit(script, cast, text, told, slot, (started, chosen_at))
    _decide(cast, affair, text, told)


def _choose(cast, text, told):
    wanted = [cast.profiles[slot["account"]].id for slot in told["slots"]]
    _ranked, found = candidates(cast.challenges[text["key"]], ids=wanted)
    committee.choose(cast.people[handler(text)], cast.challenges[text["key"]], found)


def _sit(script, cast, text, told, slot, since):
    started, chosen_at = since
    key, account, number = text["key"], slot["account"], slot["slot"]
    thread = script.affair(f"{key} {account}")
    late = (key, number) in INVITED_LATE
    thread.then(-1 if late else started + 1, lambda: _invite(cast, text, account), after=chosen_at)
    if late:
        return
    thread.then(started + 2, lambda: _declare(cast, text, account))
    if slot["submitted"]:
        done = [row for row in told["reviews"] if row["slot"] == number]
        thread.then(started + 3 + number, lambda: _score(cast, text, account, done))


def _assignment(cast, text, account):
    profile = cast.profiles[account]
    return next(one for one in cast.challenges[text["key"]].assignments if one.profile_id == profile.id)


def _invite(cast, text, account):
    officer, challenge = cast.people[handler(text)], cast.challenges[text["key"]]
    committee.invite_chosen(officer, challenge, {_assignment(cast, text, account).id})


def _declare(cast, text, account):
    row = _assignment(cast, text, account)
    bids = [bid for bid in row.challenge.bids if bid.opened_at]
    declaring.declare(cast.people[account], row, {bid.id: ("none", "") for bid in bids})


def _score(cast, text, account, told):
    row = _assignment(cast, text, account)
    for review in told:
        reviewing.save(row, cast.bids[review["bid"]], facts_of(review, row.challenge))
    reviewing.submit(cast.people[account], row)


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
    deciding.propose(officer, challenge, cast.bids[proposal["winner"]].id, proposal["reason"])


def _award(cast, key, reason):
    challenge = cast.challenges[key]
    deciding.award(cast.people["leader"], challenge, challenge.proposals[-1].id, reason)
