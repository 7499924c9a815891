"""The demonstration world, seeded once for the tests that read it."""

import pytest

from app import create_app
from core.database import db
from tests import schema
from tests.client import Client
from tests.demo import seeding


@pytest.fixture(scope="session")
def seeded(template, tmp_path_factory):
    """An application on the seeded database, with `.lines` of its making and `.challenges` {key: id}."""
    folder = tmp_path_factory.mktemp("demo")
    url, told = seeding.copy(template, folder)
    with seeding.standing_still():
        app = create_app(schema.settings(url, folder) | {"DEMO": True})
    app.test_client_class = Client
    app.lines, app.challenges = told["lines"], told["challenges"]
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def town(seeded, now):
    """The seeded application, at the instant at which it was seeded."""
    with seeded.app_context():
        yield seeded
        db.session.remove()
