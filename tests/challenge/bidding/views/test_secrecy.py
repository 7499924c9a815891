"""Until the deadline nobody outside the team learns anything; tests/canary asks every route, here are the single places."""

import datetime as dt
import re

import pytest

from accounts import mailbox
from accounts.models import Message
from challenge.bidding import rules
from challenge.states import C
from core import workflow
from core.database import db, transaction
from tests import bids, world


@pytest.fixture
def challenge(app):
    """An open list with an officer in charge."""
    return world.challenge(C.OPEN, handler_id=world.user("officer").id)


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
