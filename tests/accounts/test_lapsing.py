"""Sessions that lapse: idle, after twelve hours, and where one is led back to."""

import pytest

from challenge.states import C
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
    assert answer.location == "/auth/sign-in?next=/account/messages&sent=yes"
    browser.get(answer.location)
    assert "登录已过期，请重新登录。刚才提交的内容没有办理，登录后回到原来的页面。" in browser.text()
    answer = browser.post("/account/messages/read-all", headers={"Referer": "http://evil.example/account"})
    assert answer.location == "/auth/sign-in?sent=yes"


def test_a_form_without_cookies_leads_to_the_sign_in_and_back(app, client, client_of):
    app.config["WTF_CSRF_ENABLED"] = True
    page = {"Referer": "http://localhost/account/messages"}
    answer = client.post("/account/messages/read-all", headers=page)
    assert answer.location == "/auth/sign-in?next=/account/messages&sent=yes"
    browser = client_of(world.user("enterprise"))
    assert browser.post("/account/messages/read-all", headers=page).status_code == 422
    assert "安全校验未通过" in browser.text()
    assert client.post("/auth/sign-in").status_code == 422


def test_an_address_that_is_refused_speaks_of_no_typed_text(client_of):
    row = world.challenge(C.ANNOUNCED)
    browser, path = client_of(world.user("researcher")), f"/challenges/{row.code}/questions/new"
    assert browser.get(path).status_code == 409
    assert "没有保存" not in browser.text()
    assert "填写" not in browser.text()
    assert browser.post(path, data={"text": "怎样测？"}).status_code == 409
    assert "这次没有保存" in browser.text()
