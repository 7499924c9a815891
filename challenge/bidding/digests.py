"""The digests of a list as they stood at its deadline: from the receipts, without names, signed; nothing before it."""

import sqlalchemy as sa

from challenge.bidding.models import Bid, Receipt
from challenge.bidding.queries import finished_opening
from challenge.posting.models import Challenge
from challenge.posting.queries.lists import has_reached_deadline
from challenge.posting.rules import reached_deadline
from core import clock, keys
from core.canonical import canonical, utc_text
from core.database import db

WITHDRAWN, CORRECTED = "withdrawn", "corrected"


def published(challenge):
    """Sorted digests of the bids that stood at the deadline: those of the opening's minutes once there are any."""
    if not reached_deadline(challenge):
        return []
    opening = finished_opening(challenge)
    return opening.minutes["published"] if opening else of_lists([challenge.id])[challenge.id]


def of_round(challenge, at):
    """The digests published in the round in which `at` lies; None while the deadline of that round is to come."""
    opened = next((one for one in challenge.openings if one.minutes and one.second_at > at), None)
    if opened is not None:
        return opened.minutes["published"]
    return published(challenge) if reached_deadline(challenge) else None


def later_receipt(bid_code, number):
    """The newest receipt of a bid after the one of this number, corrections apart; None when that one is the last.

    To be asked from the deadline on only: before it nobody outside the team learns what became of a bid.
    """
    later = sa.select(Receipt).join(Bid, Bid.id == Receipt.bid_id)
    later = later.where(Bid.code == bid_code, Receipt.number > number, Receipt.kind != CORRECTED)
    return db.session.scalar(later.order_by(Receipt.number.desc()).limit(1))


def of_lists(ids):
    """{id of a list: sorted digests at its deadline}, in one query for lists that have closed.

    What counts is the last receipt of each bid before the deadline; a bid that was withdrawn, or opened in a former
    round, has none. Receipts are never changed, so the digests stay whatever becomes of the bids.
    """
    this_round = sa.or_(Bid.opened_at.is_(None), Bid.opened_at >= Challenge.deadline)
    last = (
        sa.select(Receipt.bid_id, sa.func.max(Receipt.number).label("number"), Bid.challenge_id)
        .join(Bid, Bid.id == Receipt.bid_id)
        .join(Challenge, Challenge.id == Bid.challenge_id)
        .where(Challenge.id.in_(ids), has_reached_deadline(), this_round, Receipt.at < Challenge.deadline)
        .group_by(Receipt.bid_id, Bid.challenge_id)
        .subquery()
    )
    stands = sa.and_(Receipt.bid_id == last.c.bid_id, Receipt.number == last.c.number)
    rows = sa.select(last.c.challenge_id, Receipt.digest).join(last, stands)
    found: dict = {one: [] for one in ids}
    for challenge_id, digest in db.session.execute(rows.where(Receipt.kind != WITHDRAWN)):
        found[challenge_id].append(digest)
    return {one: sorted(digests) for one, digests in found.items()}


def payload(challenge):
    """What is signed of the list of digests; it never changes once the deadline has passed."""
    digests = published(challenge)
    return {
        "challenge": challenge.code,
        "deadline": utc_text(challenge.deadline),
        "deadline_beijing": clock.beijing(challenge.deadline).isoformat(timespec="seconds"),
        "digests": digests,
        "number": len(digests),
    }


def document(challenge):
    """The signed list, which anybody can check with the public key and keep."""
    told = payload(challenge)
    return told | {"signature": keys.sign(canonical(told)).hex(), "public_key": keys.public_key_pem()}
