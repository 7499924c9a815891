"""The demonstration world, seeded once for the tests that read it."""

import pytest

from app import create_app
from core import clock
from core.database import db
from demo import world
from tests import schema
from tests.client import Client
from tests.conftest import Clock


@pytest.fixture(scope="session")
def seeded(template, tmp_path_factory):
    """An application on the seeded database, with `.cast` and `.lines` of its making."""
    folder, lines = tmp_path_factory.mktemp("demo"), []
    url = template.copy(folder, "demo")
    former = clock.use(Clock())
    clock.keep_above(None)
    app = create_app(schema.settings(url, folder) | {"DEMO": True})
    app.test_client_class = Client
    with app.app_context():
        app.cast = world.build(lines.append)
        db.session.remove()
    app.lines = lines
    clock.use(former)
    yield app
    with app.app_context():
        db.engine.dispose()
    template.drop(url)


@pytest.fixture
def town(seeded, now):
    """The seeded application, at the instant at which it was seeded."""
    with seeded.app_context():
        yield seeded
        db.session.remove()
