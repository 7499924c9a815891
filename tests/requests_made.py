"""Generated requests: what is drawn, and how it becomes a request to the pages there are."""

import dataclasses
import io
import random
import re
from pathlib import Path
from urllib.parse import parse_qsl, quote

from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException
from werkzeug.routing import BuildError

from tests import nasty
from tests.client import HTML

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("accounts", "challenge", "core", "reports", "talent")
NAMES = (
    r"request\.(?:args|form|files|values)\.get(?:list)?\(\s*\"(\w+)\"",
    r"request\.(?:args|form|files)\[\"(\w+)\"\]",
    r"\bFilter\(\"(\w+)\"",
    r"^ {4}(\w+) = \w*Field\(",
)
MODES = ("link", "link", "page", "page", "form", "form", "form", "post")
IN_TURN = ("page", "post")
RARELY = 16  # whoever signs out cannot do much more, and the form for it is on every page
WIDEST = 400  # links and forms kept per person


@dataclasses.dataclass(frozen=True)
class Plan:
    """What is drawn: who, how, which of the known things, and up to five things to change."""

    who: str
    mode: str
    pick: int
    changes: list
    file: tuple


def plans(people, number):
    """So many plans for these people, each time the same; `pick` of pages and posts counts, so that each has its turn."""
    drawn, turns = random.Random(20220531), {}  # noqa: S311  noise, no secrets
    for _ in range(number):
        mode = drawn.choice(MODES)
        turns[mode] = turns.get(mode, -1) + 1
        yield Plan(
            who=drawn.choice(sorted(people)),
            mode=mode,
            pick=turns[mode] if mode in IN_TURN else drawn.randrange(2**20),
            changes=[(drawn.randrange(2**16), nasty.text(drawn)) for _ in range(drawn.randrange(6))],
            file=drawn.choice(nasty.FILES),
        )


@dataclasses.dataclass
class Sent:
    """One request."""

    who: str
    method: str
    path: str
    data: MultiDict
    rule: str = ""


def parameter_names():
    """Every name that a form or a list of the product reads, from its source."""
    found = {"export", "page", "sort", "next", "q"}
    for room in ROOMS:
        for path in (ROOT / room).rglob("*.py"):
            for pattern in NAMES:
                found.update(re.findall(pattern, path.read_text("utf-8"), re.MULTILINE))
    return sorted(found)


class Maker:
    """Turns plans into requests; learns links, forms and good path values from the answers."""

    def __init__(self, app, values):
        self.rules = [rule for rule in app.url_map.iter_rules() if not rule.endpoint.endswith("static")]
        self.adapter = app.url_map.bind("localhost")
        self.values, self.names = values, parameter_names()
        self.good, self.links, self.forms = {}, {}, {}

    def addresses(self):
        """(method, rule) of every page and of everything that can be sent."""
        return {(one, rule.rule) for rule in self.rules for one in rule.methods & {"GET", "POST"}}

    def request(self, plan):
        """The request of a plan, or None when there is nothing to choose from yet."""
        sent = getattr(self, f"_{plan.mode}")(plan)
        return sent or self._page(plan)

    def _page(self, plan):
        rules = [rule for rule in self.rules if "GET" in rule.methods]
        return self._of_rule(plan, rules, "GET")

    def _post(self, plan):
        rules = [rule for rule in self.rules if "POST" in rule.methods]
        return self._of_rule(plan, rules, "POST")

    def _of_rule(self, plan, rules, method):
        rule = rules[plan.pick % len(rules)]
        path = self._path(rule, plan)
        data = MultiDict((self.names[number % len(self.names)], text) for number, text in plan.changes)
        return Sent(plan.who, method, path, data, rule.rule)

    def _path(self, rule, plan):
        chosen = {}
        for place, name in enumerate(sorted(rule.arguments)):
            number, text = (
                plan.changes[place] if place < len(plan.changes) else (plan.pick // len(self.rules), "1")
            )
            known = self.good.get((rule.endpoint, name), [])
            if number % 8 == 0:
                chosen[name] = text or "x"
            elif known and number % 3:
                chosen[name] = known[number % len(known)]
            else:
                chosen[name] = self.values[number % len(self.values)]
        try:
            return self.adapter.build(rule.endpoint, chosen, force_external=False)
        except (BuildError, ValueError, TypeError):  # not a number where a number belongs: send it as it is
            return re.sub(r"<(?:\w+:)?(\w+)>", lambda found: _quoted(chosen[found[1]]), rule.rule)

    def _link(self, plan):
        known = self.links.get(plan.who)
        if not known:
            return None
        path, _, query = known[plan.pick % len(known)].partition("#")[0].partition("?")
        data = MultiDict(parse_qsl(query, keep_blank_values=True))
        for number, text in plan.changes:
            if number % 2:
                self._change(data, number, text)
        return Sent(plan.who, "GET", path, data)

    def _form(self, plan):
        known = self.forms.get(plan.who)
        if not known:
            return None
        method, path, fields, uploads = known[plan.pick % len(known)]
        if path.endswith("/sign-out") and plan.pick % RARELY:
            return None
        data = MultiDict(fields)
        for number, text in plan.changes:
            self._change(data, number, text)
        if method == "GET":
            return Sent(plan.who, method, path.partition("?")[0], data)
        for name in uploads:
            data.add(name, (io.BytesIO(plan.file[1]), plan.file[0]))
        return Sent(plan.who, method, path, data)

    def _change(self, data, number, text):
        names = [*data, self.names[number % len(self.names)]]
        name, what = names[number % len(names)], number // 7 % 6
        if what == 0:
            data.poplist(name)
        elif what == 1:
            data.add(name, text)
        else:
            data[name] = text

    def where(self, sent):
        """Endpoint and path values of a request; (None, {}) for an address that leads nowhere."""
        try:
            return self.adapter.match(sent.path.partition("?")[0], sent.method)
        except HTTPException:
            return None, {}

    def learn(self, sent, status, endpoint, arguments, tree):
        """Remember path values that exist, and what the page offers to this person."""
        if status != 404:
            for name, value in (arguments or {}).items():
                _keep(self.good.setdefault((endpoint, name), []), str(value))
        if tree is None or status not in (200, 422):
            return
        for node in tree.iter(HTML + "a"):
            address = node.get("href") or ""
            if address.startswith(("/", "?")):
                _keep(self.links.setdefault(sent.who, []), _absolute(sent.path, address))
        for form in tree.iter(HTML + "form"):
            _keep(self.forms.setdefault(sent.who, []), _offer(sent.path, form))


def _quoted(value):
    return quote(str(value), safe="")


def _keep(known, one):
    if one not in known:
        known.append(one)
        if len(known) > WIDEST:
            del known[: WIDEST // 4]


def _absolute(path, address):
    return path.partition("?")[0] + address if address.startswith("?") else address


def _offer(path, form):
    fields, uploads = [], []
    for node in form.iter():
        name, kind = node.get("name"), node.get("type")
        if node.tag == HTML + "select" and name:
            fields += [(name, one.get("value", "")) for one in node.iter(HTML + "option")][-1:]
        elif kind == "file":
            uploads.append(name)
        elif node.tag == HTML + "textarea":
            fields.append((name, "".join(node.itertext())))
        elif node.tag in (HTML + "input", HTML + "button") and name:
            fields.append((name, node.get("value", "on" if kind in ("checkbox", "radio") else "")))
    method = (form.get("method") or "get").upper()
    return method, form.get("action") or path, tuple(fields), tuple(uploads)
