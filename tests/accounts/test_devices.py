"""The own second device: bound, its recovery codes, and what asks for it again (step-up)."""

import pyotp
import pytest
import sqlalchemy as sa

from accounts import totp
from accounts.models import RecoveryCode
from core.database import db, transaction
from tests import world


@pytest.fixture
def person(app):
    world.user("researcher", password="Another-Kiln-77")
    return world.user("researcher", password=world.PASSWORD, email="own@example.com", phone="0349-1234567")


def bind(browser, now, answer=None):
    browser.get("/account/second-factor")
    secret = next(node for node in browser.all("span", class_="code")).text.replace(" ", "")
    return secret, browser.post(
        "/account/second-factor", data={"code": answer or pyotp.TOTP(secret).at(now())}
    )


def test_binding_a_device_gives_recovery_codes_once(client_of, person, now):
    browser, other = client_of(person), client_of(person)
    secret, answer = bind(browser, now)
    assert answer.status_code == 200
    assert len(browser.all("span", class_="code")) == 10
    db.session.expire_all()
    assert totp.opened(person.totp_secret, person) == secret
    assert secret.encode() not in person.totp_secret
    shown = [node.text for node in browser.all("span", class_="code")]
    stored = db.session.scalars(sa.select(RecoveryCode.code_hash)).all()
    assert len(stored) == 10
    assert not set(stored) & set(shown)
    assert other.get("/account").status_code == 302
    browser.get("/account")
    assert "剩余 10 个恢复码" in browser.text()


def test_the_picture_scales_as_a_whole_and_carries_no_style(client_of, person):
    browser = client_of(person)
    browser.get("/account/second-factor")
    picture = next(
        node for node in browser.page.iter("{http://www.w3.org/2000/svg}svg") if node.get("class") == "segno"
    )
    assert (picture.get("viewBox", "")[:4], picture.get("width")) == ("0 0 ", None)
    assert not [node for node in picture.iter() if node.get("style")]


def test_a_wrong_code_binds_nothing(client_of, person, now):
    browser = client_of(person)
    secret, answer = bind(browser, now, answer="000000")
    assert answer.status_code == 422
    again = next(node for node in browser.all("span", class_="code")).text.replace(" ", "")
    assert again == secret
    db.session.expire_all()
    assert person.totp_secret is None


def test_an_officer_binds_and_goes_on(client, now):
    officer = world.user("officer", password=world.PASSWORD)
    client.post("/auth/sign-in", data={"username": officer.username, "password": world.PASSWORD})
    assert bind(client, now)[1].status_code == 200
    assert client.get("/account").status_code == 200


def test_new_recovery_codes_replace_the_old(client_of, person, now):
    browser = client_of(person)
    bind(browser, now)
    old = [node.text for node in browser.all("span", class_="code")]
    assert browser.post("/account/second-factor/recovery-codes").status_code == 200
    new = [node.text for node in browser.all("span", class_="code")]
    assert (len(new), set(old) & set(new)) == (10, set())
    with transaction():
        assert (totp.accepts(person, old[0]), totp.accepts(person, new[0])) == (False, True)


def test_a_code_of_the_last_and_of_the_next_step_is_accepted(app, now):
    secret = totp.new_secret()
    generator, step = pyotp.TOTP(secret), int(now().timestamp()) // 30
    found = [totp.step_of(secret, generator.generate_otp(step + shift)) for shift in (-2, -1, 0, 1, 2)]
    assert found == [None, step - 1, step, step + 1, None]
    assert totp.step_of(secret, generator.generate_otp(step), after=step) is None


def test_an_act_of_consequence_asks_again_after_ten_minutes(client_of, person, now):
    browser = client_of(person)
    assert browser.get("/account/contact").status_code == 200
    now.forward(minutes=10, seconds=1)
    answer = browser.get("/account/contact")
    assert answer.location == "/account/step-up?next=/account/contact"
    assert browser.post("/account/contact", data={"email": "evil@example.com"}).status_code == 302
    assert "本次操作尚未办理" in browser.get("/account/step-up").get_data(as_text=True)
    db.session.expire_all()
    assert person.email == "own@example.com"
    assert browser.post("/account/step-up", data={"secret": "Wrong-Password-1"}).status_code == 422
    answer = browser.post("/account/step-up", data={"secret": world.PASSWORD, "next": "/account/contact"})
    assert answer.location == "/account/contact"
    assert browser.get("/account/contact").status_code == 200


def test_step_up_by_code(client_of, person, now):
    browser = client_of(person)
    secret, _ = bind(browser, now)
    now.forward(minutes=11)
    fresh = pyotp.TOTP(secret).at(now())
    assert (
        browser.post("/account/step-up", data={"secret": fresh, "next": "//evil.example"}).location == "/desk"
    )
    now.forward(minutes=11)
    assert browser.post("/account/step-up", data={"secret": fresh}).status_code == 422


def test_five_wrong_step_ups_lock(client_of, person):
    browser = client_of(person)
    for _ in range(5):
        browser.post("/account/step-up", data={"secret": "Wrong-Password-1"})
    locked = browser.post("/account/step-up", data={"secret": world.PASSWORD})
    assert (locked.status_code, locked.headers["Retry-After"]) == (429, "900")
    assert "连续多次验证失败，请在 15 分钟后再试。" in browser.text()


def test_the_demonstration_waives_step_up(client_of, person, now, app):
    app.config["DEMO"] = True
    browser = client_of(person)
    now.forward(minutes=20)
    assert browser.get("/account/contact").status_code == 200
