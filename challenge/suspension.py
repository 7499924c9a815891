"""When a suspended list is resumed, every clock that stood still gets back the time."""

from challenge.notice.actions import resume_period
from challenge.notice.objections import clocks
from challenge.notice.objections.rules import open_of
from challenge.notice.rules import current_notice
from challenge.review.no_shows import order_lapse
from challenge.review.rules import reply_until
from challenge.states import A, B
from core import clock

# What a team may still do after the opening, until when.
OF_TEAMS = {B.CORRECTING: "correction_due", B.UNREADABLE: "copy_due"}


def move_clocks_after_suspension(challenge, move):
    """Nothing runs out while a list is suspended; what had run out before stays so."""
    since = challenge.suspended_at
    if since is not None:
        lost = move.at - since
        for row, name in _running_clocks(challenge):
            due = getattr(row, name)
            if due is not None and due > since:
                setattr(row, name, clock.whole_minute(due + lost))
        notice = current_notice(challenge)
        if notice is not None and notice.ends_at > since:
            resume_period(move.actor, notice, since, move.at)
        for one in open_of(challenge):
            clocks.resume(one, since, move.at)
        for one in challenge.assignments:
            if one.state is A.INVITED:
                order_lapse(one)
    challenge.suspended_from = challenge.suspended_at = None


def _running_clocks(challenge):
    if challenge.deadline and challenge.deadline > challenge.suspended_at:
        yield challenge, "questions_until"
    yield challenge, "deadline"
    if challenge.published_at and challenge.openings:
        for bid in challenge.bids:
            if bid.state in OF_TEAMS:
                yield bid, OF_TEAMS[bid.state]
    for one in challenge.assignments:
        if one.state is A.INVITED:
            one.reply_due = reply_until(one)
            yield one, "reply_due"
        if one.state in (A.INVITED, A.ACCEPTED):
            yield one, "due_at"
