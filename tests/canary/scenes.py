"""The world of the canaries in six scenes, each with the answers of every route to those who ask."""

import dataclasses
import datetime as dt
import io
import logging
import shutil

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from accounts import sessions
from app import create_app
from challenge.bidding.content import STEPS
from challenge.delivery.outcomes.kinds import KINDS
from challenge.states import C
from core import clock, log_tree
from core.database import db, transaction
from tests import schema
from tests.canary.aviary import RUNS, Aviary
from tests.canary.crawl import Crawl

START = dt.datetime(2026, 9, 16, 2, 0, tzinfo=dt.UTC)
LED = (("custodians", "sealed"), ("platform", "replacing"), ("custodians", "draft"))
UNKNOWN = "FA000000"  # no bid has this code
NAMES = {pair: f"leader of {' '.join(pair)}" for pair in LED}


class Scenes:
    """`show(scene)` puts the world into a state that was kept; the crawl asks there."""

    def __init__(self, template, folder):
        self.path, self.now = folder / "world.db", START
        shutil.copy(template.path, self.path)
        clock.use(lambda: self.now)
        changed = {"PROPAGATE_UNEXPECTED": False}
        self.app = create_app(schema.settings(f"sqlite:///{self.path}", folder) | changed)
        with self.app.app_context():
            with transaction():
                self.aviary = Aviary()
                self.outsiders = {"visitor": None, **self.aviary.people, "rival": self.aviary.rival}
                self.team = {NAMES[pair]: self.aviary.teams[*pair, "leader"] for pair in LED}
                cookies = {name: self._cookie(one) for name, one in (self.outsiders | self.team).items()}
            values = self._values()
        self.crawl = Crawl(self.app, cookies, values)
        self.keep("none")

    def _cookie(self, person):
        if person is None:
            return None
        browser = FlaskClient(self.app)
        token = sessions.start(person, second_factor=True)
        with browser.session_transaction() as cookie:
            cookie[sessions.COOKIE_KEY] = token
        return browser.get_cookie("session").value

    def keep(self, scene):
        """The database as it is now, under this name."""
        self.close()
        shutil.copy(self.path, self.path.with_name(f"{scene}.kept"))

    def show(self, scene, now):
        """The database as it was kept, at this instant."""
        self.close()
        shutil.copy(self.path.with_name(f"{scene}.kept"), self.path)
        for tail in ("-wal", "-shm"):
            self.path.with_name(self.path.name + tail).unlink(missing_ok=True)
        self.now = now

    def close(self):
        """Let go of the database."""
        with self.app.app_context():
            db.session.remove()
            with db.engine.connect() as connection:
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            db.engine.dispose()

    def ask(self, scene, now, people, **how):
        """Their answers on every page of a scene."""
        self.show(scene, now)
        with self.app.app_context(), transaction():
            log_tree.sign_head()
        return list(self.crawl.read(people, **how))

    def post(self, scene, now, people):
        """Their answers on every form sent empty; nothing of it is kept."""
        self.show(scene, now)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(db.session, "commit", db.session.rollback)
            return list(self.crawl.post(people))

    def make(self, scene, now, *makers):
        """The present scene, changed by these at this instant, is kept under a name."""
        self.now = now
        with self.app.app_context():
            for maker in makers:
                maker()
        self.keep(scene)

    def _values(self):
        """{(start of the rule, argument): values}; the longest start wins."""
        aviary, people = self.aviary, self.aviary.people
        cages = [one.code for one in aviary.cages.values()]
        lists = {state: one.code for state, one in aviary.lists.items()}
        return {
            ("", "code"): cages,
            ("/notices/", "code"): _column("SELECT code FROM notice WHERE state = 'published' ORDER BY id"),
            ("/results/", "code"): [lists[C.ANNOUNCED]],
            ("/desk/objections/", "code"): _column(
                "SELECT code FROM notice WHERE state = 'published' ORDER BY id"
            ),
            ("/desk/contact-reports/", "code"): _column("SELECT code FROM contact_report ORDER BY id"),
            ("/desk/contact-reports/", "number"): _column("SELECT code FROM contact_evidence ORDER BY id"),
            ("/desk/envoys/", "code"): _column("SELECT code FROM envoy ORDER BY id"),
            ("/desk/envoys/missions/", "code"): _column("SELECT code FROM mission ORDER BY id"),
            ("/desk/envoys/requests/", "code"): _column("SELECT code FROM envoy_request ORDER BY id"),
            ("/desk/envoys/", "action"): ["take_back"],
            ("/desk/envoys/missions/", "action"): ["cancel"],
            ("/desk/envoys/requests/", "action"): ["refuse"],
            ("/market/", "code"): _column("SELECT code FROM offer WHERE state = 'listed' ORDER BY id"),
            ("/desk/market/", "code"): _column("SELECT code FROM offer ORDER BY id"),
            ("/desk/market/", "action"): ["revise"],
            ("/desk/market/inquiries/", "code"): _column("SELECT code FROM inquiry ORDER BY id"),
            ("/desk/market/inquiries/", "action"): ["decline"],
            ("/desk/outcomes/", "code"): _column("SELECT code FROM tech_contract ORDER BY id"),
            ("/desk/outcomes/", "action"): ["drop"],
            ("/desk/outcomes/of/", "code"): [aviary.project.code],
            ("lapsed.analysis", "code"): [lists[C.LAPSED]],
            ("lapsed.split", "code"): [lists[C.LAPSED]],
            ("envoys.entrust", "code"): [lists[C.LAPSED]],
            ("", "year"): [START.year],
            ("", "position"): [0],
            ("/desk/integrity/", "code"): _column("SELECT code FROM integrity_case ORDER BY id"),
            ("/desk/reviews/", "code"): self._bids_of(C.REVIEWING),
            ("posting.edit", "code"): [lists[C.DRAFT]],
            ("posting.check_panel", "code"): [lists[C.DRAFT]],
            ("posting.submit", "code"): [lists[C.DRAFT]],
            ("posting.publish", "code"): [lists[C.POOLED]],
            ("review.transcript", "code"): [lists[C.PROPOSED]],
            ("review.feedback", "code"): self._bids_of(C.NOTICED),
            ("posting.step", "action"): ["suspend"],
            ("bidding.correct", "code"): self._bids_of(C.OPENED),
            ("/desk/objections/", "key"): _column(
                "SELECT key FROM objection WHERE state IN ('draft', 'accepted', 'reviewing') ORDER BY id"
            ),
            ("/desk/challenges/programmes/", "code"): _column(
                "SELECT code FROM programme WHERE state = 'draft' ORDER BY id"
            ),
            ("/account/messages/", "key"): _column("SELECT max(key) FROM message"),
            ("/desk/bids/", "code"): [],
            ("", "number"): [1],
            ("", "secret"): ["x" * 40],
            ("", "step"): list(STEPS)[:1],
            ("", "part"): ["basics"],
            ("/desk/challenges/", "action"): ["begin_opening"],
            ("/desk/challenges/programmes/", "action"): ["start"],
            ("/desk/objections/", "action"): ["assign"],
            ("/desk/integrity/", "action"): ["check"],
            ("", "action"): ["stop"],
            ("", "kind"): ["password"],
            ("/desk/outcomes/", "kind"): list(KINDS),
            ("", "role"): ["officer"],
            ("", "page"): ["solvers", "candidates"],
            ("", "day"): ["2026-10-01"],
            ("", "user_id"): [people["newcomer"].id],
            ("", "profile_id"): _column("SELECT min(id) FROM profile WHERE state = 'admitted'"),
            ("", "id"): _column(
                "SELECT assignment.id FROM assignment JOIN profile ON profile.id = profile_id"  # noqa: S608
                f" WHERE user_id = {people['expert'].id}"
            ),
            ("", "organisation_id"): [people["newcomer"].organisation_id],
            ("", "job_id"): _column("SELECT max(id) FROM job"),
        }

    def _bids_of(self, state):
        return _column(f"SELECT min(code) FROM bid WHERE challenge_id = {self.aviary.lists[state].id}")  # noqa: S608

    def name_bids(self):
        """The marked bids have addresses from now on, beside one that leads to none."""
        aviary, values = self.aviary, self.crawl.values
        self.crawl.teams = {NAMES[pair]: aviary.codes[pair] for pair in LED}
        values["/desk/bids/", "code"] = [*self.crawl.teams.values(), UNKNOWN]
        of = f"= (SELECT id FROM bid WHERE code = '{aviary.codes[LED[0]]}')"  # noqa: S608
        files = f"SELECT blob FROM sealed_file WHERE bid_id {of}"  # noqa: S608
        opened = f"SELECT blob FROM attachment WHERE owner_type = 'bid' AND owner_id {of}"  # noqa: S608
        values["/desk/bids/", "key"] = _column(f"SELECT max(key) FROM bid_member WHERE bid_id {of}")  # noqa: S608
        values["/desk/bids/", "blob"] = _column(f"{files} UNION {opened}")
        values["", "token"] = [one.rpartition("/")[2] for one in aviary.links[:1]]


@dataclasses.dataclass
class Seen:
    """Answers by scene; `outsiders` are the names of those in no marked team, `log` is what was written to logs."""

    answers: dict
    outsiders: frozenset
    endpoints: frozenset
    numbers: dict
    lists: list
    codes: list
    log: str


def played(template, folder):
    """The whole story: no bid, one, twenty; at the deadline; opened; made public."""
    heard = io.StringIO()
    handler = logging.StreamHandler(heard)
    logging.getLogger().addHandler(handler)
    try:
        world = Scenes(template, folder)
        seen = _played(world, heard)
        world.close()
        return seen
    finally:
        logging.getLogger().removeHandler(handler)
        clock.use()


def _played(world, heard):
    aviary, end, answers = world.aviary, START + RUNS, {}
    outsiders = set(world.outsiders)
    strangers, everybody = outsiders - {"rival"}, outsiders | set(world.team)
    answers["none"] = world.ask("none", START, strangers)
    answers["none, closed"] = world.ask("none", end, strangers, is_brief=True)
    world.show("none", START)
    world.make("one", START, aviary.first)
    answers["one"] = world.ask("one", START, {"visitor"})
    world.show("one", START)
    world.make("marked", START, aviary.settle)
    world.make("twenty", START, aviary.crowd, world.name_bids)
    answers["twenty"] = world.ask("twenty", START, everybody)
    answers["posted"] = world.post("twenty", START, outsiders)
    answers["twenty, closed"] = world.ask("twenty", end, outsiders, is_brief=True)
    world.show("marked", end)
    world.make("opened", end, aviary.open, world.name_bids)
    answers["opened"] = world.ask("opened", end, everybody)
    numbers = {pair: int(aviary.marks[code][11:13]) for pair, code in aviary.codes.items()}
    endpoints = frozenset(world.crawl.endpoints())
    lists, codes = [one.code for one in aviary.cages.values()], list(aviary.codes.values())
    return Seen(answers, frozenset(outsiders), endpoints, numbers, lists, codes, heard.getvalue())


def _column(query):
    return list(db.session.execute(sa.text(query)).scalars())
