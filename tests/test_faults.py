"""A killed server: nothing that was acknowledged is lost. What many do at once: tests/test_races.py."""

import collections
import datetime as dt
import http.client
import json
import threading
import time
import urllib.parse

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from accounts import sessions
from app import create_app
from challenge.posting.models import Challenge
from core import audit, audit_walk, clock
from core.database import db, transaction
from tests import schema, world
from tests.served import Server

ROUNDS, WRITERS = 5, 4
SAVED_BEFORE_THE_KILL = 40


class Writer(threading.Thread):
    """Makes demands and names them until the server is gone; keeps what the server has acknowledged."""

    def __init__(self, server, cookie, name):
        super().__init__(name=name)
        self.server, self.cookie = server, cookie
        self.made, self.named, self.odd = [], {}, []

    def run(self):
        """One new demand after the other, each with a title of its own."""
        try:
            with self.server.browser() as browser:
                while not self.odd:
                    self._save(browser, f"{self.name} 第 {len(self.made)} 项")
        except (OSError, http.client.HTTPException):
            return

    def _save(self, browser, title):
        status, location, _ = self._post(browser, "/desk/challenges/new", {})
        if status != 302:
            self.odd.append(("new", status))
            return
        code = location.split("/")[3]
        self.made.append(code)
        status, _, body = self._post(
            browser, f"/desk/challenges/{code}/draft/1", {"title": title, "version": "1"}
        )
        if status == 200:
            self.named[code] = title
        else:
            self.odd.append((title, status, json.loads(body)))

    def _post(self, browser, path, fields):
        headers = {"Cookie": f"session={self.cookie}", "Content-Type": "application/x-www-form-urlencoded"}
        browser.request("POST", path, urllib.parse.urlencode(fields), headers)
        answer = browser.getresponse()
        return answer.status, answer.getheader("Location"), answer.read()


@pytest.fixture
def office(template, tmp_path):
    """(application, server on the same database, cookies of the writers) under the real clock, on SQLite."""
    clock.use(), clock.shift_by(dt.timedelta()), clock.keep_above(None)
    settings = schema.settings(template.copy(tmp_path, "office"), tmp_path)
    app = create_app(settings)
    app.test_client_class = FlaskClient
    server = Server(settings | {"TESTING": False, "PROPAGATE_UNEXPECTED": False}, tmp_path / "server.log")
    with app.app_context():
        with transaction():
            tokens = [sessions.start(world.user("enterprise")) for _ in range(WRITERS)]
        yield app, server, [_cookie(app, token) for token in tokens]
        db.session.remove()
        db.engine.dispose()


def _cookie(app, token):
    browser = app.test_client()
    with browser.session_transaction() as cookie:
        cookie[sessions.COOKIE_KEY] = token
    return browser.get_cookie("session").value


def _round(server, cookies, number):
    server.start()
    writers = [Writer(server, cookie, f"第 {number} 轮 {place} 号") for place, cookie in enumerate(cookies)]
    for writer in writers:
        writer.start()
    until = time.monotonic() + 30
    while sum(len(writer.named) for writer in writers) < SAVED_BEFORE_THE_KILL and time.monotonic() < until:
        time.sleep(0.01)
    server.kill()
    for writer in writers:
        writer.join()
    return writers


@pytest.mark.slow
def test_a_killed_server_loses_nothing_that_was_acknowledged(office):
    _app, server, cookies = office
    writers = [one for number in range(ROUNDS) for one in _round(server, cookies, number)]
    made = [code for writer in writers for code in writer.made]
    named = {code: title for writer in writers for code, title in writer.named.items()}
    assert [writer.odd for writer in writers if writer.odd] == []
    assert len(named) >= ROUNDS * SAVED_BEFORE_THE_KILL

    kept = dict(db.session.execute(sa.select(Challenge.code, Challenge.title)).all())
    assert {code: kept.get(code) for code in named} == named
    assert [code for code in made if code not in kept] == []
    # Of what was never acknowledged each writer can have had one demand, or one name, under way when it was cut off.
    assert len(kept) - len(made) <= ROUNDS * WRITERS
    titles = collections.Counter(title for title in kept.values() if title)
    assert {title: count for title, count in titles.items() if count > 1} == {}
    created = sa.select(audit.AuditEntry.object_id).where(audit.AuditEntry.action == "challenge.create")
    ids = db.session.scalars(sa.select(Challenge.id)).all()
    assert sorted(map(int, db.session.scalars(created))) == sorted(ids)
    assert db.session.scalar(sa.text("PRAGMA integrity_check")) == "ok"
    assert audit_walk.first_broken() is None


@pytest.mark.slow
def test_a_server_without_its_master_lets_go_of_the_port(office):
    _app, server, _cookies = office
    server.start()
    assert server.kill_the_master_only()
