"""Faults the product survives: a killed server, two people deciding at once, thirty clicks on one button."""

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
from challenge.bidding.models import Receipt, SubmissionKey
from challenge.posting.models import Challenge
from challenge.review.models import Proposal
from challenge.states import B, C
from core import audit, audit_walk, clock
from core.database import db, transaction
from tests import bids, schema, world
from tests.challenge.review import scene
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
def office(tmp_path):
    """(application, server on the same database, cookies of the writers) under the real clock, on SQLite."""
    clock.use(), clock.shift_by(dt.timedelta()), clock.keep_above(None)
    template = schema.build(tmp_path, None)
    settings = schema.settings(f"sqlite:///{template.path}", tmp_path)
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


def _at_once(browsers, path, data):
    """Answers of all browsers to the same POST, sent at the same moment."""
    start, answers = threading.Barrier(len(browsers)), []

    def click(browser):
        start.wait()
        answer = browser.post(path, data=data)
        answers.append((answer.status_code, answer.location))

    clicks = [threading.Thread(target=click, args=(browser,)) for browser in browsers]
    for one in clicks:
        one.start()
    for one in clicks:
        one.join()
    db.session.rollback()
    return answers


def test_of_parallel_awards_exactly_one_is_made(app, client_of):
    scene.calendar()
    _officer, challenge, leader = scene.proposed()
    leaders = [leader, *(world.user("leader") for _ in range(3))]
    proposal = challenge.proposals[-1]
    path, code, proposal_id = f"/desk/challenges/{challenge.code}/decision", challenge.code, proposal.id
    browsers = [client_of(one) for one in leaders]
    data = {"decision": "award", "proposal": proposal_id, "reason": "同意。"}

    statuses = sorted(status for status, _ in _at_once(browsers, path, data))

    assert statuses == [302, 409, 409, 409]
    awarded = db.session.scalar(db.select(Challenge).filter_by(code=code))
    assert (awarded.state, [one.state for one in awarded.bids].count(B.WON)) == (C.AWARDED, 1)
    entries = audit.entries_of(f"challenge:{awarded.id}")
    assert [one.actor_id for one in entries if one.action == "challenge.award"] == [
        db.session.get(Proposal, proposal_id).decided_by_id
    ]


def test_thirty_parallel_submissions_with_one_key_give_one_receipt(app, client_of):
    bid = bids.drafted(world.challenge(C.OPEN))
    path, data = f"/desk/bids/{bid.code}/submit", {"key": "k" * 32, "draft_version": bid.version}
    code, browsers = bid.code, [client_of(bid.leader) for _ in range(30)]

    answers = _at_once(browsers, path, data)

    assert collections.Counter(answers) == {(302, f"/desk/bids/{code}/receipts/1"): 30}
    counted = [
        db.session.scalar(sa.select(sa.func.count()).select_from(one)) for one in (Receipt, SubmissionKey)
    ]
    assert (counted, bids.find(code).state) == ([1, 1], B.SEALED)
    assert audit_walk.first_broken() is None
