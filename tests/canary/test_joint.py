"""企业出题: contacts, agreements and joint bids are as hidden as bids are, from everybody but their two sides."""

import pytest
from flask.testing import FlaskClient

from accounts import sessions
from challenge.bidding.actions import submission
from challenge.bidding.liaison.actions import agreeing, contacting
from core.database import db, transaction
from tests import bids, world
from tests.canary.crawl import Crawl
from tests.canary.finding import mark
from tests.challenge.bidding.liaison import scene

pytestmark = pytest.mark.slow
ROLES = ("officer", "leader", "supervisor", "county", "researcher", "expert", "security", "enterprise")
ROLES += ("auditor", "admin", "finance")
TEAMS = 3
# Pages that tell of lists, of teams, or of what others have done.
ROOMS = ("bidding", "custody", "desk", "feed", "home", "liaison", "log", "looks", "messages", "organisations")
ROOMS += ("outbox", "people", "posting", "recommend", "review")


class Hall:
    """One list of 企业出题, somebody in every role, and a rival of the teams."""

    def __init__(self, app):
        self.poster, self.list = scene.listed()
        people = {role: world.user(role, county="朔城区") for role in ROLES}
        people |= {
            "rival": world.user("researcher"),
            "first account": world.user("enterprise", is_first_account=True),
        }
        self.teams = [world.user("researcher") for _ in range(TEAMS)]
        self.values = {("", "code"): [self.list.code], ("", "number"): [1], ("", "action"): ["begin_opening"]}
        with transaction():
            cookies = {"visitor": None} | {name: self._cookie(app, one) for name, one in people.items()}
            cookies["poster"] = self._cookie(app, self.poster)
        self.outsiders = set(cookies) - {"poster"}
        self.crawl, self.marks, self.joint = Crawl(app, cookies, self.values), [], []
        self.crawl.rules = [one for one in self.crawl.rules if one.endpoint.split(".")[0] in ROOMS]

    def _cookie(self, app, person):
        browser = FlaskClient(app)
        token = sessions.start(db.session.merge(person), second_factor=True)
        with browser.session_transaction() as cookie:
            cookie[sessions.COOKIE_KEY] = token
        return browser.get_cookie("session").value

    def joins(self, number):
        """A team asks, signs and hands in a joint bid; a mark stands in everything that is written."""
        text, leader = mark(number), self.teams[number - 1]
        told = dict.fromkeys(("name", "phone", "email", "note"), text)
        with transaction():
            code = contacting.ask(db.session.merge(leader), db.session.merge(self.list), told).code
        with transaction():
            contacting.answer(db.session.merge(self.poster), scene.of(code), True, told)
        with transaction():
            terms = dict.fromkeys(scene.TERMS, text)
            pair = agreeing.draft(scene.of(code).person, scene.of(code), terms)
            key, digest = pair.code, pair.digest
        for person in (leader, self.poster):
            with transaction():
                agreeing.confirm(db.session.merge(person), scene.agreement(key), digest)
        with transaction():
            contacting.look_at_contact(db.session.merge(self.poster), scene.of(code))
        bid = bids.drafted(db.session.merge(self.list), leader, approach=text)
        with transaction():
            bid = bids.find(bid.code)
            submission.submit(bid.leader, bid, f"key {code}", bid.version)
        self.joint.append((code, bid.code))

    def read(self, *people):
        """{(who, address): answer} of every page."""
        return {(one.who, one.path): one for one in self.crawl.read(set(people))}


@pytest.fixture
def hall(app):
    """Before anybody has asked for a contact."""
    return Hall(app)


def test_nobody_outside_learns_of_a_contact_nor_how_many_there_are(hall):
    hall.read(*hall.outsiders)  # looks of their own are written down once
    before = hall.read(*hall.outsiders)
    for number in range(1, TEAMS + 1):
        hall.joins(number)
    after = hall.read(*hall.outsiders)
    assert len(before) > 150
    differing = {
        one.place
        for key, one in after.items()
        if one.endpoint != "log.entries" and (before[key].status, before[key].body) != (one.status, one.body)
    }
    assert differing == set()
    assert {one.place for one in after.values() if one.marks} == set()
    assert {one.place for one in after.values() if one.status >= 500} == set()
    # The log tells its reader that it was read; of contacts it tells nothing.
    log = b"".join(one.body for one in after.values() if one.endpoint == "log.entries").decode()
    assert ("查阅日志" in log, "与发榜方对接" in log, "拟定合作协议" in log) == (True, False, False)


def test_a_contact_answers_like_none_to_whoever_is_no_side_of_it(hall):
    for number in range(1, TEAMS + 1):
        hall.joins(number)
    (code, bid), *_ = hall.joint
    found = set()
    for who in ("researcher", "enterprise", "rival", "first account", "officer"):
        for path in (f"/desk/liaisons/{code}", f"/desk/liaisons/{code}/agreement", f"/desk/bids/{bid}"):
            real = hall.crawl.ask(who, "liaison.detail", path)
            none = hall.crawl.ask(who, "liaison.detail", path.replace(code, "DJ0").replace(bid, "FA0"))
            same = real.body.replace(code.encode(), b"DJ0").replace(bid.encode(), b"FA0") == none.body
            found.add((real.status, none.status, same))
    assert found == {(404, 404, True), (403, 403, True)}


def test_the_demander_sees_all_that_it_has_signed_and_the_marks_are_found(hall):
    hall.joins(1)
    (code, bid), *_ = hall.joint
    seen = hall.crawl.ask("poster", "liaison.detail", f"/desk/liaisons/{code}")
    assert (seen.status, bool(seen.marks)) == (200, True)
    assert hall.crawl.ask("poster", "bidding.detail", f"/desk/bids/{bid}").status == 200
    for closed in ("edit/plan", "copy", "members", "submit"):
        assert hall.crawl.ask("poster", "bidding.edit", f"/desk/bids/{bid}/{closed}").status == 404


def test_nothing_of_it_stands_in_clear_in_the_database(hall, app):
    hall.joins(1)
    text = mark(1)
    rows = [
        row for table in ("liaison", "agreement", "message", "job", "audit_entry") for row in _rows(table)
    ]
    assert rows
    assert [row for row in rows if text in row] == []


def _rows(table):
    found = db.session.execute(db.text(f"SELECT * FROM {table}"))  # noqa: S608
    return ["|".join(map(str, row)) for row in found]
