"""Envelopes open for exactly the right keys and binding, and notice every changed bit."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core import envelopes
from core.canonical import canonical
from core.keys import Damaged

BOUND = {"purpose": "test", "challenge": "JB1"}
PAIRS = [envelopes.new_pair() for _ in range(3)]
PRIVATE, PUBLIC = zip(*PAIRS, strict=True)


def flipped(data, bit):
    """The bytes with one bit changed."""
    changed = bytearray(data)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=200), st.binary(max_size=40))
def test_a_box_gives_back_what_was_put_in(plain, aad):
    key = envelopes.new_key()
    assert envelopes.unbox(key, envelopes.box(key, plain, aad), aad) == plain


def test_a_box_notices_every_changed_bit():
    key = envelopes.new_key()
    closed = envelopes.box(key, b"secret", b"bid 1")
    for bit in range(8 * len(closed)):
        with pytest.raises(Damaged):
            envelopes.unbox(key, flipped(closed, bit), b"bid 1")
    for other in ((envelopes.new_key(), closed, b"bid 1"), (key, closed, b"bid 2"), (key, b"", b"bid 1")):
        with pytest.raises(Damaged):
            envelopes.unbox(*other)


@pytest.mark.parametrize("number", [1, 2, 3])
def test_an_envelope_opens_for_all_its_keys_together_in_any_order(number):
    closed = envelopes.wrap(PUBLIC[:number], b"k" * 32, BOUND)
    assert envelopes.unwrap(PRIVATE[:number], closed, BOUND) == b"k" * 32
    assert envelopes.unwrap(PRIVATE[:number][::-1], closed, BOUND) == b"k" * 32
    assert closed == canonical(json.loads(closed))


def test_fewer_or_other_keys_open_nothing():
    closed = envelopes.wrap(PUBLIC[:2], b"k" * 32, BOUND)
    for others in (PRIVATE[:1], PRIVATE[1:], PRIVATE, (PRIVATE[0], PRIVATE[0])):
        with pytest.raises(Damaged):
            envelopes.unwrap(others, closed, BOUND)


def test_an_envelope_is_bound_to_what_it_was_made_for():
    closed = envelopes.wrap(PUBLIC[:2], b"k" * 32, BOUND)
    for other in (BOUND | {"challenge": "JB2"}, {}, BOUND | {"more": ""}):
        with pytest.raises(Damaged):
            envelopes.unwrap(PRIVATE[:2], closed, other)


def test_an_envelope_notices_every_changed_bit():
    closed = envelopes.wrap(PUBLIC[:2], b"k" * 32, BOUND)
    for bit in range(8 * len(closed)):
        with pytest.raises(Damaged):
            envelopes.unwrap(PRIVATE[:2], flipped(closed, bit), BOUND)


def test_an_envelope_of_another_version_or_shape_is_refused():
    told = json.loads(envelopes.wrap(PUBLIC[:1], b"k" * 32, BOUND))
    odd = [told | {"v": 2}, told | {"box": 7}, told | {"ephemeral": "00" * 32}, told | {"more": 1}, [], {}]
    for one in odd:
        with pytest.raises(Damaged):
            envelopes.unwrap(PRIVATE[:1], canonical(one), BOUND)
    with pytest.raises(Damaged):
        envelopes.unwrap(PRIVATE[:1], json.dumps(told).encode(), BOUND)


def test_a_public_half_of_low_order_is_refused():
    with pytest.raises(ValueError):  # noqa: PT011 - the library words it
        envelopes.wrap([bytes(32)], b"k" * 32, BOUND)


def test_the_fingerprint_belongs_to_the_public_half():
    assert envelopes.public_of(PRIVATE[0]) == PUBLIC[0]
    assert len(envelopes.fingerprint(PUBLIC[0])) == 64
    assert envelopes.fingerprint(PUBLIC[0]) != envelopes.fingerprint(PUBLIC[1])
