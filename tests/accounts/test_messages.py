"""The own messages: read by post, never leading outside, a fixed number of queries."""

import pytest

from accounts.models import Message
from core import clock
from core.database import db, transaction
from tests import world


@pytest.fixture
def person(app):
    world.user("researcher", password="Another-Kiln-77")
    return world.user("researcher", password=world.PASSWORD, email="own@example.com", phone="0349-1234567")


def message(user, subject, **facts):
    row = Message(user_id=user.id, subject=subject, created_at=clock.now(), **facts)
    with transaction():
        db.session.add(row)
    return row


def test_messages_are_read_by_post_only(client_of, person):
    noise = message(world.user("researcher"), "别人的信")
    first, second = message(person, "第一封", path="/account"), message(person, "第二封", body="正文")
    browser = client_of(person)
    browser.get("/account/messages")
    assert "2 条未读。" in browser.text()
    assert "别人的信" not in browser.text()
    assert (first.read_at, second.read_at) == (None, None)
    assert browser.post(f"/account/messages/{first.key}/open").location == "/account"
    assert browser.post(f"/account/messages/{noise.key}/open").status_code == 404
    browser.get("/account/messages?state=unread")
    assert ("第一封" in browser.text(), "第二封" in browser.text()) == (False, True)
    browser.post("/account/messages/read-all")
    db.session.expire_all()
    assert (second.read_at is None, noise.read_at is None) == (False, True)


def test_a_message_never_leads_outside(client_of, person):
    row = message(person, "信", path="//evil.example")
    assert client_of(person).post(f"/account/messages/{row.key}/open").location == "/account/messages"


def test_messages_take_the_same_number_of_queries(client_of, person, queries):
    browser, counts = client_of(person), []
    message(person, "信 0")
    browser.get("/account/messages")
    for upto in (1, 30):
        for number in range(upto):
            message(person, f"信 {number}")
        with queries() as seen:
            browser.get("/account/messages")
        counts.append(len(seen))
    assert counts[0] == counts[1]
