"""One profile: who sees it, contact data only after a logged request, editing and steps by officers."""

import pytest

from core.database import db
from core.looks import Look
from talent.models import Profile
from talent.states import P
from tests import world


@pytest.fixture
def officer(app):
    return world.user("officer")


@pytest.fixture
def browser(client_of, officer):
    return client_of(officer)


def test_the_page_shows_works_and_no_contact_data(browser):
    row = world.profile("甲", phone="13800001111", email="jia@secret.cn")
    answer = browser.get(f"/desk/talent/{row.id}").get_data(as_text=True)
    assert ("一种液流电池极板流道结构" in answer, "13800001111" in answer, "secret" in answer) == (
        True,
        False,
        False,
    )


def test_contact_data_are_shown_once_after_a_logged_request(browser, officer):
    row = world.profile("甲", phone="13800001111", email="jia@secret.cn")
    path = f"/desk/talent/{row.id}/contact"
    refused = browser.post(path, data={"purpose": " "})
    assert (refused.status_code, "13800001111" in refused.get_data(as_text=True)) == (422, False)
    assert "请写明查看用途，将记入日志。" in browser.text()
    shown = browser.post(path, data={"purpose": "邀请评审"}).get_data(as_text=True)
    assert ("13800001111" in shown, "jia@secret.cn" in shown) == (True, True)
    assert db.session.execute(db.select(Look.user_id, Look.object_id, Look.purpose)).all() == [
        (officer.id, row.id, "邀请评审")
    ]
    assert "13800001111" not in browser.get(f"/desk/talent/{row.id}").get_data(as_text=True)


@pytest.mark.parametrize("role", ["leader", "supervisor"])
def test_others_of_the_bureau_see_the_page_but_no_contact(client_of, role):
    row = world.profile("甲", phone="13800001111")
    other = client_of(world.user(role))
    assert other.get(f"/desk/talent/{row.id}").status_code == 200
    assert other.post(f"/desk/talent/{row.id}/contact", data={"purpose": "看看"}).status_code == 404
    assert other.get(f"/desk/talent/{row.id}/edit/basic").status_code == 404


def test_strangers_do_not_learn_that_a_profile_exists(client_of):
    row = world.profile()
    other = client_of(world.user("enterprise", "researcher"))
    known = [other.get(f"/desk/talent/{key}").status_code for key in (row.id, 999, 99999999999)]
    assert known == [404, 404, 404]


def test_an_officer_makes_edits_and_admits_a_profile(browser):
    basic = {
        "name": "钱新",
        "unit": "北岭大学",
        "title": "教授",
        "kind": "technical",
        "region": "外地",
        "relation": "无",
    }
    answer = browser.post("/desk/talent/new", data=basic | {"industries": ["储能"], "next": "1"})
    row = db.session.scalar(db.select(Profile).filter_by(name="钱新"))
    edit = f"/desk/talent/{row.id}/edit"
    assert answer.headers["Location"] == f"{edit}/direction"
    browser.post(
        f"{edit}/direction",
        data={"direction": "电堆", "keywords-0": "电堆", "keywords-1": "", "keywords-2": "电堆"},
    )
    work = {
        "works-0-type": "paper",
        "works-0-title": "论文一",
        "works-0-year": "2024",
        "works-0-co_authors": "李四、张三",
    }
    browser.post(f"{edit}/works", data=work)
    browser.post(
        f"{edit}/posts",
        data={"posts-0-unit": "旧单位", "posts-0-year_from": "2019", "posts-0-year_to": "2021"},
    )
    agreed = {
        "email": "q@example.com",
        "review_cap": "5",
        "review_willing": "y",
        "consents_recommendation": "y",
    }
    browser.post(f"{edit}/consents", data=agreed)
    assert browser.get(f"/desk/talent/{row.id}/steps/admit").status_code == 200
    assert browser.post(f"/desk/talent/{row.id}/steps/admit").headers["Location"] == f"/desk/talent/{row.id}"
    db.session.expire_all()
    row = db.session.get(Profile, row.id)
    assert (row.state, row.keywords, row.industries, row.email, row.review_cap) == (
        P.ADMITTED,
        ["电堆"],
        ["储能"],
        "q@example.com",
        5,
    )
    assert [(w.title, w.year, w.co_authors) for w in row.works] == [("论文一", 2024, ["李四", "张三"])]
    assert [(p.unit, p.year_from, p.year_to) for p in row.employments] == [("旧单位", 2019, 2021)]
    assert (row.review_willing, row.consents_recommendation) == (True, True)


def test_officers_do_not_see_or_erase_contact_data_while_editing(browser):
    row = world.profile(phone="13800001111", email="jia@secret.cn", review_willing=False)
    page = browser.get(f"/desk/talent/{row.id}/edit/consents").get_data(as_text=True)
    assert ("13800001111" in page, "secret" in page) == (False, False)
    browser.post(
        f"/desk/talent/{row.id}/edit/consents", data={"review_cap": "3", "consents_recommendation": "y"}
    )
    row = db.session.get(Profile, row.id)
    assert (row.phone, row.email, row.review_cap) == ("13800001111", "jia@secret.cn", 3)


def test_an_officer_does_not_consent_for_a_person_with_an_account(browser):
    row = world.profile(
        user_id=world.user("researcher").id, consents_recommendation=False, review_willing=False
    )
    data = {"review_cap": "3", "consents_recommendation": "y", "review_willing": "y"}
    browser.post(f"/desk/talent/{row.id}/edit/consents", data=data)
    row = db.session.get(Profile, row.id)
    assert (row.review_cap, row.consents_recommendation, row.review_willing) == (3, False, False)


def test_an_edit_from_an_old_page_is_a_conflict(browser):
    row = world.profile()
    data = {"direction": "新方向", "keywords-0": "新", "version": "1"}
    assert browser.post(f"/desk/talent/{row.id}/edit/direction", data=data).status_code == 302
    assert (
        browser.post(f"/desk/talent/{row.id}/edit/direction", data=data | {"direction": "旧页"}).status_code
        == 409
    )
    assert db.session.get(Profile, row.id).direction == "新方向"


def test_a_step_without_reason_changes_nothing(browser):
    row = world.profile()
    answer = browser.post(f"/desk/talent/{row.id}/steps/stop", data={"reason": ""})
    assert (answer.status_code, db.session.get(Profile, row.id).state) == (422, P.ADMITTED)
    browser.post(f"/desk/talent/{row.id}/steps/stop", data={"reason": "重复建档"})
    assert db.session.get(Profile, row.id).state is P.STOPPED
    assert browser.post(f"/desk/talent/{row.id}/steps/stop", data={"reason": "再来"}).status_code == 409
    assert browser.get(f"/desk/talent/{row.id}/steps/fly").status_code == 404


def test_the_unit_recommends(client_of):
    own = world.user("researcher")
    row = world.profile(state=P.APPLIED, user_id=own.id, organisation_id=own.organisation_id)
    unit = client_of(world.user("enterprise", organisation_id=own.organisation_id))
    assert unit.get(f"/desk/talent/{row.id}").status_code == 200
    unit.post(f"/desk/talent/{row.id}/steps/recommend", data={"reason": "同意推荐"})
    assert db.session.get(Profile, row.id).state is P.RECOMMENDED
