"""Codes are given without gaps, per prefix and year, and return when the transaction fails."""

import pytest

from challenge.posting.codes import next_code
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
