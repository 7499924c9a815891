"""The main pages of the demonstration world: axe, width, policy, weight, and reading without JavaScript."""

import datetime as dt

import pytest

from app import create_app
from core import clock
from core.database import db
from tests import schema
from tests.browser import pages as main_pages
from tests.browser.checks import axe_violations, sideways
from tests.browser.live import LiveServer
from tests.browser.screenshots import user_of
from tests.browser.windows import Windows
from tests.demo import seeding

BOOTSTRAP = "/bootstrap/static/"
MOST_BYTES = 100_000
COLOURS = ("color-contrast",)  # the same at every width, and most of the work


@pytest.fixture(scope="module")
def shown(template, tmp_path_factory, chromium):
    """Windows on a seeded world, its pages, and who sits where; the clock stands at the instant of seeding."""
    folder = tmp_path_factory.mktemp("shown")
    url, _told = seeding.copy(template, folder)
    with seeding.standing_still():
        app = create_app(schema.settings(url, folder) | {"DEMO": True, "WTF_CSRF_ENABLED": True})
        with app.app_context():
            server = LiveServer(app)
            windows = Windows(chromium, server)
            yield windows, {page.name: page for page in main_pages.pages()}, {}
            windows.close()
            server.stop()
            db.session.remove()
            db.engine.dispose()
    clock.shift_by(dt.timedelta())


NAMES = [
    "home", "challenges", "challenge", "timeline", "notices", "notice", "results", "opening-public", "draw-public", "sign-in",
    "register", "desk-enterprise", "challenge-form", "demand-check", "recommended", "bid-promises", "bid-check",
    "bid-coverage", "receipt", "profile", "desk-officer", "challenge-desk", "suggested-team", "programme", "opening-begin", "formal-check", "draw", "reviewers",
    "solvers", "candidates", "evaluation", "talent", "accounts", "draw-seed", "opening", "declaration", "review", "ranking", "decision", "messages", "account", "log",
    "project", "contract", "ledger", "indicators", "acceptance", "tolerance", "race",
]  # fmt: skip


def _open(shown, name, *, script=True):
    """The page, wide, in the one window of its reader; and what was sent for it."""
    windows, pages, seats = shown
    page = pages[name]
    if (page.reader, script) not in seats:
        window, sizes = windows.open(user=user_of(page), script=script), []
        window.on("response", lambda answer: sizes.append(_weight(answer)))
        seats[page.reader, script] = window, sizes
    window, sizes = seats[page.reader, script]
    window.set_viewport_size({"width": 1440, "height": 900})
    sizes.clear()
    answer = window.goto(page.path)
    assert answer.status == 200
    return window, sizes


def _weight(answer):
    own = BOOTSTRAP not in answer.url and answer.request.resource_type in {"document", "stylesheet", "script"}
    return int(answer.headers["content-length"]) if own and answer.status == 200 else 0


def test_the_list_of_pages_is_the_list_of_pictures(shown):
    assert list(shown[1]) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_page_is_fit_for_everybody(shown, name):
    windows, _pages, _seats = shown
    window, sizes = _open(shown, name)
    assert axe_violations(window) == []
    assert 0 < sum(sizes) < MOST_BYTES
    window.set_viewport_size({"width": 360, "height": 780})
    assert axe_violations(window, without=COLOURS) == []
    assert sideways(window) == []
    heading = window.locator("h1").all_inner_texts()
    plain, _ = _open(shown, name, script=False)
    assert plain.locator("h1").all_inner_texts() == heading
    assert len(heading) == 1
    assert (windows.faults, windows.server.errors) == ([], [])
