"""Registration: new organisation, joining one, slips, duplicates, approval by those who may."""

import pytest
import sqlalchemy as sa

from accounts.actions.organisations import change_organisation
from accounts.models import Message, Organisation, User
from accounts.states import OrganisationState, UserState
from core import audit, clock, workflow
from core.database import db, transaction
from core.formats import date_zh
from tests import world

FACTS = {
    "kind": "enterprise",
    "credit_code": world.credit_code(9_000_001),
    "organisation_name": "青石新材料有限公司",
    "nature": "enterprise",
    "county": "平鲁区",
    "industry": "新材料",
    "display_name": "柳试",
    "email": "liu@example.com",
    "phone": "",
    "username": "liu.shi",
    "password": world.PASSWORD,
    "again": world.PASSWORD,
    "consent": "y",
}


@pytest.fixture(autouse=True)
def noise(app):
    world.user("researcher")


def register(client, **changes):
    facts = {name: value for name, value in (FACTS | changes).items() if value is not None}
    return client.post("/auth/register", data=facts)


def person(username="liu.shi"):
    return db.session.scalar(sa.select(User).filter_by(username=username))


def subjects_of(user):
    statement = sa.select(Message.subject).where(Message.user_id == user.id).order_by(Message.id)
    return db.session.scalars(statement).all()


def test_a_new_organisation_waits_for_an_officer(client):
    officer = world.user("officer")
    assert client.get("/auth/register").status_code == 200
    assert register(client).location == "/auth/register/received"
    made = person()
    assert (made.state, made.is_first_account, made.county) == (UserState.PENDING, True, "平鲁区")
    assert [role.value for role in made.roles] == ["enterprise"]
    unit = made.organisation
    assert (unit.name, unit.state, unit.industry) == (
        "青石新材料有限公司",
        OrganisationState.PENDING,
        "新材料",
    )
    assert subjects_of(officer) == ["有新的注册申请"]
    entry = audit.entries_of(f"user:{made.id}")[0]
    assert (entry.action, entry.after) == ("user.register", {"consent": "2026-1"})


def test_the_officer_hears_of_a_namesake(client):
    world.user("officer")
    other = world.organisation("右玉 亚麻(演示)")
    register(client, organisation_name="右玉亚麻（演示）")
    told = db.session.query(Message).filter_by(subject="有新的注册申请").one().body
    assert f"已有同名单位“{other.name}”（{other.credit_code}）。请核对是否为同一单位。" in told


def test_former_names_are_namesakes_too_and_every_unit_is_named(client, client_of):
    officer = world.user("officer")
    before, after = world.organisation("右玉亚麻厂"), world.organisation("平鲁纺织厂")
    with transaction():
        change_organisation(officer, before, {"name": "右玉纤维"}, "更名")
        change_organisation(officer, after, {"name": "右玉亚麻厂"}, "更名")
    register(client, organisation_name="右玉 亚麻厂")
    told = db.session.query(Message).filter_by(subject="有新的注册申请").one().body
    made, desk = person(), client_of(officer)
    unit = f"/desk/accounts/organisations/{made.organisation_id}"
    for sentence in (
        f"已有同名单位“右玉亚麻厂”（{after.credit_code}）",
        f"“右玉亚麻厂”是单位“右玉纤维”（{before.credit_code}）的曾用名，用至 {date_zh(clock.now())}",
    ):
        assert sentence in told
        for page in (f"/desk/accounts/users/{made.id}", unit, f"{unit}/steps/approve"):
            desk.get(page)
            assert sentence in desk.text()
    desk.get(f"{unit}/steps/refuse")
    assert before.credit_code not in desk.text()


def test_the_organisation_comes_first(client, client_of):
    officer = world.user("officer")
    register(client)
    made, desk = person(), client_of(officer)
    desk.get(f"/desk/accounts/users/{made.id}")
    assert "所在单位“青石新材料有限公司”待审核，请先办理单位审核。" in desk.text()
    assert desk.post(f"/desk/accounts/users/{made.id}/steps/approve").status_code == 422
    assert desk.post(f"/desk/accounts/organisations/{made.organisation_id}/steps/approve").status_code == 302
    assert desk.get(f"/desk/accounts/users/{made.id}/steps/approve").status_code == 200
    assert desk.post(f"/desk/accounts/users/{made.id}/steps/approve").status_code == 302
    db.session.expire_all()
    assert (made.state, made.organisation.state) == (UserState.ACTIVE, OrganisationState.APPROVED)
    assert subjects_of(made) == ["您的账号已通过审核"]
    answer = client.post("/auth/sign-in", data={"username": "liu.shi", "password": world.PASSWORD})
    assert answer.status_code == 302


def test_a_colleague_joins_by_the_first_account(client, client_of):
    first = world.user("enterprise", is_first_account=True)
    register(client, credit_code=first.organisation.credit_code, organisation_name="随便填的名称")
    made = person()
    assert (made.organisation_id, made.is_first_account) == (first.organisation_id, False)
    assert subjects_of(first) == ["有同事申请加入贵单位"]
    browser = client_of(first)
    assert browser.get("/account/organisation").status_code == 200
    assert "柳试" in browser.text()
    assert browser.post(f"/account/organisation/people/{made.id}/steps/approve").status_code == 302
    db.session.expire_all()
    assert made.state is UserState.ACTIVE


def test_a_colleague_may_be_admitted_by_an_officer_and_by_nobody_else(client):
    first = world.user("enterprise", is_first_account=True)
    second = world.user("enterprise", organisation_id=first.organisation_id)
    stranger = world.user("enterprise", is_first_account=True)
    register(client, credit_code=first.organisation.credit_code)
    made = person()
    asked = (first, world.user("officer"), second, stranger, world.user("admin"), made)
    refusals = [workflow.refusal(one, made, "approve") for one in asked]
    assert [one and one.status for one in refusals] == [None, None, 403, 403, 403, 403]


def test_another_first_account_does_not_even_see_the_applicant(client, client_of):
    first, stranger = (
        world.user("enterprise", is_first_account=True),
        world.user("enterprise", is_first_account=True),
    )
    register(client, credit_code=first.organisation.credit_code)
    path = f"/account/organisation/people/{person().id}/steps/approve"
    assert client_of(stranger).post(path).status_code == 404
    assert client_of(world.user("enterprise")).post(path).status_code == 403
    assert person().state is UserState.PENDING


def test_a_taken_name_is_answered_alike(client):
    owner = world.user("enterprise", username="taken.name", email="owner@example.com")
    before = db.session.scalar(sa.select(sa.func.count(User.id)))
    free, taken = register(client), register(client, username="Taken.Name")
    assert (free.status_code, free.location) == (taken.status_code, taken.location)
    assert db.session.scalar(sa.select(sa.func.count(User.id))) == before + 1
    assert subjects_of(owner) == ["有人用您的用户名申请注册"]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"credit_code": "91350100M000100Y44"}, "统一社会信用代码的校验位不符"),
        ({"credit_code": ""}, "请填写统一社会信用代码。"),
        ({"kind": "officer"}, "不是有效的选择"),
        ({"kind": None}, "请选择身份。"),
        ({"display_name": "  "}, "请填写您的姓名。"),
        ({"email": "not an address"}, "邮箱格式不对"),
        ({"username": "1abc"}, "用户名为 4 至 40 位"),
        ({"password": "short", "again": "short"}, "密码至少 12 位"),
        ({"password": "Liu.shi-2947xK", "again": "Liu.shi-2947xK"}, "密码中不要包含用户名"),
        ({"again": "Other-Words-12"}, "两次输入的密码不一致。"),
        ({"consent": None}, "请先阅读告知书并勾选同意。"),
        ({"county": "火星"}, "不是有效的选择"),
    ],
)
def test_slips_are_named_and_nothing_typed_is_lost(client, changes, sentence):
    assert register(client, **changes).status_code == 422
    assert sentence in client.text()
    assert person() is None
    kept = client.all("input", name="organisation_name")[0].get("value")
    assert kept == "青石新材料有限公司"


def test_full_width_and_spaced_codes_are_understood(client):
    code = FACTS["credit_code"]
    register(client, credit_code=f" {code[:8].lower()} {code[8:]} ")
    assert person().organisation.credit_code == code


def test_a_refused_organisation_may_apply_again(client):
    refused = world.organisation(state=OrganisationState.REFUSED)
    register(client, credit_code=refused.credit_code)
    db.session.expire_all()
    assert refused.state is OrganisationState.PENDING
    assert person().organisation_id == refused.id


def test_a_refused_person_reads_the_reason(client):
    officer = world.user("officer")
    register(client)
    with transaction():
        workflow.apply(officer, person(), "refuse", reason="单位证照不清晰")
    client.post("/auth/sign-in", data={"username": "liu.shi", "password": world.PASSWORD})
    assert "您的注册申请未通过。理由：单位证照不清晰" in client.text()


def test_too_many_applications_from_one_address(client, now):
    for number in range(10):
        assert register(client, username=f"liu.shi{number}").status_code == 302
    refused = register(client, username="liu.shi.late")
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "3600")
    assert "同一网络地址的注册申请过多，请在 1 小时后再试。" in client.text()
    assert person("liu.shi.late") is None
    now.forward(hours=1, seconds=1)
    assert register(client, username="liu.shi.late").status_code == 302


def test_one_row_per_credit_code(client):
    register(client)
    register(client, username="liu.shi2")
    assert (
        db.session.scalar(sa.select(sa.func.count()).where(Organisation.credit_code == FACTS["credit_code"]))
        == 1
    )


def test_the_text_of_consent_shows_its_version(client):
    assert client.get("/auth/consent").status_code == 200
    assert "版本 2026-1" in client.text()
