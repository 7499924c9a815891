"""Sign-in and sign-out in the browser: right and wrong turns, lock-out, lapsed sessions, open duties."""

import pyotp
import pytest
import sqlalchemy as sa

from accounts import attempts, passwords, totp
from accounts.models import SignInAttempt, SignInSession
from accounts.states import UserState
from core import audit
from core.database import db, transaction
from tests import world

WRONG = "用户名或密码不正确。"


def sign_in(client, user, password=world.PASSWORD, **more):
    name = user if isinstance(user, str) else user.username
    return client.post("/auth/sign-in", data={"username": name, "password": password, **more})


def with_device(user):
    secret = totp.new_secret()
    with transaction():
        user.totp_secret = totp.sealed(secret, user)
    return secret


def code(secret, now):
    return pyotp.TOTP(secret).at(now())


@pytest.fixture
def person(app):
    world.user("enterprise", password="Another-Kiln-77")
    return world.user("enterprise", password=world.PASSWORD)


def test_a_person_signs_in_and_out(client, person):
    answer = sign_in(client, f"  {person.username.upper()} ")
    assert (answer.status_code, answer.location) == (302, "/desk")
    assert client.get("/account").status_code == 200
    rows = db.session.scalars(sa.select(SignInSession)).all()
    assert [(row.user_id, row.ended_at) for row in rows] == [(person.id, None)]
    assert audit.head().action == "session.start"
    assert client.post("/auth/sign-out").location == "/auth/sign-in"
    db.session.expire_all()
    assert rows[0].ended_at is not None
    assert client.get("/account").location == "/auth/sign-in?next=/account"


def test_the_session_gets_a_new_id_at_sign_in(client, person):
    client.get("/auth/sign-in")
    with client.session_transaction() as cookie:
        cookie["sid"] = "planted by an attacker"
        cookie["csrf_token"] = "planted too"
    sign_in(client, person)
    with client.session_transaction() as cookie:
        assert set(cookie) == {"_permanent", "sid"} or set(cookie) == {"sid"}
        assert len(cookie["sid"]) == 43


def test_the_cookie_alone_is_worth_nothing_after_signing_out(client, person):
    sign_in(client, person)
    with client.session_transaction() as cookie:
        stolen = cookie["sid"]
    client.post("/auth/sign-out")
    with client.session_transaction() as cookie:
        cookie["sid"] = stolen
    assert client.get("/account").status_code == 302


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "/\\evil.example", "/nowhere"])
def test_no_open_redirect(client, person, target):
    assert sign_in(client, person, next=target).location == "/desk"


def test_back_to_the_page_one_came_from(client, person):
    answer = client.get("/account/messages?state=unread")
    assert answer.location == "/auth/sign-in?next=/account/messages?state%3Dunread"
    client.get(answer.location)
    assert [node.get("value") for node in client.all("input", name="next")] == [
        "/account/messages?state=unread"
    ]
    assert (
        sign_in(client, person, next="/account/messages?state=unread").location
        == "/account/messages?state=unread"
    )


def test_who_is_signed_in_needs_no_form(client, person):
    sign_in(client, person)
    assert client.get("/auth/sign-in?next=/account").location == "/account"


def test_wrong_password_and_unknown_name_get_the_same_answer(client, person):
    answers = []
    for name in (person.username, "nobody.here"):
        answer = sign_in(client, name, "Wrong-Password-1")
        assert (answer.status_code, WRONG in client.text()) == (422, True)
        answers.append(answer.get_data(as_text=True).replace(name, "NAME"))
    assert answers[0] == answers[1]


def test_as_many_hashes_for_an_unknown_name(client, person, monkeypatch):
    calls = []
    genuine = passwords._hasher

    class Counting:
        def verify(self, *facts):
            calls.append(facts[0])
            return genuine.verify(*facts)

        def check_needs_rehash(self, stored):
            return genuine.check_needs_rehash(stored)

    monkeypatch.setattr(passwords, "_hasher", Counting())
    sign_in(client, person, "Wrong-Password-1")
    sign_in(client, "nobody.here", "Wrong-Password-1")
    assert calls == [person.password_hash, passwords._dummy()]


@pytest.mark.parametrize("exists", [True, False])
def test_five_failures_lock_for_fifteen_minutes(client, person, now, exists):
    name = person.username if exists else "nobody.here"
    for _ in range(5):
        assert sign_in(client, name, "Wrong-Password-1").status_code == 422
    locked = sign_in(client, name, world.PASSWORD)
    assert (locked.status_code, locked.headers["Retry-After"]) == (429, "900")
    assert "连续多次登录失败，请在 15 分钟后再试。" in client.text()
    now.forward(minutes=14, seconds=59)
    assert sign_in(client, name, world.PASSWORD).status_code == 429
    now.forward(seconds=2)
    assert sign_in(client, name, world.PASSWORD).status_code == (302 if exists else 422)
    assert (
        db.session.scalar(sa.select(sa.func.count()).where(audit.AuditEntry.action == "sign_in.locked")) == 1
    )


def test_the_lock_is_per_account_and_address(client, person):
    other = world.user("enterprise", password=world.PASSWORD)
    for _ in range(5):
        sign_in(client, person, "Wrong-Password-1")
    assert sign_in(client, person).status_code == 429
    assert sign_in(client, other).status_code == 302
    elsewhere = {"username": person.username, "password": world.PASSWORD}
    answer = client.post("/auth/sign-in", data=elsewhere, environ_base={"REMOTE_ADDR": "10.0.0.9"})
    assert answer.status_code == 302


def test_a_success_forgives_earlier_failures(client, person):
    for _ in range(4):
        sign_in(client, person, "Wrong-Password-1")
    assert sign_in(client, person).status_code == 302
    client.post("/auth/sign-out")
    for _ in range(4):
        assert sign_in(client, person, "Wrong-Password-1").status_code == 422
    assert sign_in(client, person).status_code == 302


def test_one_address_that_tries_many_accounts_is_stopped(client, person, app, now):
    with app.test_request_context(environ_base={"REMOTE_ADDR": "127.0.0.1"}), transaction():
        key = attempts._key("address", "")
        db.session.add_all(SignInAttempt(key=key, at=now(), succeeded=False) for _ in range(59))
    sign_in(client, "guess.sixty", "Wrong-Password-1")
    assert sign_in(client, person).status_code == 429
    now.forward(minutes=15)
    assert sign_in(client, person).status_code == 302


def test_attempts_survive_the_refused_request_and_name_nobody(client, person):
    sign_in(client, person, "Wrong-Password-1")
    rows = db.session.scalars(sa.select(SignInAttempt)).all()
    assert [row.succeeded for row in rows] == [False, False]
    assert all(len(row.key) == 64 and person.username not in row.key for row in rows)


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        (UserState.PENDING, "您的注册申请正在审核，通过后即可登录。"),
        (UserState.STOPPED, "您的账号已停用，请与我局联系。"),
    ],
)
def test_only_who_knows_the_password_hears_of_the_state(client, state, sentence):
    closed = world.user("enterprise", password=world.PASSWORD, state=state)
    assert sign_in(client, closed).status_code == 422
    assert sentence in client.text()
    sign_in(client, closed, "Wrong-Password-1")
    assert WRONG in client.text()
    assert sentence not in client.text()


def test_empty_fields_keep_the_name(client):
    assert sign_in(client, "someone.typed", "").status_code == 422
    assert "请填写密码。" in client.text()
    assert client.all("input", name="username")[0].get("value") == "someone.typed"


def test_a_second_factor_is_asked_and_works_once(client, now):
    officer = world.user("officer", password=world.PASSWORD)
    secret = with_device(officer)
    assert sign_in(client, officer, next="/account").location == "/auth/second-factor"
    assert client.get("/account").status_code == 302
    assert client.get("/auth/second-factor").status_code == 200
    assert client.post("/auth/second-factor", data={"code": "000000"}).status_code == 422
    answer = client.post("/auth/second-factor", data={"code": code(secret, now)})
    assert (answer.status_code, answer.location) == (302, "/account")
    assert client.get("/account").status_code == 200
    client.post("/auth/sign-out")
    sign_in(client, officer)
    assert client.post("/auth/second-factor", data={"code": code(secret, now)}).status_code == 422
    assert "验证码不正确或已用过" in client.text()
    now.forward(seconds=30)
    assert client.post("/auth/second-factor", data={"code": code(secret, now)}).status_code == 302


def test_a_recovery_code_works_once(client):
    officer = world.user("officer", password=world.PASSWORD)
    with_device(officer)
    with transaction():
        spare = totp.new_recovery_codes(officer)
    for status in (302, 422):
        sign_in(client, officer)
        answer = client.post("/auth/second-factor", data={"code": spare[3].lower().replace("-", " ")})
        assert answer.status_code == status
        client.post("/auth/sign-out")
    assert totp.codes_left(officer) == 9


def test_five_wrong_codes_lock(client, now):
    officer = world.user("officer", password=world.PASSWORD)
    secret = with_device(officer)
    sign_in(client, officer)
    for _ in range(5):
        assert client.post("/auth/second-factor", data={"code": "000000"}).status_code == 422
    locked = client.post("/auth/second-factor", data={"code": code(secret, now)})
    assert (locked.status_code, locked.headers["Retry-After"]) == (429, "900")
    assert "连续多次验证失败，请在 15 分钟后再试。" in client.text()


def test_the_second_step_lapses_after_ten_minutes(client, now):
    officer = world.user("officer", password=world.PASSWORD)
    secret = with_device(officer)
    sign_in(client, officer)
    now.forward(minutes=10)
    assert client.post("/auth/second-factor", data={"code": code(secret, now)}).location == "/auth/sign-in"
    assert client.get("/auth/second-factor").location == "/auth/sign-in"


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


def test_a_person_without_second_factor_is_led_to_it(client):
    officer = world.user("officer", password=world.PASSWORD)
    sign_in(client, officer)
    for page in ("/account", "/desk/accounts", "/account/messages"):
        assert client.get(page).location == "/account/second-factor"
    assert client.get("/account/second-factor").status_code == 200
    assert "您的角色须使用动态验证码登录" in client.text()
    assert client.post("/account/messages/read-all").location == "/account/second-factor"
    assert client.post("/auth/sign-out").location == "/auth/sign-in"


def test_the_demonstration_waives_the_second_factor(client, app):
    app.config["DEMO"] = True
    officer = world.user("officer", password=world.PASSWORD)
    sign_in(client, officer)
    assert client.get("/account").status_code == 200


def test_demo_accounts_stand_on_the_page_in_demo_mode_only(client, app):
    from core import settings

    with transaction():
        settings.put("demo_accounts", [{"username": "officer", "name": "柳经办", "role_label": "经办"}])
        settings.put("demo_password", "Demo-Pass-1")
    client.get("/auth/sign-in")
    assert "柳经办" not in client.text()
    assert "Demo-Pass-1" not in client.text()
    with transaction():
        settings.put("demo", True)
    app.config["DEMO"] = True
    client.get("/auth/sign-in")
    assert "柳经办" in client.text()
    assert "Demo-Pass-1" in client.text()


def test_an_old_hash_is_renewed(client, person):
    from argon2 import PasswordHasher

    with transaction():
        person.password_hash = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1).hash(world.PASSWORD)
    assert sign_in(client, person).status_code == 302
    db.session.expire_all()
    assert person.password_hash.startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_without_token_no_form_is_taken(app, person):
    app.config["WTF_CSRF_ENABLED"] = True
    browser = app.test_client()
    assert sign_in(browser, person).status_code == 422
    assert db.session.scalar(sa.select(sa.func.count(SignInSession.id))) == 0
