"""Ask for a contact, answer it, take it back."""

from challenge.bidding import rules as bidding
from challenge.bidding.liaison import messages, queries, rules
from challenge.bidding.liaison.models import Liaison
from challenge.bidding.liaison.states import L
from challenge.posting import turns
from challenge.posting.actions.access import pledge_secrecy
from challenge.posting.codes import random_code
from core import audit, clock, looks
from core.database import db
from core.errors import Conflict
from core.workflow import apply

TAKEN = "贵单位已就本榜单与发榜方对接，每个单位只能有一份对接。请与本单位的对接人联系。"


def refusal_to_ask(user, challenge):
    """Why this person cannot ask for a contact on this list, or None. Reads no other contact than the own."""
    return (
        rules.of_list(challenge)
        or bidding.keeps_out(user)
        or bidding.takes_part(user.organisation)
        or bidding.kind_admitted(user.organisation, challenge)
        or bidding.unrelated(user.organisation, challenge)
    )


def ask(user, challenge, told):
    """Ask the demander for a contact, after the pledge of secrecy; a second click finds the first one's.

    `told`: name, phone, email and note, read by the demander alone.
    """
    reason = refusal_to_ask(user, challenge)
    if reason:
        raise Conflict(reason)
    turns.wait(challenge, "openings")
    present = queries.live_of(challenge, user.organisation_id)
    if present is not None:
        if present.person_id == user.id:
            return present
        raise Conflict(TAKEN)
    pledge_secrecy(user, challenge)
    facts = {"challenge": challenge, "organisation": user.organisation, "person": user, "asked": told}
    now = clock.now()
    row = Liaison(code=random_code("DJ"), state=L.ASKED, state_since=now, asked_at=now, **facts)
    db.session.add(row)
    audit.record(user, "liaison.ask", row, "请求与发榜方对接")
    messages.tell_poster_asked(row)
    return row


def answer(user, liaison, agrees, told):
    """The demander agrees and releases its own contact data, or declines; a second click finds it done."""
    turns.wait(liaison.challenge, "openings")
    if liaison.state is (L.CONNECTED if agrees else L.DECLINED):
        return
    liaison.answered = told
    apply(user, liaison, "connect" if agrees else "decline")


def withdraw(user, liaison):
    """Either side takes the contact back; what was released is shown no more."""
    turns.wait(liaison.challenge, "openings")
    if liaison.state is not L.WITHDRAWN:
        apply(user, liaison, "withdraw")


def look_at_contact(user, liaison):
    """Record the look and return what the other side has released: {} before both have."""
    if liaison.state is not L.CONNECTED:
        return {}
    looks.record_look(user, "liaison", liaison)
    return liaison.answered if rules.speaks_for_team(user, liaison) else liaison.asked
