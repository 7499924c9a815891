"""Garbage on every route of the room, by everybody: a sentence or a refusal, never a fault."""

import re

import pytest

from challenge.envoys import actions
from challenge.envoys.assessment import actions as years
from challenge.states import C
from core.database import transaction
from tests import world
from tests.challenge.envoys import scene

FIELDS = (
    *(
        "kind",
        "who",
        "county",
        "industries",
        "starts_on",
        "ends_on",
        "capacity",
        "basis",
        "agreed",
        "is_named",
    ),
    *(
        "topic",
        "text",
        "industry",
        "wanted",
        "reason",
        "envoy",
        "aim",
        "due_on",
        "outcome",
        "matched",
        "rating",
    ),
    *(
        "visited_on",
        "manner",
        "place",
        "people_met",
        "problems",
        "advice",
        "next_step",
        "kept",
        "why",
        "year",
    ),
    "grade",
)
GARBAGE = ("", "\x00𐍈<b>'\"", "x" * 6000)


@pytest.fixture
def village(app):
    """A row for every route, and {name: person}."""
    made = scene.visited()
    scene.offered(made.officer, name="白待聘")
    row = world.challenge(C.LAPSED, author=made.client, handler_id=made.officer.id)
    with transaction():
        asked = actions.ask(made.client, "电堆漏电", "漏电流超标。", "储能")
        years.begin_year(made.officer, 2026)
    people = {"envoy": made.envoy.user, "firm": made.client, "officer": made.officer}
    people |= {name: world.user(name, county="朔城区") for name in ("county", "leader")}
    return made, row, asked, people


def paths(app, made, row, asked):
    """(address, methods) of every route of the room, each with rows that are there."""
    codes = {"missions": made.mission.code, "requests": asked.code, "challenges": row.code}
    for rule in app.url_map.iter_rules():
        if not rule.endpoint.startswith("envoys."):
            continue
        found = next(
            (code for part, code in codes.items() if f"/{part}/<code>" in rule.rule), made.envoy.code
        )
        values = {"code": found, "number": "1", "position": "0", "file_id": "1", "year": "2026"}
        for action in ("cancel", "end", "refuse", "skip_report", "nothing"):
            path = re.sub(
                r"<(?:[^<>:]*:)?(\w+)>", lambda m, v=values | {"action": action}: v[m[1]], rule.rule
            )
            yield path, rule.methods
            if "<action>" not in rule.rule:
                break


def test_nothing_breaks(app, client_of, village):
    made, row, asked, people = village
    every, statuses = sorted({(path, "POST" in how) for path, how in paths(app, made, row, asked)}), {}
    assert len(every) > 35
    for name, person in people.items():
        browser = client_of(person)
        for path, posts in every:
            answers = [
                browser.get(f"{path}?{'&'.join(f'{one}=%00%F0x' for one in ('q', 'state', 'page', 'sort'))}")
            ]
            answers += [browser.post(path, data=dict.fromkeys(FIELDS, text)) for text in GARBAGE if posts]
            for answer in answers:
                statuses.setdefault(answer.status_code, []).append((name, path))
    assert {status for status in statuses if status >= 500} == set()
    assert {200, 302, 403, 404, 405, 422} >= set(statuses) - {409}
    assert len(statuses[422]) > 50
