"""赛马 at the test client: from the demand to the lane that is left."""

import pytest

from accounts.models import User
from challenge.delivery.ledger.verifying import every_fault
from core import audit_walk
from tests.journeys import racing
from tests.journeys.town import Town
from tests.journeys.visitor import Visitor


@pytest.fixture
def town(app, now, client_of):
    def seat(user: User | None, name):
        return Visitor(client_of(user) if user else app.test_client(), name)

    return Town(now, seat)


def test_three_lanes_run_until_one_is_left(town):
    racing.play(town, racing.young_passwords(town))
    assert every_fault() == (3, [])
    assert audit_walk.first_broken() is None
