"""The boundary of sealing: only the same bid of the same list opens, and only unchanged."""

import random

import pytest

from challenge.bidding import queries, sealing
from challenge.custody import rules
from challenge.states import B, C
from core import keys
from core.canonical import canonical, digest
from core.database import transaction
from tests import bids, world

CONTENT = {"challenge": "JB1", "bid": "FA1", "approach": "独门绝技"}


class Thing:
    """A row with a code, as sealing sees lists and bids."""

    def __init__(self, code, **facts):
        self.code = code
        self.__dict__.update(facts)


def sealed_thing(challenge_code="JB1"):
    """A sealed bid of list JB1."""
    sealed = sealing.seal(Thing(challenge_code), CONTENT, [{"name": "a.pdf", "sha256": "0" * 64}])
    return Thing("FA1", sealed=sealed.blob, digest=sealed.digest)


def test_what_was_sealed_comes_back_with_its_attachments(app):
    bid = sealed_thing()
    whole = CONTENT | {"attachments": [{"name": "a.pdf", "sha256": "0" * 64}]}
    assert sealing.open(Thing("JB1"), bid) == whole
    assert bid.digest == digest(canonical(whole)) == sealing.digest_of(whole)
    assert "独门绝技".encode() not in bid.sealed


@pytest.mark.parametrize("spoil", ["list", "bid", "byte", "digest", "empty"])
def test_anything_else_is_damaged(app, spoil):
    bid, challenge = sealed_thing(), Thing("JB1")
    if spoil == "list":
        challenge = Thing("JB2")
    elif spoil == "bid":
        bid.code = "FA2"
    elif spoil == "byte":
        bid.sealed = bid.sealed[:-1] + bytes([bid.sealed[-1] ^ 1])
    elif spoil == "digest":
        bid.digest = "0" * 64
    else:
        bid.sealed = None
    with pytest.raises(sealing.Damaged):
        sealing.open(challenge, bid)


def test_a_content_of_another_list_under_the_right_key_is_damaged(app):
    sealed = sealing.seal(Thing("JB1"), CONTENT | {"challenge": "JB2"}, [])
    with pytest.raises(sealing.Damaged, match="密文不属于本榜单"):
        sealing.open(Thing("JB1"), Thing("FA1", sealed=sealed.blob, digest=sealed.digest))


def test_a_draft_is_ciphertext_bound_to_its_bid(app):
    bid = Thing("FA1")
    bid.draft = sealing.seal_draft(bid, {"approach": "独门绝技"})
    assert "独门绝技".encode() not in bid.draft
    assert sealing.open_draft(bid) == {"approach": "独门绝技"}
    bid.code = "FA2"
    with pytest.raises(sealing.Damaged):
        sealing.open_draft(bid)


def test_files_are_stored_encrypted_and_checked(app):
    blob, sha256, size = sealing.store_file(Thing("FA1"), b"drawing")
    assert (sealing.read_file(blob, sha256), size) == (b"drawing", 7)
    with pytest.raises(sealing.Damaged, match="附件与登记的摘要不一致"):
        sealing.read_file(blob, "0" * 64)
    sealing.forget_blobs([blob, blob])
    with pytest.raises(sealing.Damaged, match="附件缺失"):
        sealing.read_file(blob, sha256)


def test_the_database_holds_no_word_of_a_draft_or_sealed_bid(app):
    bid = bids.sealed(world.challenge(C.OPEN))
    other = bids.drafted(world.challenge(C.OPEN))
    with transaction():
        for row in (bid, other):
            for value in (row.draft or b"", row.sealed or b""):
                assert "独门绝技".encode() not in value
        assert (bid.draft, bid.content, bid.promises, bid.milestones, bid.partners) == (
            None,
            None,
            [],
            [],
            [],
        )


def test_every_changed_bit_of_a_sealed_bid_is_noticed(app):
    drawn = random.Random(502)  # noqa: S311  reproducible, no secrets
    bid, challenge = sealed_thing(), Thing("JB1")
    whole = bid.sealed
    for _ in range(500):
        data = bytearray(whole)
        data[drawn.randrange(len(data))] ^= 1 << drawn.randrange(8)
        bid.sealed = bytes(data)
        with pytest.raises(sealing.Damaged):
            sealing.open(challenge, bid)


def test_what_the_former_version_of_the_product_sealed_still_opens(app, now):
    challenge = world.challenge(C.OPEN)
    bid = bids.sealed(challenge, approach="独门绝技八三一七")
    content = sealing.open(challenge, bid)
    with transaction():
        bid.sealed = keys.encrypt("bid", canonical(content), f"{challenge.code}/{bid.code}".encode())
    assert sealing.mode_of(bid) == rules.PLATFORM
    now.instant = challenge.deadline
    bids.open_list(challenge)
    assert (bids.find(bid.code).state, bids.find(bid.code).content.approach) == (B.OPENED, "独门绝技八三一七")
    assert queries.finished_opening(challenge).minutes["custodians"] == []
