"""“When this moves, those move too”: the *then* column of the tables."""

import datetime as dt

from accounts.mailbox import holders
from accounts.states import Role
from challenge import rulepack
from challenge.bidding import digests, minutes
from challenge.bidding.rules import live
from challenge.bidding.unsealing import unseal
from challenge.custody import actions as custody
from challenge.notice import reviewers
from challenge.notice.objections.rules import open_of
from challenge.posting import succession
from challenge.review.rules import pending_proposal
from challenge.review.states import Decision
from challenge.states import A, B, N
from core import audit, outbox, workdays


def take_in_charge(challenge, move):
    """Whoever accepts a demand is its officer in charge."""
    if challenge.handler_id is None:
        challenge.handler_id = move.actor.id


def pass_charge_on(challenge, move):
    """The officer who was named is in charge from now on; the log keeps both."""
    former, successor = challenge.handler, move.facts["successor"]
    challenge.handler = successor
    text = f"经办人由{former.display_name}改为{successor.display_name}"
    before, after = {"handler": former.id}, {"handler": successor.id}
    move.facts["former"] = former
    audit.record(move.actor, "challenge.handler", challenge, text, before=before, after=after)


def note_county(challenge, move):
    """The county takes part when it has somebody who recommends."""
    challenge.county_screens = bool(holders(Role.COUNTY, county=challenge.county))


def make_sealing_key(challenge, move):
    """The list gets the key for which its bids are sealed."""
    custody.make_key(move.actor, challenge)


def keep_recommendation(challenge, move):
    """Who is recommended at publication is kept, so that it can be compared with who bids."""
    facts = {"challenge_id": challenge.id, "published_at": move.at.isoformat()}
    outbox.enqueue("recommended", facts)


def note_reason(challenge, move):
    """Keep the reason where the poster reads it."""
    challenge.reason = move.facts.get("reason") or move.facts.get("advice") or ""
    challenge.reason_code = move.facts.get("reason_code") or ""


def continue_in_draft(challenge, move):
    """What is to be adjusted is a new demand of the poster, or two; the lapsed list stays as it was published."""
    drafts = succession.begin(challenge, move.facts["reason"], move.facts.get("parts", ()))
    text = f"由流榜榜单 {challenge.code} {'拆分' if len(drafts) > 1 else '退回'}调整"
    for draft in drafts:
        audit.record(move.actor, "challenge.create", draft, text, after={"continues": challenge.code})
    move.facts["successors"] = drafts


def forget_reason(challenge, move):
    """The matter that the last reason was about is settled."""
    challenge.reason = challenge.reason_code = ""


def note_cancel_request(challenge, move):
    """Remember who asks for the cancellation."""
    challenge.cancel_asked_by_id = move.actor.id


def drop_cancel_request(challenge, move):
    """Forget a refused request; why the list was put aside or has lapsed still stands."""
    challenge.cancel_asked_by_id = None


def note_suspension(challenge, move):
    """Remember where to resume."""
    challenge.suspended_from, challenge.suspended_at = move.before, move.at


def note_opening(challenge, move):
    """The first person has begun the opening."""
    minutes.begin(challenge, move.actor, move.at)


def open_sealed_bids(challenge, move):
    """Each sealed bid becomes opened or, if it does not decrypt or match, unreadable; drafts end unopened.

    The fact `private` is the private half of the list's key, which two custodians have just unlocked.
    """
    sealed = [bid for bid in challenge.bids if bid.state is B.SEALED]
    published = digests.of_lists([challenge.id])[challenge.id]
    for bid in sealed:
        reason = unseal(bid, move.facts.get("private"))
        if reason:
            move.carry(bid, "mark_unreadable", reason=reason)
        else:
            move.carry(bid, "unseal")
    for bid in challenge.bids:
        if bid.state is B.DRAFT:
            move.carry(bid, "close_unopened")
    held = {"published": published, "bids": sealed}
    minutes.complete(challenge, move.actor, move.at, held, move.facts.get("custodians", ()))


def start_bid_reviews(challenge, move):
    """Qualified bids enter review."""
    for bid in challenge.bids:
        if bid.state is B.QUALIFIED:
            move.carry(bid, "enter_review")


def _decide(challenge, move, decision):
    proposal = pending_proposal(challenge)
    proposal.decision, proposal.decision_reason = decision.value, move.facts["reason"]
    proposal.decided_by_id, proposal.decided_at = move.actor.id, move.at


def note_award(challenge, move):
    """The decision and its reason stand on the proposal."""
    _decide(challenge, move, Decision.AWARD)


def note_return(challenge, move):
    """The proposal was sent back with a reason."""
    _decide(challenge, move, Decision.RETURN)


def note_not_seconded(challenge, move):
    """The second officer disagrees with a choice against the ranking, and says why."""
    _decide(challenge, move, Decision.NOT_SECONDED)


def unlock_reviews(challenge, move):
    """Reviews can be revised again; until the next notice the log does not say who writes them."""
    audit.seal_again(f"review:{challenge.id}")
    for one in challenge.assignments:
        if one.state is A.LOCKED:
            move.carry(one, "unlock")


def end_bids(challenge, move):
    """The list ends without a winner: sealed bids are never opened, opened ones are not selected."""
    for bid in challenge.bids:
        if bid.state in (B.DRAFT, B.SEALED):
            move.carry(bid, "close_unopened")
        elif bid in live(challenge.bids):
            move.carry(bid, "pass_over")


def end_assignments(challenge, move):
    """Reviewers of a list that has ended are released."""
    for one in challenge.assignments:
        if one.state in (A.PROPOSED, A.INVITED, A.ACCEPTED, A.SUBMITTED):
            move.carry(one, "release", reason=f"榜单{move.step.label}")


def close_notice(challenge, move):
    """The published notice has ended."""
    for notice in challenge.notices:
        if notice.state is N.PUBLISHED:
            move.carry(notice, "close")


def revoke_notices(challenge, move):
    """Published or drafted notices are void."""
    for notice in challenge.notices:
        if notice.state in (N.PUBLISHED, N.DRAFT):
            move.carry(notice, "revoke", reason=move.facts.get("reason", ""))


def end_objections(challenge, move):
    """There is nothing left to object to: what was not decided is ended, and the objectors hear of it."""
    for one in open_of(challenge):
        move.carry(one, "end")


def publish_drafted_notice(challenge, move):
    """The drafted notice is published with the list, and the log of its review may be read."""
    audit.unseal(f"review:{challenge.id}")
    for notice in challenge.notices:
        if notice.state is N.DRAFT:
            move.carry(notice, "publish")


def start_notice_period(notice, move):
    """The period runs in working days from the day after publication; what the calendar does not know is noted."""
    found = workdays.period(move.at, notice.workdays)
    notice.published_at, notice.ends_at = move.at, found.ends_at
    notice.calendar_known = not found.unknown_years
    notice.facts = {"reviewers": reviewers.named(notice.challenge)} | notice.facts


def note_invitation(assignment, move):
    """From now on the reviewer may see the task; the time to review runs."""
    assignment.invited_at, assignment.reply_due = move.at, None
    assignment.due_at = move.at + dt.timedelta(days=rulepack.value(assignment, "review_days"))


def note_submission(assignment, move):
    """Every review of the reviewer counts from now on."""
    for review in assignment.reviews:
        review.submitted_at = move.at


def mark_opened(bid, move):
    """From now on the bid may be read by those who handle it, and so may what the log says of it."""
    audit.unseal(f"bid:{bid.id}")
    for one in bid.agreements:
        audit.unseal(f"liaison:{one.liaison_id}")
    bid.opened_at = move.at


def start_correction(bid, move):
    """The one correction must be in within the days of the rule pack."""
    bid.correction_due = move.at + dt.timedelta(days=rulepack.value(bid, "correction_days"))


def note_corrected(bid, move):
    """The one correction has been used."""
    bid.corrected_at = move.at


def keep_reason(row, move):
    """Keep the reason on the row."""
    row.reason = move.facts.get("reason", "")


def clear_rank(bid, move):
    """The former rank no longer holds, nor the lane."""
    bid.rank, bid.lane = None, 1
