"""Receipts: bound to the log, signed, and no longer valid when anything is changed."""

import datetime as dt

from cryptography.hazmat.primitives.serialization import load_pem_public_key

from challenge.bidding import receipts
from challenge.bidding.actions import submission
from challenge.states import C
from core import audit
from core.canonical import canonical
from core.database import db, transaction
from tests import bids, world


def test_a_receipt_says_what_the_log_says(app):
    bid = bids.sealed(world.challenge(C.OPEN))
    receipt = bid.receipts[0]
    entry = db.session.get(audit.AuditEntry, receipt.log_seq)
    assert (receipt.code, receipt.kind, receipt.digest) == (f"{bid.code}-01", "submitted", bid.digest)
    assert (entry.action, entry.hash, entry.after["digest"]) == ("bid.submit", receipt.log_hash, bid.digest)
    assert (entry.sealed, entry.thread, entry.public) == (True, f"bid:{bid.id}", False)


def test_the_document_can_be_checked_with_the_public_key_alone(app):
    receipt = bids.sealed(world.challenge(C.OPEN)).receipts[0]
    document = receipts.document(receipt)
    signature, key = bytes.fromhex(document.pop("signature")), document.pop("public_key")
    load_pem_public_key(key.encode()).verify(signature, canonical(document))
    assert document["at"] == "2026-09-16T02:00:00.000000Z"
    assert document["at_beijing"] == "2026-09-16T10:00:00+08:00"


def test_a_changed_receipt_no_longer_holds(app):
    receipt = bids.sealed(world.challenge(C.OPEN)).receipts[0]
    assert receipts.holds(receipt)
    for name, value in (
        ("digest", "0" * 64),
        ("at", receipt.at - dt.timedelta(days=1)),
        ("log_seq", 1),
        ("kind", "replaced"),
        ("signature", "zz"),
    ):
        former = getattr(receipt, name)
        setattr(receipt, name, value)
        assert not receipts.holds(receipt), name
        setattr(receipt, name, former)
    db.session.rollback()


def test_every_version_has_its_own_receipt(app):
    bid = bids.sealed(world.challenge(C.OPEN))
    with transaction():
        submission.withdraw(bid.leader, bid)
    assert [(one.number, one.kind) for one in bids.find(bid.code).receipts] == [
        (1, "submitted"),
        (2, "withdrawn"),
    ]
