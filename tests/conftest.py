"""Fixtures: an application with a fresh database per test, the clock, clients that parse what they get."""

import datetime as dt
import gc
import os
import re

import pytest
import sqlalchemy as sa

from app import create_app
from core import clock
from core.database import db, transaction
from tests import schema
from tests.client import Client

NOW = dt.datetime(2026, 9, 16, 2, 0, tzinfo=dt.UTC)  # a Wednesday, 10:00 in Beijing


# Half a minute or more each: a worker that met one of these in the end would work on alone. From the longest to the shortest.
LONG = (
    "canary/test_crawl.py",
    "challenge/life/test_life.py",
    "test_generated.py",
    "browser/test_pages.py",
    "browser/test_projects.py",
    "browser/test_story.py",
    "journeys/test_race.py",
    "demo/test_desks.py",
    "demo/test_world.py",
    "browser/test_wrong_turns.py",
    "journeys/test_modes.py",
    "matching/test_rehearsal.py",
    "matching/test_snapshot.py",
    "journeys/test_story.py",
    "test_faults.py",
    "challenge/bidding/views/test_secrecy.py",
    "matching/test_edges.py",
)


def pytest_configure():
    """Nothing here outlives a loss of power, so it need not reach the disk. Rows that nobody put in an order come backwards."""
    os.fsync = lambda handle: None
    gc.set_threshold(50_000, 20, 50)
    sa.event.listen(sa.Engine, "connect", _leave_it_to_the_system)


def _leave_it_to_the_system(connection, _record):
    if type(connection).__module__.startswith("sqlite3"):
        connection.execute("PRAGMA synchronous=OFF").close()
        connection.execute("PRAGMA reverse_unordered_selects=ON").close()


def _place(item):
    file = item.nodeid.partition("::")[0].removeprefix("tests/")
    return LONG.index(file) if file in LONG else len(LONG)


# The forms and words of single pages. On the second engine the journeys and a walk along all links open every page.
OF_PAGES = re.compile(r"/views/|/forms/|/test_\w*views\.py|/test_\w*wrong_turns\.py")


def _proves(item):
    """A test that opens no database proves nothing more beside a second engine, a short form nothing beside the long one."""
    if item.get_closest_marker("short") and "not slow" not in item.config.option.markexpr:
        return False
    if not os.environ.get("TEST_POSTGRES_URL"):
        return not (item.get_closest_marker("windows") and os.environ.get("SECOND_ENGINE"))
    if OF_PAGES.search(item.nodeid):
        return False
    return "template" in item.fixturenames or "postgresql" in item.name


def pytest_collection_modifyitems(config, items):
    """Long files first; on each engine only what proves something there."""
    items.sort(key=_place)
    same = [one for one in items if not _proves(one)]
    config.hook.pytest_deselected(items=same)
    left_out = set(same)
    items[:] = [one for one in items if one not in left_out]


class Clock:
    """The test clock: stands still until it is moved."""

    def __init__(self):
        self.instant = NOW

    def __call__(self):
        return self.instant

    def forward(self, **delta):
        """Move on by a timedelta given as keyword arguments."""
        self.instant += dt.timedelta(**delta)


@pytest.fixture
def now():
    """The test clock; every test runs under it through `app`."""
    ticking = Clock()
    clock.use(ticking)
    clock.shift_by(dt.timedelta())
    clock.keep_above(None)
    yield ticking
    clock.use()


@pytest.fixture(scope="session")
def template(tmp_path_factory):
    """A database with the schema of the migrations, copied for each test."""
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent
    made = schema.build(folder, os.environ.get("TEST_POSTGRES_URL"))
    yield made
    made.close()


@pytest.fixture(scope="session")
def house(template, tmp_path_factory):
    """The one application of this process: routes and pages are compiled once, not once a test."""
    folder = tmp_path_factory.mktemp("house")
    made = create_app(schema.settings(template.copy(folder, "house"), folder) | {"HOUSE": folder})
    made.test_client_class = Client
    with made.app_context():
        template.settle(db.engine)
    gc.collect()
    gc.freeze()  # what is loaded by now stays to the end: a tenth of all time went into looking at it
    yield made
    with made.app_context():
        db.engine.dispose()


@pytest.fixture
def app(house, template, tmp_path, now):
    """The application under the production policy, with a database, keys and files of its own."""
    before = dict(house.config)
    template.copy(house.config["HOUSE"], "house")
    house.config.update(schema.folders(tmp_path))
    for kept in ("talent_index", "list_readings"):
        house.extensions.pop(kept, None)
    with house.app_context():
        yield house
        db.session.remove()
        template.settle(db.engine)
    house.config.clear()
    house.config.update(before)


@pytest.fixture
def own_app(app):
    """A second application on the same database, for tests that give it routes."""
    with app.app_context():
        made = create_app(dict(app.config))
    made.test_client_class = Client
    yield made
    with made.app_context():
        db.engine.dispose()


@pytest.fixture
def client(app):
    """A browser that has not signed in."""
    return app.test_client()


@pytest.fixture
def client_of(app):
    """`client_of(user)`: a browser in which `user` has signed in with a second factor."""
    from accounts import sessions

    def signed_in(user):
        with transaction():
            token = sessions.start(user, second_factor=True)
        browser = app.test_client()
        with browser.session_transaction() as cookie:
            cookie[sessions.COOKIE_KEY] = token
        return browser

    return signed_in


@pytest.fixture
def queries(app):
    """Context manager that counts SQL statements: ``with queries() as seen: ...; len(seen)``."""
    import contextlib

    @contextlib.contextmanager
    def counting():
        seen = []

        def note(_c, _cur, statement, *_rest):
            if not statement.startswith(("BEGIN", "PRAGMA", "SAVEPOINT", "RELEASE")):
                seen.append(statement)

        sa.event.listen(db.engine, "before_cursor_execute", note)
        try:
            yield seen
        finally:
            sa.event.remove(db.engine, "before_cursor_execute", note)

    return counting
