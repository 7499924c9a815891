"""Every route, asked by everybody who may: no mark and no difference before opening, and then only where it belongs.

With FULL_CRAWL=1 in the environment everybody outside asks for everything: minutes instead of seconds.
"""

import re

import pytest

from tests.canary import scenes
from tests.canary.expected import ABOUT_OTHERS, DIGESTS, NAMES_THE_LIST, OPENED, TEAM_SEES, UNREACHED
from tests.canary.finding import found_in
from tests.schema import SqliteTemplate

pytestmark = pytest.mark.slow
BEFORE = ("none", "none, closed", "one", "twenty", "posted", "twenty, closed")
DIGEST = re.compile(rb"\b[0-9a-f]{64}\b")
GATE = {"bid", "bid_member"}  # what is asked before somebody is refused


@pytest.fixture(scope="module")
def seen(template, tmp_path_factory):
    """What everybody saw in each scene."""
    if not isinstance(template, SqliteTemplate):
        pytest.skip("the scenes are copies of a file; what rests in a server's tables is tested beside this")
    return scenes.played(template, tmp_path_factory.mktemp("crawl"))


def outside(seen, *names):
    """Answers of these scenes to those in no marked team."""
    return [one for name in names for one in seen.answers[name] if one.who in seen.outsiders]


def differing(seen, before, after):
    """Pages of which somebody outside the teams was told something else: {endpoint: (before, after)}."""
    old = {(one.who, one.path): one for one in outside(seen, before)}
    pairs = [(old.get((one.who, one.path)), one) for one in outside(seen, after)]
    pairs = [(was, now) for was, now in pairs if was is not None]
    assert len(pairs) > 50
    return {
        was.endpoint: (was, now) for was, now in pairs if (was.status, was.body) != (now.status, now.body)
    }


def test_no_answer_before_opening_carries_a_mark(seen):
    assert {one.place for one in outside(seen, *BEFORE) if one.marks} == set()
    assert found_in(seen.log.encode()) == set()
    # The test of the test: the teams are asked in the same way.
    team = [one for one in seen.answers["twenty"] if one.who not in seen.outsiders]
    assert {one.endpoint for one in team if one.marks} == TEAM_SEES


def test_no_answer_is_a_fault(seen):
    every = [one for name in seen.answers for one in seen.answers[name]]
    assert {one.place for one in every if one.status >= 500} == set()


def test_every_route_is_reached(seen):
    """A new route needs values for its address in scenes.py, or a reason in expected.py."""
    reached = {
        one.endpoint for name in ("twenty", "opened") for one in seen.answers[name] if one.status == 200
    }
    missed = seen.endpoints - reached
    assert missed == set(UNREACHED), f"nobody reaches {sorted(missed - set(UNREACHED))}"


def test_before_the_deadline_nothing_differs(seen):
    assert differing(seen, "none", "twenty") == {}
    assert differing(seen, "none", "one") == {}


def test_from_the_deadline_on_only_digests_are_added(seen):
    found = differing(seen, "none, closed", "twenty, closed")
    assert set(found) == DIGESTS
    for was, now in found.values():
        assert len(DIGEST.findall(now.body)) - len(DIGEST.findall(was.body)) in (18, 36), was.endpoint


def test_whoever_is_refused_a_bid_is_refused_as_if_there_were_none(seen):
    refused = {}
    for one in outside(seen, "twenty"):
        parts = one.path.split("/")
        if one.path.startswith("/desk/bids/") and parts[3] in (*seen.codes, scenes.UNKNOWN):
            bare = one.body.replace(parts[3].encode(), b"")
            refused.setdefault((one.who, one.endpoint), set()).add((one.status, bare))
    assert {place for place, answers in refused.items() if len(answers) > 1} == set()
    assert {status for answers in refused.values() for status, _ in answers} == {404}
    assert len(refused) > 100


def test_before_opening_no_request_of_a_stranger_reads_the_tables_of_bids(seen):
    """But to refuse it, and about lists and bids of others, see ABOUT_OTHERS."""
    asked = [one for one in outside(seen, "twenty", "posted") if one.who != "rival"]
    read = [one for one in asked if one.tables and not (one.status == 404 and one.tables <= GATE)]
    found = {one.endpoint for one in read}
    assert found == set(ABOUT_OTHERS), f"read by {sorted(found - set(ABOUT_OTHERS))}"
    named = {one.endpoint for one in asked if one.tables and any(code in one.path for code in seen.lists)}
    assert named == NAMES_THE_LIST


def test_after_opening_the_marks_are_where_they_belong_and_nowhere_else(seen):
    found = {}
    for one in seen.answers["opened"]:
        if one.marks:
            found.setdefault(one.endpoint, set()).add(one.who)
    assert found == OPENED


def test_what_was_not_handed_in_stays_closed_after_the_opening(seen):
    shown = {number for one in outside(seen, "opened") for number in one.numbers}
    assert shown == {seen.numbers["custodians", "sealed"], seen.numbers["platform", "replacing"]}
