"""The production policy: length, classes, common words, context, hashes, at most two hashes at a time."""

import datetime as dt
import threading

import pytest

from accounts import passwords
from tests import world


@pytest.mark.parametrize(
    ("password", "sentence"),
    [
        ("Ab1!", "密码至少 12 位，当前为 4 位。"),
        ("Aa1!" * 33, "密码最长 128 位。"),
        ("abcdefghijk1", "请混用大写字母、小写字母、数字、符号中的至少 3 类。"),
        ("Wangwei-2947xK", "密码中不要包含用户名、姓名、单位名称或邮箱。"),
        ("Qk27柳木Zt-88vm", "密码中不要包含用户名、姓名、单位名称或邮箱。"),
        ("Password1234!", "密码过于常见，容易被猜中。请换成不常见的组合，例如几个互不相关的词加数字。"),
        ("P@ssw0rd2026!!", "密码过于常见，容易被猜中。请换成不常见的组合，例如几个互不相关的词加数字。"),
        ("Admin@123456", "密码过于常见，容易被猜中。请换成不常见的组合，例如几个互不相关的词加数字。"),
        ("Aaaaaaaaaa1!", "密码过于常见，容易被猜中。请换成不常见的组合，例如几个互不相关的词加数字。"),
        ("Shuozhou-kejiju-1", "密码过于常见，容易被猜中。请换成不常见的组合，例如几个互不相关的词加数字。"),
    ],
)
def test_refused_passwords(app, password, sentence):
    assert passwords.fault(password, ("wangwei", "柳木", "w.li@example.com")) == sentence


@pytest.mark.parametrize("password", [world.PASSWORD, "河流Xq-71山岗竹马bt", "correct Horse 9 battery"])
def test_accepted_passwords(app, password):
    assert passwords.fault(password, ("user1", "张试", "测试单位")) is None


def test_hashes_are_argon2id_with_the_agreed_costs(app):
    stored = passwords.hash_of(world.PASSWORD)
    assert stored.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert passwords.matches(stored, world.PASSWORD) is True
    assert passwords.matches(stored, world.PASSWORD + " ") is False
    assert passwords.matches(stored, "Ｌiuye-Feng-4081") is True  # full-width letter of an input method
    assert passwords.is_outdated(stored) is False
    assert passwords.is_outdated("$argon2id$v=19$m=65536,t=3,p=4$c29tZXNhbHQ$WbwzbJ9Cnwm4A9O8kyKD5g") is True


@pytest.mark.parametrize("stored", [None, "", "not a hash", passwords.UNUSABLE])
def test_nobody_has_the_password_of_no_account(app, stored, monkeypatch):
    verified = []
    genuine = passwords._hasher

    class Counting:
        def verify(self, *facts):
            verified.append(facts)
            return genuine.verify(*facts)

    monkeypatch.setattr(passwords, "_hasher", Counting())
    assert passwords.matches(stored, "no account has this password") is False
    assert len(verified) == 1


def test_at_most_two_hashes_at_a_time(app, monkeypatch):
    running, most, lock = 0, [], threading.Lock()
    both = threading.Barrier(2, timeout=10)

    class Slow:
        def verify(self, *_facts):
            nonlocal running
            with lock:
                running += 1
                most.append(running)
            both.wait()
            with lock:
                running -= 1

    monkeypatch.setattr(passwords, "_hasher", Slow())
    threads = [
        threading.Thread(target=passwords.matches, args=("$argon2 any", "any password")) for _ in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(most), max(most)) == (6, 2)


def test_privileged_passwords_age(app, now):
    officer, firm = world.user("officer"), world.user("enterprise")
    now.forward(days=90)
    assert passwords.is_too_old(officer) is False
    now.forward(seconds=1)
    assert (passwords.is_too_old(officer), passwords.is_too_old(firm)) == (True, False)


def test_the_demonstration_policy_waives_ageing_and_second_factor_only(app, now):
    officer = world.user("officer", password_at=now() - dt.timedelta(days=400))
    assert passwords.policy() is passwords.DENGBAO3
    assert passwords.needs_second_factor(officer) is True
    app.config["DEMO"] = True
    assert passwords.policy() is passwords.DEMO
    assert (passwords.is_too_old(officer), passwords.needs_second_factor(officer)) == (False, False)
    assert passwords.fault("Ab1!") == "密码至少 12 位，当前为 4 位。"


@pytest.mark.parametrize(
    "role", ["officer", "leader", "supervisor", "finance", "county", "auditor", "security", "admin", "expert"]
)
def test_roles_that_need_a_second_factor(app, role):
    assert passwords.needs_second_factor(world.user(role)) is True


@pytest.mark.parametrize("role", ["enterprise", "researcher"])
def test_roles_that_need_none(app, role):
    assert passwords.needs_second_factor(world.user(role)) is False
