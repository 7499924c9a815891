"""“When this moves, those move too”: the *then* column of the tables."""

from challenge.bidding.rules import live
from challenge.states import A, B, N


def take_in_charge(challenge, move):
    """Whoever accepts a demand is its officer in charge."""
    if challenge.handler_id is None:
        challenge.handler_id = move.actor.id


def note_reason(challenge, move):
    """Keep the reason where the poster reads it."""
    challenge.reason = move.facts.get("reason") or move.facts.get("advice") or ""
    challenge.reason_code = move.facts.get("reason_code") or ""


def note_cancel_request(challenge, move):
    """Remember who asks for the cancellation."""
    challenge.cancel_asked_by_id = move.actor.id


def drop_cancel_request(challenge, move):
    """Forget a refused request."""
    challenge.cancel_asked_by_id = None


def note_suspension(challenge, move):
    """Remember where to resume."""
    challenge.suspended_from, challenge.suspended_at = move.before, move.at


def move_deadline_after_suspension(challenge, move):
    """An open list gets back the time it was suspended."""
    if challenge.deadline and challenge.suspended_at and challenge.suspended_at < challenge.deadline:
        lost = move.at - challenge.suspended_at
        challenge.deadline += lost
        if challenge.questions_until:
            challenge.questions_until += lost
    challenge.suspended_from = challenge.suspended_at = None


def open_sealed_bids(challenge, move):
    """Each sealed bid becomes opened or, if it does not decrypt or match, unreadable; drafts end unopened."""
    unreadable = move.facts.get("unreadable", {})
    for bid in challenge.bids:
        if bid.state is B.SEALED and bid.id in unreadable:
            move.carry(bid, "mark_unreadable", reason=unreadable[bid.id])
        elif bid.state is B.SEALED:
            move.carry(bid, "unseal")
        elif bid.state is B.DRAFT:
            move.carry(bid, "close_unopened")


def start_bid_reviews(challenge, move):
    """Qualified bids enter review."""
    for bid in challenge.bids:
        if bid.state is B.QUALIFIED:
            move.carry(bid, "enter_review")


def place_bids(challenge, move):
    """The proposal's order becomes nominated, reserve, not selected."""
    winner, reserves = move.facts["winner_id"], move.facts["reserve_ids"]
    for bid in live(challenge.bids):
        if bid.state is not B.REVIEWING:
            continue
        action = "nominate" if bid.id == winner else "reserve" if bid.id in reserves else "pass_over"
        move.carry(bid, action)


def take_back_places(challenge, move):
    """Back to review: nobody is nominated any more."""
    for bid in challenge.bids:
        if bid.state in (B.NOMINATED, B.RESERVE, B.UNSELECTED, B.WON) and bid.rank is not None:
            move.carry(bid, "return_to_review")


def settle_bids(challenge, move):
    """The nominated bid wins; reviews can no longer change."""
    for bid in challenge.bids:
        if bid.state is B.NOMINATED:
            move.carry(bid, "win")
    for one in challenge.assignments:
        if one.state is A.SUBMITTED:
            move.carry(one, "lock")


def move_up_reserve(challenge, move):
    """The winner has given up: the best reserve is nominated in its place."""
    for bid in challenge.bids:
        if bid.state is B.WON:
            move.carry(bid, "give_up", reason=move.facts["reason"])
    reserves = [bid for bid in challenge.bids if bid.state is B.RESERVE]
    move.carry(min(reserves, key=lambda bid: bid.rank), "move_up")


def unlock_reviews(challenge, move):
    """Reviews can be revised again."""
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
            move.carry(one, "remove", reason=f"榜单{move.step.label}")


def close_notice(challenge, move):
    """The published notice has ended."""
    for notice in challenge.notices:
        if notice.state is N.PUBLISHED:
            move.carry(notice, "close")


def revoke_notices(challenge, move):
    """Published or drafted notices are void."""
    for notice in challenge.notices:
        if notice.state in (N.PUBLISHED, N.DRAFT):
            move.carry(notice, "revoke")


def publish_drafted_notice(challenge, move):
    """The drafted notice is published with the list."""
    for notice in challenge.notices:
        if notice.state is N.DRAFT:
            move.carry(notice, "publish")


def drop_other_notice_drafts(challenge, move):
    """An award ends in a fresh notice."""
    for notice in challenge.notices:
        if notice.state is N.DRAFT:
            move.carry(notice, "revoke")


def recuse_from_list(assignment, move):
    """Declarations of a recused reviewer stay; the reviews do not count."""
    assignment.reason = move.facts.get("reason", "")


def mark_opened(bid, move):
    """From now on the bid may be read by those who handle it."""
    bid.opened_at = move.at


def keep_reason(row, move):
    """Keep the reason on the row."""
    row.reason = move.facts.get("reason", "")


def clear_rank(bid, move):
    """The former rank no longer holds."""
    bid.rank = None
