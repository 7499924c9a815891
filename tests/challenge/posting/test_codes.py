"""Codes are given without gaps, per prefix and year, and return when the transaction fails."""

import re
from pathlib import Path

import pytest

from challenge.posting.codes import next_code, random_code
from core.database import transaction


def test_codes_count_up_per_prefix_and_year(app, now):
    with transaction():
        assert [next_code("JB"), next_code("JB"), next_code("PC")] == [
            "JB2026-0001",
            "JB2026-0002",
            "PC2026-0001",
        ]
    now.forward(days=365)
    with transaction():
        assert next_code("JB") == "JB2027-0001"


def test_a_failed_transaction_gives_its_number_back(app):
    def give_and_fail():
        with transaction():
            next_code("JB")
            raise LookupError

    with pytest.raises(LookupError):
        give_and_fail()
    with transaction():
        assert next_code("JB") == "JB2026-0001"


# Codes are spoken over the telephone: two letters name one kind of record, which is made in one room.
ROOMS = {
    "AL": "delivery/tolerance",
    "CG": "delivery/outcomes/registering",
    "DJ": "bidding/liaison",
    "FA": "bidding/actions",
    "FW": "envoys/missions",
    "GG": "delivery/effects",
    "JB": "posting",
    "JC": "review/actions/reporting",
    "JS": "delivery/outcomes/registering",
    "PC": "posting/actions/programmes",
    "RC": "delivery/outcomes/recruiting",
    "RP": "delivery/tolerance",
    "SC": "market",
    "TP": "envoys/actions",
    "TQ": "envoys/actions",
    "XY": "bidding/liaison",
    "YX": "market",
    "ZY": "envoys/actions",
}


def test_two_letters_are_used_for_one_kind_of_record():
    root, found = Path(__file__).parents[3] / "challenge", {}
    for path in root.rglob("*.py"):
        for call in re.findall(r"(?:next|random)_code\((.*)\)", path.read_text("utf-8")):
            for letters in re.findall(r'"([A-Z]{2})"', call):
                found.setdefault(letters, []).append(path.relative_to(root).as_posix())
    assert found.keys() == ROOMS.keys()
    for letters, places in found.items():
        assert all(one.startswith(ROOMS[letters]) for one in places), letters


def test_a_random_code_is_short_and_cannot_be_misheard():
    assert re.fullmatch(r"DJ[2-9A-HJ-NP-Z]{8}", random_code("DJ"))
