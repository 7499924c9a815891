"""Projects at the test client: success, rectification, a diligent failure, and a demander who does not pay."""

import pytest

from tests.challenge.delivery import scene
from tests.journeys import accepting, defaulting, rectifying, tolerating
from tests.journeys.visitor import Visitor
from tests.journeys.works import Works

pytestmark = pytest.mark.windows  # tests/browser/test_projects.py plays the same scripts


@pytest.fixture
def works(app, now, client_of):
    return Works(now, _seat(app, client_of))


def _seat(app, client_of):
    return lambda user, name: Visitor(client_of(user) if user else app.test_client(), name)


def test_a_milestone_is_rectified_once_and_its_money_follows(works):
    rectifying.play(works)


def test_a_demander_who_does_not_pay(works):
    defaulting.play(works)


def test_from_contract_to_acceptance(app, now, client_of):
    accepting.play(Works(now, _seat(app, client_of), scene.drafted))


def test_a_diligent_failure(works):
    tolerating.play(works)
