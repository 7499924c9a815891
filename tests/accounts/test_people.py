"""Administration: who sees what, roles of the three administrators, steps, contact, new accounts, queries."""

import io

import openpyxl
import pytest
import sqlalchemy as sa

from accounts import permissions, queries
from accounts.actions import administering
from accounts.models import Organisation, User
from accounts.states import OrganisationState, Role, UserState
from core import audit, workflow
from core.database import db, transaction
from core.gates import may
from core.looks import Look
from core.workflow import Refused
from tests import world


@pytest.fixture(autouse=True)
def noise(app):
    world.user("researcher", display_name="噪声甲")


@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("officer", 200),
        ("security", 200),
        ("admin", 200),
        ("leader", 403),
        ("auditor", 403),
        ("enterprise", 403),
    ],
)
def test_who_opens_the_lists(client_of, role, status):
    browser = client_of(world.user(role))
    for path in ("/desk/accounts", "/desk/accounts/organisations"):
        assert browser.get(path).status_code == status


def test_the_sql_twins_agree_with_the_map(app):
    firm = world.organisation()
    people = [
        world.user(role, organisation_id=firm.id, is_first_account=first)
        for role in ("enterprise", "researcher")
        for first in (True, False)
    ] + [world.user(role) for role in Role]
    everybody = db.session.scalars(sa.select(User)).all()
    organisations = db.session.scalars(sa.select(Organisation)).all()
    for user in people:
        seen = set(db.session.scalars(queries.visible_users(user)))
        assert seen == {one for one in everybody if may(user, one, permissions.READ_USER)}
        seen = set(db.session.scalars(queries.visible_organisations(user)))
        assert seen == {one for one in organisations if may(user, one, permissions.READ_ORGANISATION)}


def test_search_filter_sort_and_export(client_of):
    firm = world.organisation("松涛电池厂")
    world.user("enterprise", display_name="钱甲", organisation_id=firm.id)
    world.user("expert", display_name="孙乙", state=UserState.STOPPED)
    browser = client_of(world.user("admin"))
    browser.get("/desk/accounts?q=松涛")
    assert ("钱甲" in browser.text(), "孙乙" in browser.text()) == (True, False)
    browser.get("/desk/accounts?role=expert&state=stopped")
    assert ("钱甲" in browser.text(), "孙乙" in browser.text()) == (False, True)
    world.user("expert", display_name="买买提·Ａ 丙")
    for words in ("买买提．a丙", "买买提•A", "ａ 丙"):
        browser.get("/desk/accounts", query_string={"q": words})
        assert ("买买提" in browser.text(), "钱甲" in browser.text()) == (True, False)
    browser.get("/desk/accounts?q=没有此人")
    assert "没有符合条件的账号" in browser.text()
    answer = browser.get("/desk/accounts?q=松涛&sort=name&export=xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.data)).active
    assert [[cell.value for cell in row][1:] for row in sheet.iter_rows(min_row=2)] == [
        ["钱甲", "松涛电池厂", None, "企业", "正常"]
    ]


@pytest.mark.parametrize("path", ["/desk/accounts", "/desk/accounts/organisations"])
def test_lists_take_the_same_number_of_queries(client_of, queries, path):
    browser, counts = client_of(world.user("admin")), []
    browser.get(path)
    for more in (0, 30):
        for _ in range(more):
            world.user("enterprise", "expert")
        with queries() as seen:
            browser.get(path)
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_the_page_of_an_account(client_of):
    person = world.user("enterprise", email="someone@example.com", phone="13800001234")
    browser = client_of(world.user("officer"))
    assert browser.get(f"/desk/accounts/users/{person.id}").status_code == 200
    assert "s***@example.com" in browser.text()
    assert "someone@example.com" not in browser.text()
    assert browser.get("/desk/accounts/users/99999999").status_code == 404
    assert browser.get(f"/desk/accounts/users/{2**70}").status_code == 404


def test_a_look_at_contact_data_is_written_down(client_of):
    person, officer = world.user("enterprise", email="someone@example.com"), world.user("officer")
    browser = client_of(officer)
    assert browser.post(f"/desk/accounts/users/{person.id}/contact").status_code == 200
    assert "someone@example.com" in browser.text()
    look = db.session.scalars(sa.select(Look)).one()
    assert (look.user_id, look.object_type, look.object_id) == (officer.id, "user", person.id)
    assert (audit.head().action, audit.head().actor_id) == ("look.contact", officer.id)


MATRIX = {
    ("enterprise", UserState.PENDING): {"officer": {"approve", "refuse"}},
    ("enterprise", UserState.ACTIVE): {"officer": {"stop"}, "admin": {"stop"}},
    ("enterprise", UserState.STOPPED): {"officer": {"resume"}, "admin": {"resume"}},
    ("enterprise", UserState.REFUSED): {"officer": {"reconsider"}},
    ("leader", UserState.ACTIVE): {"admin": {"stop"}},
    ("leader", UserState.STOPPED): {"admin": {"resume"}},
    ("admin", UserState.ACTIVE): {"admin": {"stop"}},
}


@pytest.mark.parametrize(("kind", "state"), MATRIX)
def test_steps_by_person_and_state(app, kind, state):
    person = world.user(kind, state=state)
    for role in ("officer", "admin", "security", "leader", "auditor", "enterprise"):
        shown = {choice.action for choice in workflow.available(world.user(role), person)}
        assert shown == MATRIX[kind, state].get(role, set())
    assert workflow.available(person, person) == []


ORGANISATIONS = {
    OrganisationState.PENDING: {"approve", "refuse"},
    OrganisationState.APPROVED: {"stop"},
    OrganisationState.REFUSED: {"reconsider"},
    OrganisationState.STOPPED: {"resume"},
}


@pytest.mark.parametrize("state", OrganisationState)
def test_steps_of_organisations(app, state):
    row = world.organisation(state=state)
    assert {choice.action for choice in workflow.available(world.user("officer"), row)} == ORGANISATIONS[
        state
    ]
    for stranger in (
        world.user("admin"),
        world.user("officer", organisation_id=row.id),
        world.user("enterprise"),
    ):
        assert workflow.available(stranger, row) == []


def test_a_stopped_person_is_out_at_once(client_of):
    person, desk = world.user("enterprise"), client_of(world.user("admin"))
    theirs = client_of(person)
    path = f"/desk/accounts/users/{person.id}/steps/stop"
    assert desk.get(path).status_code == 200
    assert desk.post(path, data={"reason": " "}).status_code == 422
    assert theirs.get("/account").status_code == 200
    assert desk.post(path, data={"reason": "离职"}).status_code == 302
    assert theirs.get("/account").status_code == 302
    assert audit.head().after == {"state": "stopped", "reason": "离职"}
    assert desk.post(path, data={"reason": "离职"}).status_code == 409
    assert desk.get(f"/desk/accounts/users/{person.id}/steps/fly").status_code == 404


def test_the_page_of_an_organisation(client_of):
    row = world.organisation("松涛电池厂")
    world.user("enterprise", organisation_id=row.id, display_name="钱甲")
    browser = client_of(world.user("officer"))
    assert browser.get(f"/desk/accounts/organisations/{row.id}").status_code == 200
    assert "钱甲" in browser.text()
    path = f"/desk/accounts/organisations/{row.id}/steps/stop"
    assert browser.post(path, data={"reason": "注销"}).status_code == 302
    db.session.expire_all()
    assert row.state is OrganisationState.STOPPED


def test_an_administrator_creates_an_account_that_sets_its_own_password(client_of, client):
    firm, desk = world.organisation(), client_of(world.user("admin"))
    facts = {
        "username": "new.person",
        "display_name": "新人",
        "credit_code": firm.credit_code,
        "county": "",
        "email": "",
    }
    assert desk.get("/desk/accounts/users/new").status_code == 200
    assert desk.post("/desk/accounts/users/new", data=facts).status_code == 200
    code = next(node for node in desk.all("strong", class_="code")).text
    made = db.session.scalar(sa.select(User).filter_by(username="new.person"))
    assert (made.organisation_id, made.roles, made.state) == (firm.id, set(), UserState.ACTIVE)
    again = {"username": "new.person", "code": code, "password": world.PASSWORD, "again": world.PASSWORD}
    assert client.post("/auth/redeem", data=again).location == "/auth/sign-in"
    assert client.post("/auth/sign-in", data=again).status_code == 302
    assert client.get("/account").status_code == 200
    assert desk.post("/desk/accounts/users/new", data=facts).status_code == 422
    assert "该用户名已被使用，请换一个。" in desk.text()
    unknown = facts | {"username": "other.one", "credit_code": world.credit_code(9_999_999)}
    assert desk.post("/desk/accounts/users/new", data=unknown).status_code == 422
    assert "没有已通过审核的单位使用此代码" in desk.text()


def test_only_the_system_administrator_creates_accounts(client_of):
    for role in ("officer", "security"):
        assert client_of(world.user(role)).get("/desk/accounts/users/new").status_code == 403


def test_sessions_are_ended_from_the_desk(client_of):
    person = world.user("enterprise")
    theirs = client_of(person)
    client_of(world.user("security")).post(f"/desk/accounts/users/{person.id}/sessions/end")
    assert theirs.get("/account").status_code == 302


def test_name_and_county_are_corrected(client_of):
    person, desk = world.user("officer"), client_of(world.user("admin"))
    path = f"/desk/accounts/users/{person.id}/edit"
    assert desk.get(path).status_code == 200
    assert desk.post(path, data={"display_name": "", "county": "应县"}).status_code == 422
    assert desk.post(path, data={"display_name": "柳改名", "county": "应县"}).status_code == 302
    db.session.expire_all()
    assert (person.display_name, person.county) == ("柳改名", "应县")
    assert (audit.head().before, audit.head().after) == ({"county": ""}, {"county": "应县"})
    assert client_of(world.user("officer")).get(path).status_code == 403


def test_roles_that_cannot_be_are_not_offered(client_of):
    auditor, desk = world.user("auditor"), client_of(world.user("security"))
    desk.get(f"/desk/accounts/users/{auditor.id}")
    assert [node.get("value") for node in desk.all("option")] == ["", "county"]


def test_who_handed_over_the_password_gives_no_power(app, client_of):
    admin, security = world.user("admin"), world.user("security")
    with transaction():
        made = administering.create_user(admin, username="puppet", display_name="新人")
        administering.first_code(admin, made)
    with pytest.raises(Refused) as caught:
        administering.grant(admin, made, Role.SECURITY)
    assert caught.value.refusal.sentence == administering.CODE_KNOWN
    with transaction():
        administering.grant(security, db.session.get(User, made.id), Role.OFFICER)
    assert db.session.get(User, made.id).roles == {Role.OFFICER}
