"""Sessions that lapse: idle, after twelve hours, and where one is led back to."""

import pytest

from tests import world


@pytest.mark.parametrize(("role", "minutes"), [("enterprise", 30), ("officer", 15)])
def test_an_idle_session_lapses_and_leads_back(client_of, now, role, minutes):
    browser = client_of(world.user(role))
    now.forward(minutes=minutes)
    assert browser.get("/account").status_code == 200
    now.forward(minutes=minutes, seconds=1)
    answer = browser.get("/account/messages")
    assert answer.location == "/auth/sign-in?next=/account/messages"
    browser.get(answer.location)
    assert "登录已过期" in browser.text()


def test_a_session_ends_after_twelve_hours_however_busy(client_of, now):
    browser = client_of(world.user("enterprise"))
    for _ in range(12 * 3):
        now.forward(minutes=20)
        assert browser.get("/account").status_code == 200
    now.forward(seconds=1)
    assert browser.get("/account").status_code == 302


def test_a_post_under_a_lapsed_session_leads_back_to_its_page(client_of, now):
    browser = client_of(world.user("enterprise"))
    now.forward(minutes=31)
    answer = browser.post(
        "/account/messages/read-all", headers={"Referer": "http://localhost/account/messages"}
    )
    assert answer.location == "/auth/sign-in?next=/account/messages"
    answer = browser.post("/account/messages/read-all", headers={"Referer": "http://evil.example/account"})
    assert answer.location == "/auth/sign-in"
