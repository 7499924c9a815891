"""The page of the demonstration clock."""

import pytest

from challenge.states import C
from core import audit, clock, settings
from tests import world


@pytest.fixture
def demo(app):
    """The application as a demonstration."""
    app.config["DEMO"] = True
    return app


def test_outside_a_demonstration_there_is_no_such_page(app, client):
    assert client.get("/demo/clock").status_code == 404
    assert client.post("/demo/clock", data={"days": "1"}).status_code == 404
    assert settings.get("demo_clock_days") is None


def test_the_page_shows_where_the_clock_stands_and_what_comes(demo, client):
    near = world.challenge(C.OPEN)
    page = client.get("/demo/clock")
    assert page.status_code == 200
    assert "2026 年 9 月 16 日" in page.text or "2026-09-16" in page.text
    assert near.title in page.text
    days = (near.deadline - clock.now()).days + 1
    assert f"拨快 {days} 天，到此之后" in page.text


def test_anybody_moves_it_and_the_log_names_who(demo, client, client_of):
    officer = world.user("officer")
    before = clock.now()
    assert client.post("/demo/clock", data={"days": "1"}).status_code == 302
    assert client_of(officer).post("/demo/clock", data={"days": "7"}).status_code == 302
    assert (clock.now() - before).days == 8
    names = [one.actor_name for one in audit.entries_of("demo_clock:1")]
    assert names == ["系统", officer.display_name]


def test_who_is_signed_in_stays_signed_in(demo, client_of):
    browser = client_of(world.user("researcher"))
    browser.post("/demo/clock", data={"days": "30"})
    assert browser.get("/desk").status_code == 200


@pytest.mark.parametrize("days", ["", "0", "366", "zwei"])
def test_a_bad_number_is_said_at_the_field(demo, client, days):
    answer = client.post("/demo/clock", data={"days": days})
    assert answer.status_code == 422
    assert "请" in answer.text
    assert settings.get("demo_clock_days") is None


def test_past_the_deadline_the_list_is_closed(demo, client):
    challenge = world.challenge(C.OPEN)
    days = (challenge.deadline - clock.now()).days + 1
    client.post("/demo/clock", data={"days": str(days)})
    assert challenge.is_past_deadline
