"""The own account: password, second factor, sessions, step-up, contact, export, messages."""

import itertools
import json

import pyotp
import pytest
import sqlalchemy as sa

from accounts import sessions, totp
from accounts.models import Message, RecoveryCode, SignInSession
from accounts.passwords import matches
from core import audit, clock
from core.database import db, transaction
from tests import world

NEW = "Danxia-Bridge-52"


@pytest.fixture
def person(app):
    world.user("researcher", password="Another-Kiln-77")
    return world.user("researcher", password=world.PASSWORD, email="own@example.com", phone="0349-1234567")


def change(browser, present=world.PASSWORD, new=NEW, again=None):
    return browser.post(
        "/account/password", data={"present": present, "password": new, "again": again or new}
    )


def test_a_changed_password_ends_all_other_sessions(client_of, person):
    here, there, stranger = client_of(person), client_of(person), client_of(world.user("enterprise"))
    assert here.get("/account/password").status_code == 200
    assert change(here).status_code == 302
    db.session.expire_all()
    assert matches(person.password_hash, NEW) is True
    statuses = [browser.get("/account").status_code for browser in (here, there, stranger)]
    assert statuses == [200, 302, 200]
    assert audit.head().action == "user.password"
    there.get("/auth/sign-in")
    assert "本次登录已结束" in there.text()


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"present": "Wrong-Password-1"}, "当前密码不正确。"),
        ({"new": world.PASSWORD}, "不能使用最近 5 次用过的密码。"),
        ({"new": "short"}, "密码至少 12 位，当前为 5 位。"),
        ({"again": "Other-Words-12"}, "两次输入的密码不一致。"),
    ],
)
def test_refused_changes(client_of, person, facts, sentence):
    browser = client_of(person)
    assert change(browser, **facts).status_code == 422
    assert sentence in browser.text()
    db.session.expire_all()
    assert matches(person.password_hash, world.PASSWORD) is True


def test_the_last_five_passwords_may_not_return(client_of, person):
    browser = client_of(person)
    used = [world.PASSWORD, *(f"Danxia-Bridge-5{number}" for number in range(5))]
    for present, new in itertools.pairwise(used):
        assert change(browser, present, new).status_code == 302
    for former in used[1:]:
        assert change(browser, used[-1], former).status_code == 422
    assert change(browser, used[-1], used[0]).status_code == 302


def test_whose_password_somebody_set_changes_it_first(client_of, person):
    with transaction():
        person.must_change_password = True
    browser = client_of(person)
    assert browser.get("/account/messages").location == "/account/password"
    browser.get("/account/password")
    assert "请先修改密码，再继续使用" in browser.text()
    assert change(browser).status_code == 302
    assert browser.get("/account/messages").status_code == 200


def test_a_privileged_password_of_91_days_is_changed_first(client_of, now):
    officer = world.user("officer", password=world.PASSWORD)
    now.forward(days=91)
    browser = client_of(officer)
    assert browser.get("/account").location == "/account/password"
    assert change(browser).status_code == 302
    assert browser.get("/account").status_code == 200


def test_a_session_is_listed_and_revoked(client_of, person):
    here, there = client_of(person), client_of(person)
    there_row = db.session.scalars(sa.select(SignInSession).order_by(SignInSession.id.desc())).first()
    here.get("/account")
    assert len(here.all("li")) >= 2
    assert here.text().count("当前设备") == 1
    assert here.post(f"/account/sessions/{there_row.id}/end").status_code == 302
    assert (here.get("/account").status_code, there.get("/account").status_code) == (200, 302)


def test_nobody_ends_the_sessions_of_others(client_of, person):
    victim = client_of(person)
    row = db.session.scalars(sa.select(SignInSession)).one()
    assert client_of(world.user("researcher")).post(f"/account/sessions/{row.id}/end").status_code == 404
    assert client_of(world.user("admin")).post("/account/sessions/99999999/end").status_code == 404
    assert victim.get("/account").status_code == 200


def test_all_others_end_at_once(client_of, person):
    browsers = [client_of(person) for _ in range(3)]
    browsers[1].post("/account/sessions/end-others")
    assert (audit.head().action, audit.head().what) == ("session.revoke", "结束其他全部登录")
    assert [browser.get("/account").status_code for browser in browsers] == [302, 200, 302]


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


def test_contact_data_is_changed_and_the_log_names_no_values(client_of, person):
    browser = client_of(person)
    assert browser.post("/account/contact", data={"email": "bad", "phone": ""}).status_code == 422
    assert browser.post("/account/contact", data={"email": "new@example.com", "phone": ""}).status_code == 302
    db.session.expire_all()
    assert (person.email, person.phone) == ("new@example.com", "")
    entry = audit.head()
    assert (entry.what, entry.before, entry.after) == ("修改邮箱、电话", None, None)


def test_own_data_as_json_holds_every_personal_column(client_of, person):
    browser = client_of(person)
    answer = browser.get("/account/export")
    data = json.loads(answer.data)
    personal = {column.key for column in type(person).__table__.columns if column.info.get("personal")}
    assert personal == {"display_name", "email", "phone"}
    assert {name: data["账号"][name] for name in personal} == {
        name: getattr(person, name) for name in personal
    }
    assert data["角色"] == ["科研人员"]
    assert len(data["登录"]) == 1
    assert "password" not in answer.get_data(as_text=True)
    assert answer.headers["Content-Disposition"].startswith("attachment")


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


def test_only_the_first_account_administers_colleagues(client_of, person):
    assert client_of(person).get("/account/organisation").status_code == 403
    assert (
        client_of(world.user("enterprise", is_first_account=True)).get("/account/organisation").status_code
        == 200
    )


def test_the_device_is_named_in_words():
    row = SignInSession(device="Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537 Chrome/120 Safari/537 Edg/120")
    assert row.device_text == "Edge 浏览器 · Windows 电脑"
    assert SignInSession(device="").device_text == "未知设备"


def test_a_stopped_organisation_closes_the_door(client_of, person):
    from core import workflow

    browser = client_of(person)
    with transaction():
        workflow.apply(world.user("officer"), person.organisation, "stop", reason="注销")
    assert browser.get("/account").status_code == 302
    assert sessions.live(person) == []
