"""Visits every route: path values from a table, lists with words to search for, other orders and downloads."""

import contextvars
import dataclasses
import html
import io
import itertools
import re
import zipfile

import sqlalchemy as sa
from flask.testing import FlaskClient
from werkzeug.routing import BuildError

from core.database import db
from tests.canary import watchers
from tests.canary.finding import WORDS, found_in, numbers_in

# Files of the product itself, the same for everybody.
FILES_OF_THE_PRODUCT = {"static", "bootstrap.static"}
BID_TABLES = re.compile(
    r"\b(bid|bid_member|sealed_file|receipt|submission_key|bid_content|promise|milestone)\b"
)
# Chance, and what the whole log has come to: other with every request, or with every entry of anybody.
_CHANCE = re.compile(rb'name="csrf_token" value="[^"]*"|\b[0-9a-z]{5}(-[0-9a-z]{5}){3}\b')
_HEADS = re.compile(rb"\b[0-9a-f]{64,128}\b|\b\d+\b")
_SECRET = re.compile(rb"<path[^>]*>|(?:[A-Z2-7]{4} ){3,}[A-Z2-7]{4}")
# What the log says of its own length: numbers of entries and their hashes, whole and in part.
_PLACES = re.compile(
    rb'\b[0-9a-f]{64}\b|<code[^>]*>[0-9a-f]{12}</code>|<td data-label="\S+" class="num">\d+</td>|<v>\d+</v>'
)
_HEAD_ENTRY = re.compile(
    rb'<entry>(?:(?!</entry>).)*<category term="head"(?:(?!</entry>).)*</entry>', re.DOTALL
)
MASKS = {"heads.heads": _HEADS, "heads.heads_document": _HEADS, "feed.feed": _HEAD_ENTRY}
MASKS |= {"log.entries": _PLACES, "second_factor.enrol": _SECRET}
_EXPORT = re.compile(r'href="([^"]*export=xlsx[^"]*)"')
_SORT = re.compile(r'class="sort[^"]*" href="([^"]*)"')
_SEARCH = re.compile(
    r'<input[^>]*type="(?:search|text)"[^>]*name="(\w+)"|<input[^>]*name="(\w+)"[^>]*type="(?:search|text)"'
)


@dataclasses.dataclass(frozen=True)
class Answer:
    """One answer: who asked which page, and what is to be compared and searched."""

    who: str
    endpoint: str
    path: str
    status: int
    body: bytes
    marks: frozenset
    numbers: frozenset
    tables: frozenset

    @property
    def place(self):
        """What the tables of the tests name."""
        return self.endpoint, self.who


class Crawl:
    """One application seen by many, each in a browser that has signed in."""

    def __init__(self, app, cookies, values):
        self.app, self.cookies, self.values = app, cookies, values
        self.teams = {}  # {name of a team's leader: code of the bid}
        self.rules = [one for one in app.url_map.iter_rules() if one.endpoint not in FILES_OF_THE_PRODUCT]
        self.adapter = app.url_map.bind("localhost")
        self.statements = []
        with app.app_context():
            sa.event.listen(db.engine, "before_cursor_execute", self._note)

    def _note(self, _connection, _cursor, statement, *_rest):
        self.statements.append(statement)

    def endpoints(self, method="GET"):
        """Every endpoint that answers this method."""
        return {rule.endpoint for rule in self.rules if method in rule.methods}

    def paths(self, method="GET"):
        """(endpoint, address) of every route that answers this method, once for each of its values."""
        for rule in self.rules:
            if method in rule.methods:
                for values in self._values_of(rule):
                    try:
                        yield rule.endpoint, self.adapter.build(rule.endpoint, values, method=method)
                    except BuildError:
                        continue

    def _values_of(self, rule):
        wanted = sorted(rule.arguments)
        every = itertools.product(*(self._of(rule, one) for one in wanted))
        return [dict(zip(wanted, some, strict=True)) for some in every]

    def _of(self, rule, name):
        choices = getattr(rule._converters[name], "items", None)
        if choices:
            return sorted(choices)[:1]
        near = [one for one in self.values if one[1] == name and rule.rule.startswith(one[0])]
        usual = self.values[max(near, key=lambda one: len(one[0]))] if near else [1]
        return [*usual, *self.values.get((rule.endpoint, name), [])]

    def read(self, people, *, is_brief=False):
        """The answers to these people on every page, and to what the page offers; brief: few ask, nothing is followed."""
        refused, offered = set(), set()
        for endpoint, path in self.paths():
            for who in self._askers(endpoint, path, people)[: watchers.FEW if is_brief else None]:
                # The gate of a page asks who, never for what: other values are refused alike.
                if (endpoint, who) in refused:
                    continue
                answer = self.ask(who, endpoint, path)
                yield answer
                if answer.status in (302, 403):
                    refused.add((endpoint, who))
                elif answer.status == 200 and endpoint not in offered and not is_brief:
                    offered.add(endpoint)
                    yield from self._follow(answer)

    def _askers(self, endpoint, path, people):
        gate = self.app.view_functions[endpoint].gate
        names = [one for one in watchers.chosen(gate, path, self.cookies) if one in people]
        return names + [name for name, code in self.teams.items() if code in path and name in people]

    def _follow(self, answer):
        page = answer.body.decode("utf-8", "ignore")
        links = [*_EXPORT.findall(page)[:1], *_SORT.findall(page)[-1:]]
        for link in links:
            path = html.unescape(link)
            yield self.ask(answer.who, answer.endpoint, answer.path + path if path[0] == "?" else path)
        for first, second in _SEARCH.findall(page)[:1]:
            for word in WORDS:
                found = self.ask(answer.who, answer.endpoint, f"{answer.path}?{first or second}={word}")
                # The page repeats what was looked for; what it finds is compared with what there is without bids.
                yield dataclasses.replace(found, marks=frozenset())

    def post(self, people):
        """The answers to an empty form on every route that takes one, by the first value of its address."""
        for endpoint, path in dict(self.paths("POST")).items():
            for who in self._askers(endpoint, path, people):
                yield self.ask(who, endpoint, path, "POST")

    def ask(self, who, endpoint, path, method="GET", **sent):
        """The answer to one request of this person, in a browser of its own."""
        browser = FlaskClient(self.app, use_cookies=True)
        if self.cookies[who]:
            browser.set_cookie("session", self.cookies[who])
        self.statements.clear()
        # In the context of the test all requests would share one `g`, and so one user.
        response = contextvars.Context().run(browser.open, path, method=method, **sent)
        body = response.get_data()
        tables = frozenset(one for text in self.statements for one in BID_TABLES.findall(text))
        said = b"".join(f"{name}: {value}\n".encode() for name, value in response.headers)
        marks = frozenset(found_in(body) | found_in(said))
        numbers = frozenset(numbers_in(body)) if marks else frozenset()
        response.close()
        return Answer(
            who, endpoint, path, response.status_code, compared(endpoint, body), marks, numbers, tables
        )


def compared(endpoint, data):
    """What of an answer has to be the same."""
    bare = _CHANCE.sub(b"", unpacked(data))
    return MASKS[endpoint].sub(b"", bare) if endpoint in MASKS else bare


def unpacked(data):
    """A workbook as its sheets (its properties carry the time of the host), anything else as it is."""
    if not data.startswith(b"PK"):
        return data
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        return b"".join(book.read(name) for name in sorted(book.namelist()) if "docProps" not in name)
