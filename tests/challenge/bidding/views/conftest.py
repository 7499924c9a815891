"""What every test of the pages of bids begins with."""

import pytest

from challenge.states import C
from tests import world


@pytest.fixture
def challenge(app):
    """An open list."""
    return world.challenge(C.OPEN)
