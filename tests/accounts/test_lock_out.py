"""Lock-out: per account and address, forgiven by a success, counted although the request is refused."""

import pytest
import sqlalchemy as sa

from accounts import attempts
from accounts.models import SignInAttempt
from core import audit
from core.database import db, transaction
from tests import world
from tests.accounts.door import sign_in


@pytest.fixture
def person(app):
    world.user("enterprise", password="Another-Kiln-77")
    return world.user("enterprise", password=world.PASSWORD)


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
