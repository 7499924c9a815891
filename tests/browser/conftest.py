"""Fixtures of the browser tests: Chromium once a session, a live server and windows per test."""

import pytest

from tests.browser import windows as windowing
from tests.browser.live import LiveServer


def pytest_collection_modifyitems(items):
    """Everything in this folder needs Chromium."""
    for item in items:
        if "/tests/browser/" in item.path.as_posix():
            item.add_marker("browser")


@pytest.fixture(scope="session")
def chromium():
    """The system's Chromium."""
    playwright, browser = windowing.launch()
    yield browser
    browser.close()
    playwright.stop()


@pytest.fixture
def app(app):
    """As in every test, but forms demand their token."""
    app.config["WTF_CSRF_ENABLED"] = True
    return app


@pytest.fixture
def server(app):
    """The application behind a port; an exception in a view fails the test."""
    running = LiveServer(app)
    yield running
    running.stop()
    assert running.errors == []


@pytest.fixture
def windows(chromium, server):
    """`windows.open(user=…, width=…, script=…)`; a fault in any window fails the test."""
    opened = windowing.Windows(chromium, server)
    yield opened
    opened.close()
    assert opened.faults == []


@pytest.fixture
def browser_of(windows):
    """`browser_of(user)`: a page signed in by cookie, for tests whose subject is not the sign-in."""

    def signed_in(user, **options):
        return windows.open(user=user, **options)

    return signed_in
