"""合适 / 不合适: who may say it, who reads it, what happens with what was typed."""

import pytest
import sqlalchemy as sa

from challenge.recommending.models import RecommendationFeedback
from core.database import db
from talent.models import Profile
from tests import world


@pytest.fixture
def expert(app):
    return world.profile("甲专家")


def address(row, who, page="solvers"):
    return f"/desk/challenges/{row.code}/{page}/{who.id}/feedback"


def held():
    rows = db.session.scalars(sa.select(RecommendationFeedback).order_by(RecommendationFeedback.id))
    return [(one.user_id, one.purpose.value, one.fits, one.reason) for one in rows]


def test_one_click_keeps_it_and_leads_back(ready, listed, expert, client_of):
    browser = client_of(listed.author)
    back = browser.post(address(listed, expert) + "?order=text&page_number=2", data={"fits": "no"})
    where = f"/desk/challenges/{listed.code}/solvers?order=text&page=2#expert-{expert.id}"
    assert (back.status_code, back.headers["Location"]) == (302, where)
    assert held() == [(listed.author.id, "solvers", False, "")]
    browser.post(address(listed, expert), data={"fits": "yes", "reason": "对口"})
    assert held() == [(listed.author.id, "solvers", True, "对口")]
    page = browser.get(f"/desk/challenges/{listed.code}/solvers").get_data(as_text=True)
    assert ("您：对口" in page, "撤回" in page) == (True, False)


def test_the_form_keeps_what_was_typed(ready, listed, expert, client_of):
    browser = client_of(world.user("officer"))
    answer = browser.post(address(listed, expert), data={"reason": "长" * 201})
    text = answer.get_data(as_text=True)
    assert (answer.status_code, "请选择合适或不合适。" in text, "不能超过 200 个字。" in text) == (
        422,
        True,
        True,
    )
    assert ("长" * 201 in text, held()) == (True, [])
    browser.post(address(listed, expert), data={"fits": "yes", "reason": "好"})
    browser.get(address(listed, expert))
    assert [box.get("value") for box in browser.all("input") if box.get("checked") is not None] == ["yes"]
    browser.post(address(listed, expert) + "/withdraw")
    browser.post(address(listed, expert) + "/withdraw")
    assert held() == []


@pytest.mark.parametrize(
    ("role", "page", "status"),
    [
        ("officer", "solvers", 200),
        ("officer", "candidates", 200),
        ("enterprise", "solvers", 404),
        ("leader", "solvers", 403),
        ("researcher", "solvers", 404),
        ("expert", "solvers", 403),
        ("auditor", "candidates", 403),
    ],
)
def test_who_may_judge(ready, listed, expert, client_of, role, page, status):
    browser = client_of(world.user(role))
    assert browser.get(address(listed, expert, page)).status_code == status
    posted = browser.post(address(listed, expert, page), data={"fits": "yes"}).status_code
    assert posted == (302 if status == 200 else status)
    assert len(held()) == (status == 200)


def test_the_poster_does_not_judge_reviewers_nor_an_officer_of_the_posting_unit(
    ready, listed, expert, client_of
):
    poster = client_of(listed.author)
    assert poster.post(address(listed, expert, "candidates"), data={"fits": "yes"}).status_code == 404
    own = world.user("officer", organisation_id=listed.organisation_id)
    assert client_of(own).post(address(listed, expert), data={"fits": "yes"}).status_code == 404
    assert held() == []


@pytest.mark.parametrize("facts", [{"consents_recommendation": False}, {"state": "stopped"}])
def test_only_who_is_recommended_can_be_judged(ready, listed, client_of, facts):
    who = world.profile("不在列", **facts)
    browser = client_of(world.user("officer"))
    assert browser.post(address(listed, who), data={"fits": "yes"}).status_code == 404
    assert browser.get(f"/desk/challenges/{listed.code}/solvers/999999/feedback").status_code == 404


def test_only_the_author_and_the_bureau_read_it(ready, listed, expert, client_of):
    colleague = world.user("enterprise", organisation_id=listed.organisation_id)
    client_of(listed.author).post(address(listed, expert), data={"fits": "no", "reason": "方向不符"})
    path = f"/desk/challenges/{listed.code}/solvers"

    def reads(user):
        return "方向不符" in client_of(user).get(path).get_data(as_text=True)

    leader, officer = world.user("leader"), world.user("officer")
    assert [reads(one) for one in (listed.author, colleague, leader, officer)] == [True, False, True, True]


def test_feedback_never_changes_an_order(ready, listed, client_of):
    for name in ("甲", "乙", "丙"):
        world.profile(name)
    browser = client_of(world.user("officer"))

    def order():
        browser.get(f"/desk/challenges/{listed.code}/solvers")
        return [
            cell.get("id") for cell in browser.all("span") if (cell.get("id") or "").startswith("expert-")
        ]

    before = order()
    first = db.session.get(Profile, int(before[0].partition("-")[2]))
    browser.post(address(listed, first), data={"fits": "no"})
    assert (order(), len(before)) == (before, 3)
