"""The desk: lists per role, one page for everything, contact looks, generic steps, batches."""

import datetime as dt

import pytest
import sqlalchemy as sa

from challenge.states import C, G
from core import clock, workdays, workflow
from core.database import db, transaction
from core.looks import Look
from tests import world


def state_of(row):
    """The state as the database has it."""
    db.session.rollback()
    return row.state


def rows_of(browser):
    """Titles of the desk's list."""
    browser.get("/desk/challenges")
    return sorted(node.text for node in browser.all("a") if "/desk/challenges/JB" in (node.get("href") or ""))


def test_each_role_sees_its_own(app, client_of):
    author = world.user("enterprise")
    world.challenge(author=author, title="我的草稿")
    world.challenge(C.SUBMITTED, title="应县的", county="应县")
    world.challenge(title="别人的草稿")
    seen = {
        role: rows_of(client_of(one))
        for role, one in {
            "enterprise": author,
            "officer": world.user("officer"),
            "county": world.user("county", county="应县"),
            "other county": world.user("county", county="右玉县"),
        }.items()
    }
    assert seen == {
        "enterprise": ["我的草稿"],
        "officer": ["应县的"],
        "county": ["应县的"],
        "other county": [],
    }
    assert rows_of(client_of(world.user("researcher"))) == []
    assert client_of(world.user("expert")).get("/desk/challenges").status_code == 403


@pytest.mark.parametrize("state", list(C))
def test_the_page_of_a_demand_opens_in_every_state(app, client_of, state):
    officer = world.user("officer")
    row = world.challenge(state, handler_id=officer.id, suspended_from=C.OPEN)
    for person in (row.author, officer, world.user("leader"), world.user("county", county="朔城区")):
        expected = 200 if person is row.author or state is not C.DRAFT else 404
        assert client_of(person).get(f"/desk/challenges/{row.code}").status_code == expected


def test_contact_data_is_shown_on_request_and_the_look_is_kept(app, client_of):
    officer, row = world.user("officer"), world.challenge(C.SUBMITTED, contact_name="李联系人")
    browser = client_of(officer)
    browser.get(f"/desk/challenges/{row.code}")
    assert "李联系人" not in browser.text()
    assert len(browser.all("form", action=f"/desk/challenges/{row.code}/contact")) == 1
    browser.post(f"/desk/challenges/{row.code}/contact")
    assert "李联系人" in browser.text()
    assert [one.user_id for one in db.session.scalars(sa.select(Look))] == [officer.id]
    leader = client_of(world.user("leader"))
    leader.get(f"/desk/challenges/{row.code}")
    assert leader.all("form", action=f"/desk/challenges/{row.code}/contact") == []
    assert leader.post(f"/desk/challenges/{row.code}/contact").status_code == 404


def test_a_step_says_what_will_happen_asks_and_happens(app, client_of):
    officer, row = world.user("officer"), world.challenge(C.SUBMITTED)
    browser, path = client_of(officer), f"/desk/challenges/{row.code}/steps/return"
    browser.get(path)
    assert "状态由“待受理”变为“草稿”。" in browser.text()
    assert "发榜单位会收到站内信。" in browser.text()
    assert browser.post(path, data={"reason": ""}).status_code == 422
    assert browser.post(path, data={"reason": "指标不清"}).location == "/desk/challenges"
    assert (state_of(row), row.reason) == (C.DRAFT, "指标不清")
    poster = client_of(row.author)
    poster.get(f"/desk/challenges/{row.code}/edit/1")
    assert "退回意见：指标不清" in poster.text()


def test_refusal_to_the_pool_has_a_code_and_advice(app, client_of):
    row = world.challenge(C.APPRAISING)
    browser, path = client_of(world.user("officer")), f"/desk/challenges/{row.code}/steps/reject"
    assert browser.post(path, data={"reason_code": "别的", "advice": "拆分"}).status_code == 422
    browser.post(path, data={"reason_code": "技术指标不可考核", "advice": "请补充测试方法"})
    assert (state_of(row), row.reason_code, row.reason) == (C.REJECTED, "技术指标不可考核", "请补充测试方法")


def test_steps_refuse_with_their_status(app, client_of):
    officer = client_of(world.user("officer"))
    appraising, pooled = world.challenge(C.APPRAISING), world.challenge(C.POOLED)
    answers = {
        (row.state.value, action): officer.get(f"/desk/challenges/{row.code}/steps/{action}").status_code
        for row, action in (
            (appraising, "pool"),
            (pooled, "accept"),
            (pooled, "suspend"),
            (pooled, "nonsense"),
            (pooled, "publish"),
        )
    }
    assert answers == {
        ("appraising", "pool"): 422,
        ("pooled", "accept"): 409,
        ("pooled", "suspend"): 409,
        ("pooled", "nonsense"): 404,
        ("pooled", "publish"): 302,
    }


def test_the_county_screens(app, client_of):
    officer, county = client_of(world.user("officer")), client_of(world.user("county", county="朔城区"))
    row = world.challenge(C.DRAFT)
    with transaction():
        workflow.apply(row.author, row, "submit")
    assert officer.post(f"/desk/challenges/{row.code}/steps/accept").status_code == 422
    assert officer.post(f"/desk/challenges/{row.code}/steps/refer").status_code == 302
    assert state_of(row) is C.SCREENED
    county.post(f"/desk/challenges/{row.code}/steps/recommend", data={"reason": "同意推荐"})
    assert state_of(row) is C.APPRAISING


def test_a_list_is_suspended_and_resumed_with_its_time(app, client_of, now):
    row, leader = world.challenge(C.OPEN), client_of(world.user("leader"))
    deadline = row.deadline
    leader.post(f"/desk/challenges/{row.code}/steps/suspend", data={"reason": "核查"})
    now.forward(days=3)
    assert state_of(row) is C.SUSPENDED
    browser = client_of(world.user("leader"))
    browser.post(f"/desk/challenges/{row.code}/steps/resume", data={"reason": "核查完毕"})
    assert (state_of(row), row.deadline) == (C.OPEN, deadline + dt.timedelta(days=3))


def test_two_people_cancel_a_list(app, client, client_of):
    officer = world.user("officer")
    row = world.challenge(C.OPEN, handler_id=officer.id)
    leader = client_of(world.user("leader"))
    path = f"/desk/challenges/{row.code}/steps"
    assert leader.post(f"{path}/cancel", data={"reason": "x"}).status_code == 403
    client_of(officer).post(f"{path}/ask_cancel", data={"reason": "需求已变化"})
    assert leader.post(f"{path}/cancel", data={"reason": "同意，需求已变化"}).status_code == 302
    assert state_of(row) is C.CANCELLED
    client.get(f"/challenges/{row.code}")
    assert "已撤榜：同意，需求已变化" in client.text()


def test_batch_publication_in_the_browser(app, client_of):
    batch, idle = world.programme(), world.programme(state=G.DRAFT, name="筹备批次")
    good, bad = world.challenge(C.POOLED, title="好的"), world.challenge(C.POOLED, title="坏的")
    with transaction():
        bad.indicators[0].test_method = ""
    browser = client_of(world.user("officer"))
    browser.get("/desk/challenges/publish")
    assert (
        "坏的" in browser.text(),
        "体检有 1 项红色问题" in browser.text(),
        "筹备批次" in browser.text(),
    ) == (
        True,
        True,
        False,
    )
    soon = clock.beijing(clock.now() + dt.timedelta(days=25)).strftime("%Y-%m-%dT%H:%M")
    typed = {"programme": str(batch.id), "deadline": soon}
    assert browser.post("/desk/challenges/publish", data=typed).status_code == 422
    assert "请至少勾选一个已入库的需求。" in browser.text()
    both = typed | {"challenge": [str(good.id), str(bad.id)]}
    assert browser.post("/desk/challenges/publish", data=both).status_code == 422
    assert "坏的：榜单体检还有 1 项红色问题须先解决，可退回发榜单位修改" in browser.text()
    assert (state_of(good), state_of(bad)) == (C.POOLED, C.POOLED)
    wrong = typed | {"challenge": str(good.id), "programme": str(idle.id)}
    assert browser.post("/desk/challenges/publish", data=wrong).status_code == 422
    assert (
        browser.post("/desk/challenges/publish", data=typed | {"challenge": str(good.id)}).status_code == 302
    )
    assert state_of(good) is C.OPEN
    browser.get("/desk/challenges")
    assert "揭榜期少于 30 天" in browser.text()


def test_relisting_in_the_browser(app, client_of):
    officer, batch = world.user("officer"), world.programme()
    row = world.challenge(C.LAPSED, handler_id=officer.id)
    browser = client_of(officer)
    browser.get(f"/desk/challenges/{row.code}")
    assert [one.get("href") for one in browser.all("a") if one.text == "延期重新张榜"] == [
        f"/desk/challenges/{row.code}/steps/relist"
    ]
    browser.get(f"/desk/challenges/{row.code}/relist")
    deadline = clock.beijing(clock.now() + dt.timedelta(days=30)).strftime("%Y-%m-%dT%H:%M")
    typed = {"programme": str(batch.id), "deadline": deadline}
    assert browser.post(f"/desk/challenges/{row.code}/relist", data=typed).status_code == 422
    browser.post(f"/desk/challenges/{row.code}/relist", data=typed | {"reason": "再征集一次"})
    assert state_of(row) is C.OPEN


def test_the_usual_deadline_falls_on_a_working_day(app, client_of):
    world.challenge(C.POOLED)
    world.programme()
    browser = client_of(world.user("officer"))
    usual = clock.today() + dt.timedelta(days=45)
    with transaction():
        days = (usual + dt.timedelta(days=n) for n in range(3))
        db.session.add_all(workdays.Holiday(day=one, kind="rest", name="某节", source="试") for one in days)
    browser.get("/desk/challenges/publish")
    (node,) = browser.all("input", name="deadline")
    shown = dt.datetime.fromisoformat(node.get("value"))
    assert (shown.date(), shown.hour) == (workdays.add_workdays(usual + dt.timedelta(days=2), 1), 17)


def test_steps_of_the_table_are_all_reachable_by_a_page(app):
    from challenge.posting import steps

    with_page = {one.action for one in workflow.steps_of(world.challenge())}
    lost = {one for one in with_page if not steps.is_generic(one) and not steps.endpoint_of(one)}
    assert lost == set()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=堆", ["电堆"]),
        ("q=JBX-7", ["陶粒"]),
        ("q=甲单位", ["陶粒"]),
        ("q=%25", []),
        ("state=pooled", ["电堆"]),
    ],
)
def test_the_desk_is_searched_by_code_title_and_unit(app, client_of, query, found):
    author = world.user("enterprise", organisation_id=world.organisation("甲单位").id)
    world.challenge(C.POOLED, title="电堆")
    world.challenge(C.SUBMITTED, title="陶粒", author=author, code="JBX-7")
    browser = client_of(world.user("officer", organisation_id=None))
    browser.get(f"/desk/challenges?{query}")
    links = [node for node in browser.all("a") if (node.get("href") or "").startswith("/desk/challenges/JB")]
    assert [node.text for node in links] == found
    assert browser.get(f"/desk/challenges?{query}&export=xlsx").mimetype.endswith("sheet")
    browser.get("/desk/challenges/publish")
    assert "电堆" in browser.text()


def test_parts_that_do_not_exist(app, client_of):
    officer = world.user("officer")
    row, pooled = world.challenge(C.OPEN, handler_id=officer.id), world.challenge(C.POOLED)
    browser = client_of(officer)
    assert browser.get(f"/desk/challenges/{row.code}/amend/9").status_code == 404
    assert browser.get(f"/desk/challenges/{pooled.code}/amend").status_code == 409
    assert browser.get(f"/desk/challenges/{pooled.code}/publish").location == (
        f"/desk/challenges/publish?challenge={pooled.id}"
    )
