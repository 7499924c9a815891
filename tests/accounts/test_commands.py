"""`flask user …`: accounts from the command line."""

import sqlalchemy as sa

from accounts.models import User
from accounts.passwords import matches
from accounts.states import Role
from core.database import db
from tests import world


def run(app, *arguments, **more):
    return app.test_cli_runner().invoke(args=["user", *arguments], **more)


def made(name):
    db.session.expire_all()
    return db.session.scalar(sa.select(User).filter_by(username=name))


def test_an_account_with_prompted_password(app):
    answer = run(
        app, "create", "first.admin", "--name", "首位", "--role", "admin", input=f"{world.PASSWORD}\n" * 2
    )
    assert answer.exit_code == 0
    assert answer.output.endswith("已创建账号 first.admin，首次登录须修改密码。\n")
    assert world.PASSWORD not in answer.output
    user = made("first.admin")
    assert (user.roles, user.must_change_password) == ({Role.ADMIN}, True)
    assert matches(user.password_hash, world.PASSWORD) is True


def test_password_from_standard_input_and_organisation(app):
    firm = world.organisation()
    options = (
        "--name",
        "钱甲",
        "--role",
        "enterprise",
        "--role",
        "expert",
        "--organisation-code",
        firm.credit_code,
    )
    answer = run(app, "create", "qian.jia", *options, "--password-stdin", input=f"{world.PASSWORD}\n")
    assert (answer.exit_code, made("qian.jia").organisation_id) == (0, firm.id)
    assert made("qian.jia").roles == {Role.ENTERPRISE, Role.EXPERT}


def test_refusals_leave_nothing_and_exit_1(app):
    world.user(username="taken.name")
    stdin = ("--password-stdin",)
    cases = [
        (("1bad", "--name", "甲", *stdin), "用户名为 4 至 40 位小写字母、数字、点或横线，以字母开头。\n"),
        (("taken.name", "--name", "甲", *stdin), "用户名 taken.name 已被使用。\n"),
        (
            ("some.body", "--name", "甲", "--organisation-code", "1", *stdin),
            "统一社会信用代码应为 18 位，您填写了 1 位。\n",
        ),
        (
            ("some.body", "--name", "甲", "--role", "county", *stdin),
            "授予“县区推荐”角色前，请先填写该账号所属县区。\n",
        ),
        (
            ("some.body", "--name", "甲", "--role", "admin", "--role", "security", *stdin),
            "系统管理员、安全管理员、审计管理员须由三人分任，且不得兼任其他角色。\n",
        ),
    ]
    for arguments, sentence in cases:
        answer = run(app, "create", *arguments, input=f"{world.PASSWORD}\n")
        assert (answer.exit_code, answer.output) == (1, sentence)
    answer = run(app, "create", "some.body", "--name", "甲", *stdin, input="short\n")
    assert (answer.exit_code, answer.output) == (1, "密码至少 12 位，当前为 5 位。\n")
    assert made("some.body") is None


def test_unknown_role_is_a_usage_error(app):
    assert run(app, "create", "some.body", "--name", "甲", "--role", "king").exit_code == 2


def test_grant_and_list(app):
    person = world.user("enterprise", username="qian.jia", display_name="钱甲")
    assert run(app, "grant", "qian.jia", "expert").exit_code == 0
    db.session.expire_all()
    assert person.roles == {Role.ENTERPRISE, Role.EXPERT}
    assert run(app, "grant", "nobody.here", "expert").output == "没有账号 nobody.here。\n"
    assert "qian.jia\tactive\tenterprise,expert\t钱甲\n" in run(app, "list").output
