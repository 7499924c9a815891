"""Custodians and lists in their custody, for tests."""

from challenge.custody import actions
from challenge.states import C
from core.database import db, transaction
from tests import bids, world

PASSPHRASE = "桑干河畔七棵老柳 4081"


def custodian(*roles, passphrase=PASSPHRASE, **facts):
    """A person of the bureau who has enrolled."""
    person = world.user(*roles, **facts)
    with transaction():
        return actions.enrol(person, passphrase)


def listed(**facts):
    """An open list with the key that its publication would make now."""
    one = world.challenge(C.OPEN, **facts)
    with transaction():
        actions.make_key(world.user("officer"), one)
    return one


def three():
    """Custodians of the three roles, in the order officer, leader, supervisor."""
    return [custodian(role) for role in ("officer", "leader", "supervisor")]


def presented(*custodians, passphrase=PASSPHRASE):
    """What the ceremony is given."""
    return [(one, passphrase) for one in custodians]


def open_list(challenge, first, second, witness=None, **words):
    """The whole ceremony; the clock must be past the deadline."""
    from challenge.bidding.actions import opening

    with transaction():
        opening.begin(world.user("officer"), challenge)
    with transaction():
        opening.complete(witness or world.user("supervisor"), challenge, presented(first, second, **words))
    db.session.expire_all()


def sealed_with_file(challenge, passphrase="", data=bids.PDF, **changes):
    """A bid with one attachment, sealed for the list's custodians."""
    from challenge.bidding.actions import drafting, submission

    bid = bids.drafted(challenge, **changes)
    with transaction():
        drafting.attach(bid, "检测报告.pdf", data, "other")
    with transaction():
        bid = bids.find(bid.code)
        submission.submit(bid.leader, bid, f"key-{bid.code}", bid.version, passphrase)
    return bids.find(bid.code)
