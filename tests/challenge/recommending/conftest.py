"""An index that stands, and a list that is open."""

import pytest

from challenge.states import C
from talent.recommend import warm_up
from tests import world


@pytest.fixture
def ready(app):
    warm_up(app, wait=True)


@pytest.fixture
def listed(app):
    return world.challenge(C.OPEN)
