"""Roots and proofs from blocks and entries equal those of all leaves; heads are signed, published, and hold."""

import datetime as dt

import pytest
import sqlalchemy as sa

from core import audit, clock, keys, log_tree, outbox
from core.audit import AuditEntry, Subject
from core.canonical import canonical
from core.database import db, transaction
from core.log_tree import LogBlock, LogHead
from core.merkle import folded, is_consistent, is_included, leaf_hash
from tests.core.test_audit import unguarded

THING = Subject("thing", 1)


@pytest.fixture
def small_blocks(monkeypatch):
    monkeypatch.setattr(log_tree, "BLOCK", 4)


def grown(number):
    """The log after `number` more entries; leaves of all of them."""
    with transaction():
        for _ in range(number):
            audit.record(None, "thing.change", THING)
    return [
        leaf_hash(bytes.fromhex(one))
        for one in db.session.scalars(sa.select(AuditEntry.hash).order_by(AuditEntry.seq))
    ]


def signed():
    with transaction():
        return log_tree.sign_head()


def test_the_empty_log_has_no_head(app):
    assert (signed(), log_tree.newest_head(), log_tree.first_wrong_head()) == (None, None, None)


def test_proofs_hold_with_and_without_kept_blocks(app, small_blocks):
    for more in (1, 4, 6, 9):
        leaves = grown(more)
        size = len(leaves)
        assert log_tree.root(size) == folded(leaves)
        for seq in range(1, size + 1):
            root, proof = log_tree.inclusion(seq, size)
            assert root == folded(leaves)
            assert is_included(leaves[seq - 1], seq - 1, size, proof, root)
            proof = log_tree.consistency(seq, size)
            assert is_consistent(seq, size, folded(leaves[:seq]), folded(leaves), proof)
        signed()
    assert db.session.scalar(sa.select(sa.func.count()).select_from(LogBlock)) == 20 // 4
    assert [one.size for one in db.session.scalars(sa.select(LogHead).order_by(LogHead.size))] == [
        1,
        5,
        11,
        20,
    ]


def test_a_head_is_signed_once_for_a_size(app):
    grown(3)
    first, again = signed(), signed()
    assert (again.size, again.signature) == (3, first.signature)
    assert keys.verify(canonical(log_tree.payload(first)), bytes.fromhex(first.signature))
    assert log_tree.document(first) == log_tree.payload(first) | {"signature": first.signature}


def test_what_does_not_exist_has_no_root(app):
    grown(2)
    with pytest.raises(ValueError, match="no entries 1 to 3"):
        log_tree.root(3)


@pytest.mark.parametrize("change", [{"root": "0" * 64}, {"signature": "00" * 64}, {"size": 9}])
def test_a_head_that_was_changed_is_found(app, change):
    grown(3)
    size = signed().size
    assert log_tree.first_wrong_head() is None
    unguarded(sa.update(LogHead).values(**change))
    assert log_tree.first_wrong_head() == change.get("size", size)


def test_kept_blocks_do_not_vouch_for_rewritten_entries(app, small_blocks):
    for more in (9, 4):
        grown(more)
        signed()
    assert log_tree.first_wrong_head() is None
    unguarded("UPDATE audit_entry SET hash = '" + "0" * 64 + "' WHERE seq = 2")
    assert log_tree.first_wrong_head() == 9


def test_heads_are_signed_every_day(app, now):
    grown(2)
    with transaction():
        log_tree.order_daily()
        log_tree.order_daily()
    (job,) = db.session.scalars(sa.select(outbox.Job).filter_by(kind=log_tree.DAILY))
    assert job.due_at == clock.beijing_instant(clock.today() + dt.timedelta(days=1))
    assert outbox.run_due() == 0
    for day in (1, 2):
        now.forward(days=1)
        grown(1)
        assert outbox.run_due() == 1
        assert log_tree.newest_head().size == 2 + day
    assert outbox.run_due() == 0
