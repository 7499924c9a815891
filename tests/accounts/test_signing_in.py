"""Sign-in and sign-out: right and wrong turns, back to where one was, the same answer for the unknown."""

import pytest
import sqlalchemy as sa

from accounts import passwords
from accounts.models import SignInSession
from accounts.states import UserState
from core import audit
from core.database import db, transaction
from tests import world
from tests.accounts.door import WRONG, sign_in


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
