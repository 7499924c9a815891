"""The minutes of an opening (开标记录) as data: who, when, which digests, what became of each bid."""

from accounts.states import Role
from challenge.bidding.liaison.rules import agreement_as_sealed
from challenge.bidding.models import Opening
from challenge.bidding.queries import finished_opening
from challenge.bidding.rules import pending_opening
from challenge.custody.rules import OPENERS, opening_roles, sealing_of
from challenge.states import B
from core.canonical import utc_text
from core.database import db


def begin(challenge, actor, at):
    """Row of an opening that waits for its second person."""
    role = _first(opening_roles(actor, challenge))
    challenge.openings.append(Opening(first_id=actor.id, first_at=at, first_role=role.value))
    db.session.flush()


def complete(challenge, actor, at, held, custodians=()):
    """Fill in the second person and what happened to each bid.

    `held`: `bids` that were sealed and are opened or marked now, `published` the digests shown since the deadline.

    `custodians` unlocked the list's key; then the second person is the supervisor who witnessed it.
    """
    opening, sealing = pending_opening(challenge), sealing_of(challenge)
    role = _first({one for one in opening_roles(actor, challenge) if one.value != opening.first_role})
    if custodians:
        role = Role.SUPERVISOR
    opening.second_id, opening.second_at, opening.second_role = actor.id, at, role.value
    db.session.flush()
    lines, published = [_line(bid) for bid in held["bids"]], held["published"]
    opening.minutes = {
        "challenge": challenge.code,
        "deadline": utc_text(challenge.deadline),
        "first": _person(opening.first, opening.first_role, opening.first_at),
        "second": _person(actor, opening.second_role, opening.second_at),
        "sealing": {"mode": sealing.mode, "fingerprint": sealing.fingerprint},
        "custodians": _custodians(custodians, challenge, at),
        "published": published,
        "equal": sorted(one["digest"] for one in lines) == published,
        "bids": sorted(lines, key=lambda one: one["digest"]),
    }
    db.session.flush()


def supplement(bid, at):
    """Add to the minutes that a bid was opened from its team's copy; what was written at the opening stays."""
    opening = finished_opening(bid.challenge)
    told, line = opening.minutes, line_of(opening.minutes, bid)
    added = {"code": bid.code, "digest": line["digest"], "at": utc_text(at)} | _agreement(bid)
    opening.minutes = told | {"supplements": [*told.get("supplements", []), added]}
    db.session.flush()


def line_of(minutes, bid):
    """The line of a bid in minutes, or None."""
    return next((one for one in minutes["bids"] if one["code"] == bid.code), None)


def _custodians(pair, challenge, at):
    """The two with the roles, different ones, in which they acted."""
    if not pair:
        return []
    first, second = (opening_roles(one, challenge) for one in pair)
    mine, theirs = next((a, b) for a in OPENERS for b in OPENERS if a is not b and a in first and b in second)
    roles = (mine.value, theirs.value)
    return [_person(one, role, at) | {"user": one.id} for one, role in zip(pair, roles, strict=True)]


def _first(roles):
    return next(role for role in OPENERS if role in roles)


def _person(user, role, at):
    label = next(one.label for one in OPENERS if one.value == role)
    return {"name": user.display_name, "role": label, "at": utc_text(at)}


def _line(bid):
    return {
        "code": bid.code,
        "organisation": bid.organisation.name,
        "digest": bid.receipts[-1].digest if bid.receipts else bid.digest,
        "readable": bid.state is not B.UNREADABLE,
        "reason": bid.reason if bid.state is B.UNREADABLE else "",
        "outdated": bid.answers_outdated,
    } | _agreement(bid)


def _agreement(bid):
    """What keeps the agreement that an opened bid names from being the one in force."""
    found = None if bid.state is B.UNREADABLE else agreement_as_sealed(bid)
    return {"agreement": found} if found else {}


def unsigned_in(minutes):
    """{code: sentence} of the bids whose agreement is not the one in force, by the minutes."""
    lines = [*minutes["bids"], *minutes.get("supplements", [])]
    return {one["code"]: one["agreement"] for one in lines if "agreement" in one}
