"""The own account: password, sessions, contact data, export, colleagues."""

import itertools
import json

import pytest
import sqlalchemy as sa

from accounts import sessions
from accounts.models import SignInSession
from accounts.passwords import matches
from core import audit
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
