"""Five thousand generated requests to every page, as everybody: no 5xx, whole HTML, nothing kept of a refusal."""

import collections
import logging
import shutil
import sqlite3
import traceback

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from app import create_app
from core import audit_walk
from core.database import db, transaction
from tests import schema
from tests.client import parse, skeleton
from tests.requests_made import Maker, plans
from tests.stage import Stage

REQUESTS = 5_000
EPISODE = 250  # requests after which the world is put back: accepted ones change it
TRACES = (b"Traceback (most recent call last)", b"sqlalchemy.exc", b"jinja2.exceptions", b'File "/')
# Tables whose codes stand in addresses.
WITH_CODES = (
    *("challenge", "bid", "notice", "programme", "project", "tech_contract", "achievement", "follow_up"),
    *("talent_record", "offer", "inquiry", "envoy", "envoy_request", "mission"),
)
# Written by side transactions, which must survive a refusal.
ASIDE = {"sign_in_attempt", "sign_in_session", "look", "audit_entry"}


class Faults(logging.Filter):
    """Keeps the place of the last error that the application has logged, and the log itself short."""

    def __init__(self):
        super().__init__()
        self.last = ""

    def filter(self, record):
        """Notes the innermost frame of ours and the error; lets nothing through."""
        if record.exc_info and record.exc_info[1]:
            error = record.exc_info[1]
            frames = [
                one
                for one in traceback.extract_tb(error.__traceback__)
                if "/site-packages/" not in one.filename
            ]
            place = f"{frames[-1].filename.rpartition('/')[2]}:{frames[-1].lineno}" if frames else "?"
            self.last = f"{type(error).__name__} at {place}: {str(error)[:160]}"
        else:
            self.last = record.getMessage()[:200]
        return False


class Theatre:
    """The application, its world, a browser for everybody, and what was found wrong."""

    def __init__(self, template, folder):
        self.path = folder / "world.db"
        shutil.copy(template.path, self.path)
        changed = {"PROPAGATE_UNEXPECTED": False}
        self.app = create_app(schema.settings(f"sqlite:///{self.path}", folder) | changed)
        self.app.test_client_class = FlaskClient
        self.faults = Faults()
        self.app.logger.addFilter(self.faults)
        with self.app.app_context():
            with transaction():
                tokens = Stage().tokens()
            values = self._values()
            self._close()
        shutil.copy(self.path, folder / "first.db")
        self.cookies = {name: self._cookie(token) for name, token in tokens.items()}
        self.maker = Maker(self.app, values)
        self.watch = sqlite3.connect(self.path, check_same_thread=False)
        self.kept, self.seen, self.pages = None, self._version(), set()
        self.done, self.statuses, self.wrong, self.rules = 0, collections.Counter(), {}, set()

    def _values(self):
        texts = [text for table in WITH_CODES for text in self._column(table)]
        return [
            *db.session.execute(sa.text("SELECT key FROM objection")).scalars(),
            *texts,
            *map(str, range(1, 40)),
            "0",
            "x",
            "award",
            "submit",
            "publish",
            "plan",
            "team",
            "basics",
        ]

    def _column(self, table):
        return list(db.session.execute(sa.text(f"SELECT code FROM {table}")).scalars())  # noqa: S608

    def _close(self):
        db.session.remove()
        with db.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        db.engine.dispose()

    def _cookie(self, token):
        if token is None:
            return None
        browser = self.app.test_client()
        with browser.session_transaction() as cookie:
            cookie["sid"] = token
        return browser.get_cookie("session").value

    def _version(self):
        return self.watch.execute("PRAGMA data_version").fetchone()[0]

    def _content(self):
        names = self.watch.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        kept = [
            name for (name,) in names if name not in ASIDE and not name.startswith(("sqlite_", "search_"))
        ]
        return {name: hash(tuple(self.watch.execute(f'SELECT * FROM "{name}"'))) for name in kept}  # noqa: S608

    def play(self, plan):
        """Make one request and note what is wrong with the answer."""
        sent = self.maker.request(plan)
        if self.kept is None:
            self.kept, self.seen = self._content(), self._version()
        self.faults.last = ""
        browser = self.app.test_client()
        if self.cookies[sent.who]:
            browser.set_cookie("session", self.cookies[sent.who])
        key = "query_string" if sent.method == "GET" else "data"
        response = browser.open(sent.path, method=sent.method, **{key: sent.data})
        self.done += 1
        self.statuses[response.status_code // 100] += 1
        self._judge(sent, response)
        response.close()
        if self.done % EPISODE == 0:
            self.rewind()

    def _judge(self, sent, response):
        place = f"{sent.method} {sent.rule or sent.path.partition('?')[0]}"
        body = response.get_data()
        if response.status_code >= 500:
            self._note(f"{response.status_code} {self.faults.last or place}", sent)
        if any(trace in body for trace in TRACES):
            self._note(f"a trace on the page of {place}", sent)
        if response.location and not self._stays(response.location):
            self._note(f"leads away to {response.location[:60]}: {place}", sent)
        self._judge_database(sent, response.status_code, place)
        self._judge_page(sent, response, body)

    def _stays(self, location):
        inner = location.removeprefix("http://localhost")
        return inner.startswith(("/", "?")) and not inner.startswith(("//", "/\\"))

    def _judge_database(self, sent, status, place):
        version = self._version()
        if version == self.seen:
            return
        self.seen = version
        content = self._content()
        if content != self.kept and (sent.method == "GET" or status >= 400):
            names = sorted(name for name in content if content[name] != self.kept.get(name))
            self._note(f"{status} of {place} changed {', '.join(names)}", sent)
        self.kept = content

    def _judge_page(self, sent, response, body):
        tree, (endpoint, arguments) = None, self.maker.where(sent)
        self.rules.add((sent.method, sent.rule))
        text = body.decode("utf-8") if response.mimetype == "text/html" else ""
        if text and skeleton(text) not in self.pages:
            self.pages.add(skeleton(text))
            try:
                tree = parse(text)
            except AssertionError as error:
                self._note(f"{error} on the page of {endpoint} ({response.status_code})", sent)
        self.maker.learn(sent, response.status_code, endpoint, arguments, tree)

    def _note(self, what, sent):
        self.wrong.setdefault(
            what, f"{sent.who}: {sent.method} {sent.path} {sent.data.to_dict(flat=False)!r}"[:600]
        )

    def rewind(self):
        """The log must hold; then the world as it was."""
        with self.app.app_context():
            broken = audit_walk.first_broken()
            if broken is not None:
                self.wrong["the log is broken"] = f"entry {broken}"
            self._close()
        self.watch.close()
        shutil.copy(self.path.with_name("first.db"), self.path)
        for tail in ("-wal", "-shm"):
            self.path.with_name(self.path.name + tail).unlink(missing_ok=True)
        self.watch = sqlite3.connect(self.path, check_same_thread=False)
        self.kept = None


@pytest.fixture
def theatre(template, tmp_path, now):
    """On SQLite: what is slow stays off the second engine."""
    made = Theatre(template, tmp_path)
    yield made
    made.app.logger.removeFilter(made.faults)
    made.watch.close()


@pytest.mark.slow
def test_whatever_is_sent_gets_a_proper_answer(theatre):
    for plan in plans(theatre.cookies, REQUESTS):
        theatre.play(plan)
    theatre.rewind()
    report = "\n".join(f"{what}\n    {how}" for what, how in sorted(theatre.wrong.items()))
    assert theatre.wrong == {}, report
    assert (theatre.done, theatre.statuses[5]) == (REQUESTS, 0)
    assert theatre.statuses[2] > REQUESTS // 5
    assert len(theatre.pages) > REQUESTS // 10
    assert theatre.maker.addresses() - theatre.rules == set()
