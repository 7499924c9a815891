"""Who gives and takes which role, and what follows."""

import pytest

from accounts.actions import administering
from accounts.states import Role
from core import audit
from core.database import db, transaction
from core.workflow import Refused
from tests import world


@pytest.mark.parametrize(
    ("actor", "role", "allowed"),
    [
        ("security", "officer", True),
        ("security", "leader", True),
        ("security", "security", False),
        ("admin", "security", True),
        ("admin", "officer", False),
        ("admin", "auditor", False),
        ("officer", "expert", True),
        ("officer", "leader", False),
        ("leader", "expert", False),
        ("enterprise", "enterprise", False),
    ],
)
def test_who_gives_which_role(app, actor, role, allowed):
    person, actor = world.user(), world.user(actor)
    if allowed:
        with transaction():
            administering.grant(actor, person, Role(role))
        assert person.roles == {Role(role)}
    else:
        with pytest.raises(Refused) as refused:
            administering.grant(actor, person, Role(role))
        assert refused.value.refusal.status == 403
        assert person.roles == set()


def test_nobody_changes_the_own_roles(app):
    security = world.user("security")
    with pytest.raises(Refused):
        administering.grant(security, security, Role.OFFICER)
    with pytest.raises(Refused):
        administering.withdraw(security, security, Role.SECURITY)


@pytest.mark.parametrize(
    ("held", "role", "sentence"),
    [
        (["officer"], "auditor", "系统管理员、安全管理员、审计管理员须由三人分任，且不得兼任其他角色。"),
        (["admin"], "auditor", "系统管理员、安全管理员、审计管理员须由三人分任，且不得兼任其他角色。"),
        (["auditor"], "expert", "系统管理员、安全管理员、审计管理员须由三人分任，且不得兼任其他角色。"),
        (["expert"], "expert", "该账号已有“评审专家”角色。"),
        ([], "county", "授予“县区推荐”角色前，请先填写该账号所属县区。"),
    ],
)
def test_roles_that_exclude_each_other(app, held, role, sentence):
    person = world.user(*held)
    with pytest.raises(Refused) as refused, transaction():
        administering.grant(world.user("security"), person, Role(role))
    assert (refused.value.refusal.status, refused.value.refusal.sentence) == (422, sentence)
    assert sorted(person.roles) == sorted(held)


def test_a_change_of_role_ends_the_sessions_and_is_told(client_of):
    person, security = world.user("enterprise"), world.user("security")
    theirs, desk = client_of(person), client_of(security)
    assert theirs.get("/account").status_code == 200
    assert (
        desk.post(f"/desk/accounts/users/{person.id}/roles", data={"grant-role": "expert"}).status_code == 302
    )
    assert theirs.get("/account").status_code == 302
    db.session.expire_all()
    assert person.roles == {Role.ENTERPRISE, Role.EXPERT}
    entry = audit.head()
    assert (entry.before, entry.after) == ({"roles": ["enterprise"]}, {"roles": ["enterprise", "expert"]})
    theirs = client_of(person)
    theirs.get("/account/messages")
    assert "您的角色有变动" in theirs.text()
    path = f"/desk/accounts/users/{person.id}/roles/expert/withdraw"
    assert desk.get(path).status_code == 200
    assert desk.post(path).status_code == 302
    assert theirs.get("/account").status_code == 302
    assert desk.post(path).status_code == 409


def test_role_changes_ask_for_a_fresh_proof(client_of, now):
    person, desk = world.user("enterprise"), client_of(world.user("security"))
    now.forward(minutes=11)
    answer = desk.post(f"/desk/accounts/users/{person.id}/roles", data={"grant-role": "expert"})
    assert answer.location == "/account/step-up"
    db.session.expire_all()
    assert person.roles == {Role.ENTERPRISE}


def test_a_role_that_may_not_be_given_is_no_choice(client_of):
    person, desk = world.user("enterprise"), client_of(world.user("officer"))
    answer = desk.post(f"/desk/accounts/users/{person.id}/roles", data={"grant-role": "leader"})
    assert answer.status_code == 422
    db.session.expire_all()
    assert person.roles == {Role.ENTERPRISE}
