"""Until the deadline nobody outside the team learns anything: no bid table read, every page equal byte for byte."""

import datetime as dt
import io
import re
import zipfile

import pytest

from accounts import mailbox
from accounts.models import Message
from challenge.bidding import rules
from challenge.states import C
from core import workflow
from core.database import db, transaction
from tests import bids, world

BID_TABLES = re.compile(r"\b(bid|bid_member|sealed_file|receipt|submission_key|bid_content|promise)\b")
# Whoever may bid is asked about the own bids here; what the pages show is compared below.
OWN = {"/desk", "/desk/bids"}
# Being read is itself an entry of the log there, so the page differs from one look to the next.
LOGS_ITS_READERS = {"/desk/log", "/desk/looks", "/account/export"}
MASKED = (
    re.compile(rb'name="csrf_token" value="[^"]*"'),
    re.compile(rb"\b[0-9a-f]{64}\b"),
    re.compile(
        rb"\b[0-9a-z]{5}(-[0-9a-z]{5}){3}\b"
    ),  # the phrase of chance that the draw's page offers for a seed
)


@pytest.fixture
def challenge(app):
    """An open list with an officer in charge."""
    return world.challenge(C.OPEN, handler_id=world.user("officer").id)


def people_of(challenge):
    """Everybody who must learn nothing, by name."""
    return {
        "officer in charge": challenge.handler,
        "leader": world.user("leader"),
        "supervisor": world.user("supervisor"),
        "auditor": world.user("auditor"),
        "admin": world.user("admin"),
        "poster": world.user("enterprise", organisation_id=challenge.organisation_id),
        "stranger": world.user("researcher"),
    }


def addresses(app, challenge):
    """Every page that needs no argument or only the code of a list."""
    for rule in app.url_map.iter_rules():
        if "GET" in rule.methods and rule.endpoint != "static" and rule.arguments <= {"code"}:
            if rule.arguments and "/challenges/<code>" not in rule.rule:
                continue
            yield re.sub(r"<[^>]*code>", challenge.code, rule.rule)


def browsers(client, client_of, challenge):
    """A browser per person, one without sign-in, and whether the person may bid."""
    yield "public", client, False
    for name, user in people_of(challenge).items():
        yield name, client_of(user), name in ("poster", "stranger")


def test_no_request_by_a_non_member_reads_a_bid_table(app, client, client_of, queries, challenge):
    for _ in range(2):
        bids.sealed(challenge)
    bids.drafted(challenge)
    read, answered = [], 0
    for name, browser, bids_too in browsers(client, client_of, challenge):
        for path in addresses(app, challenge):
            if bids_too and path in OWN:
                continue
            with queries() as seen:
                status = browser.get(path).status_code
            answered += status == 200
            touched = [text for text in seen if BID_TABLES.search(text)]
            if status == 200 and touched:
                read.append((name, path, touched[0][:160]))
    assert read == []
    assert answered > 20


def bodies(app, browser, challenge):
    """Body of every page that answers 200, with tokens and heads of the log masked."""
    found = {}
    for path in addresses(app, challenge):
        if path in LOGS_ITS_READERS:
            continue
        answer = browser.get(path)
        if answer.status_code == 200:
            text = unpacked(answer.data)
            for mask in MASKED:
                text = mask.sub(b"", text)
            found[path] = text
    return found


def unpacked(data):
    """A workbook as its sheets (its properties carry the time of the host), anything else as it is."""
    if not data.startswith(b"PK"):
        return data
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        return b"".join(book.read(name) for name in sorted(book.namelist()) if "docProps" not in name)


def differing(now_seen, before):
    """(who, page, first differing line) of every page that changed."""
    found = []
    for name, pages in before.items():
        for path in sorted(pages.keys() | now_seen[name].keys()):
            old, new = (one.get(path, b"").decode("utf-8", "replace") for one in (pages, now_seen[name]))
            if old != new:
                lines = [line for line in new.splitlines() if line not in old.splitlines()]
                found.append((name, path, lines[:2]))
    return found


def test_pages_are_equal_for_no_one_and_twenty_bids(app, client, client_of, challenge):
    bidders = [world.user("researcher") for _ in range(20)]
    watchers = [(name, browser) for name, browser, _ in browsers(client, client_of, challenge)]

    def seen(people):
        return {name: bodies(app, browser, challenge) for name, browser in people}

    none = seen(watchers)
    bids.sealed(challenge, bidders[0])
    public = watchers[:1]
    assert differing(seen(public), {"public": none["public"]}) == []
    for bidder in bidders[1:]:
        bids.sealed(challenge, bidder)
    assert differing(seen(watchers), none) == []
    assert f"/challenges/{challenge.code}" in none["public"]


def test_a_strangers_message_does_not_count_those_of_bidders(client_of, challenge):
    stranger = world.user("researcher")
    bids.sealed(challenge)
    with transaction():
        mailbox.tell([stranger], "通知")
    row = db.session.scalar(db.select(Message).filter_by(user_id=stranger.id))
    browser = client_of(stranger)
    page = browser.get("/account/messages").get_data(as_text=True)
    assert row.id > 1
    assert re.findall(r"/account/messages/(\w+)/open", page) == [row.key]
    assert len(row.key) == 16


def test_the_log_hides_the_entries_of_sealed_bids(client_of, challenge):
    bid = bids.sealed(challenge)
    browser = client_of(world.user("auditor"))
    browser.get("/desk/log")
    assert "提交并密封" not in browser.text()
    assert f"bid:{bid.id}" not in browser.text()


def test_from_the_deadline_the_public_page_adds_only_the_digests(client, challenge, now):
    bid = bids.sealed(challenge)
    assert client.get(f"/challenges/{challenge.code}/opening").status_code == 200
    assert bid.digest not in client.text()
    now.instant = challenge.deadline
    client.get(f"/challenges/{challenge.code}/opening")
    assert bid.digest in client.text()
    for secret in (bid.organisation.name, bid.code, bid.leader.display_name, "独门绝技"):
        assert secret not in client.text()


def test_a_suspended_list_shows_no_digest_though_its_old_deadline_passes(client, challenge, now):
    bid = bids.sealed(challenge)
    leader = world.user("leader")
    with transaction():
        workflow.apply(leader, challenge, "suspend", reason="核实情况")
    now.instant = challenge.deadline + dt.timedelta(days=1)
    client.get(f"/challenges/{challenge.code}/opening")
    assert bid.digest not in client.text()
    with transaction():
        workflow.apply(leader, challenge, "resume", reason="已核实")
    assert rules.list_takes_bids(bids.find(bid.code)) is None
    client.get(f"/challenges/{challenge.code}/opening")
    assert bid.digest not in client.text()


@pytest.mark.parametrize(
    "role", ["officer", "leader", "supervisor", "admin", "auditor", "researcher", "enterprise"]
)
def test_a_strangers_bid_does_not_exist(client_of, challenge, role):
    bid = bids.sealed(challenge)
    browser = client_of(world.user(role))
    home = f"/desk/bids/{bid.code}"
    for path in (
        "",
        "/history",
        "/submit",
        "/members",
        "/coverage",
        "/coverage/1",
        "/files",
        "/edit/plan",
        "/receipts/1",
        "/receipts/1.json",
    ):
        assert browser.get(home + path).status_code == 404, path
    for path in ("/submit", "/replace", "/replace/drop", "/steps/withdraw", "/members/account", "/files"):
        assert browser.post(home + path).status_code == 404, path
    assert browser.get(f"{home}/copy.zip").status_code == 404
