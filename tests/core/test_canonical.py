"""The canonical form is the same for equal values and refuses what has no single spelling."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from core.canonical import canonical, digest, utc_text


def test_keys_are_sorted_without_spaces_and_text_stays_readable():
    assert canonical({"b": [1, True, None], "a": "煤矸石"}) == '{"a":"煤矸石","b":[1,true,null]}'.encode()


def test_insertion_order_does_not_matter():
    assert digest({"a": 1, "b": {"x": 1, "y": 2}}) == digest({"b": {"y": 2, "x": 1}, "a": 1})


def test_strings_and_keys_become_nfc():
    assert canonical({"e\u0301": "e\u0301"}) == '{"é":"é"}'.encode()


def test_instants_become_utc_whatever_their_zone():
    beijing = datetime(2026, 11, 22, 17, 30, tzinfo=timezone(timedelta(hours=8)))
    assert canonical(beijing) == b'"2026-11-22T09:30:00.000000Z"'
    assert canonical(beijing) == canonical(beijing.astimezone(UTC))
    assert utc_text(datetime(2026, 1, 1, 0, 0, 0, 5, UTC)) == "2026-01-01T00:00:00.000005Z"


def test_dates_and_tuples():
    assert canonical((date(2026, 1, 2), ())) == b'["2026-01-02",[]]'


@pytest.mark.parametrize("value", [1.5, float("nan"), {"a": [0.0]}, {1: "a"}, {1, 2}, b"x", object()])
def test_what_has_no_single_spelling_is_refused(value):
    with pytest.raises(TypeError):
        canonical(value)


NAIVE = datetime(2026, 1, 1, tzinfo=UTC).replace(tzinfo=None)


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (NAIVE, "time zone"),
        ({"é": 1, "e\u0301": 2}, "two keys"),
        ("\ud800", "surrogates"),
    ],
)
def test_ambiguous_values_are_refused(value, reason):
    with pytest.raises(ValueError, match=reason):
        canonical(value)


def test_digest_of_bytes_is_their_sha256():
    expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert digest(b"abc") == digest(bytearray(b"abc")) == digest(memoryview(b"abc")) == expected


def test_digest_of_a_value_is_the_digest_of_its_canonical_form():
    assert digest({"a": 1}) == digest(b'{"a":1}') != digest({"a": 2})
