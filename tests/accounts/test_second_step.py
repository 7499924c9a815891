"""The second factor at the door: codes and recovery codes work once, wrong ones lock, nobody goes round it."""

from accounts import totp
from core.database import transaction
from tests import world
from tests.accounts.door import code, sign_in, with_device


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
