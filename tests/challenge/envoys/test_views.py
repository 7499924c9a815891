"""Pages of envoys: the public register, appointment and consent, requests, who reads what, fixed numbers of queries."""

import pytest
import sqlalchemy as sa

from challenge.envoys import actions
from challenge.envoys.models import Envoy, EnvoyRequest
from challenge.envoys.states import E, R
from core.database import db, transaction
from reports.desk.duties import duties
from tests import world
from tests.challenge.envoys import scene

DESK = "/desk/envoys"
FORM = {
    "kind": "expert",
    "county": "应县",
    "industries": ["储能", "新能源"],
    "starts_on": "2026-10-01",
    "ends_on": "2028-09-30",
    "capacity": "3",
    "basis": "朔科字 1 号",
}


def whats(user):
    return [one.what for one in duties(user)]


def test_from_the_form_to_the_public_register(app, client, client_of):
    officer, person = world.user("officer"), world.user("expert", display_name="白特派")
    world.profile("白特派", user_id=person.id, unit="雁门大学")
    desk, me = client_of(officer), client_of(person)
    assert desk.get(f"{DESK}/new").status_code == 200
    assert desk.post(f"{DESK}/new", data=FORM | {"who": "白特派"}).status_code == 302
    envoy = db.session.scalars(sa.select(Envoy)).one()
    assert (envoy.industries, envoy.capacity) == (["储能", "新能源"], 3)
    assert "确认聘任" in whats(person)
    client.get("/envoys")
    assert "名录暂时没有人员" in client.text()
    me.get(f"{DESK}/{envoy.code}")
    assert "同意受聘" in me.text()
    assert me.post(f"{DESK}/{envoy.code}/consent", data={}).status_code == 422
    assert me.post(f"{DESK}/{envoy.code}/consent", data={"agreed": "y", "is_named": "y"}).status_code == 302
    db.session.refresh(envoy)
    assert (envoy.state, envoy.is_named) == (E.SERVING, True)


def test_the_register_names_those_who_consented(app, client):
    scene.serving(name="甲公开")
    scene.serving(name="乙不公开", is_named=False)
    client.get("/envoys?county=朔城区")
    text = client.text()
    assert ("甲公开" in text, "乙不公开" in text, "雁门大学" in text) == (True, False, True)
    client.get("/envoys?county=应县")
    assert "没有符合条件的特派员" in client.text()
    assert client.get("/envoys?export=xlsx").mimetype.endswith("sheet")


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"who": "查无此人"}, "没有找到此人"),
        ({"who": ""}, "请填写姓名或用户名"),
        ({"county": "某县"}, "请从列表中选择"),
        ({"industries": ["算命"]}, "请从列表中选择服务领域"),
        ({"starts_on": "二月三十"}, "请填写聘期开始日期"),
        ({"ends_on": "2026-09-30"}, "聘期结束须晚于聘期开始"),
        ({"ends_on": "2031-09-30"}, "一次聘期不得超过 36 个月"),
        ({"capacity": "51"}, "1 至 50 之间的整数"),
        ({"capacity": "11"}, "不得超过 10 项"),
        ({"kind": "spy"}, "类别"),
    ],
)
def test_wrong_words_get_a_sentence_and_stay(app, client_of, changes, sentence):
    person = world.user("expert", display_name="白特派")
    world.profile("白特派", user_id=person.id)
    desk = client_of(world.user("officer"))
    assert desk.post(f"{DESK}/new", data=FORM | {"who": "白特派"} | changes).status_code == 422
    assert sentence in desk.text()
    assert [one.get("value") for one in desk.all("input", name="basis")] == ["朔科字 1 号"]
    assert db.session.scalars(sa.select(Envoy)).all() == []


def test_who_reads_an_appointment(app, client_of):
    officer, envoy = scene.serving()
    expected = {
        officer: 200,
        envoy.user: 200,
        world.user("leader"): 200,
        world.user("auditor"): 200,
        world.user("county", county="朔城区"): 200,
        world.user("county", county="应县"): 404,
        world.user("enterprise"): 404,
        world.user("expert"): 404,
    }
    page = f"{DESK}/{envoy.code}"
    assert {one: client_of(one).get(page).status_code for one in expected} == expected
    assert client_of(officer).get(f"{page}/consent").status_code == 404
    assert client_of(envoy.user).get(f"{page}/renewal").status_code == 403


def test_steps_have_pages_and_refusals(app, client_of):
    officer, envoy = scene.serving()
    desk, page = client_of(officer), f"{DESK}/{envoy.code}"
    assert desk.get(f"{page}/renewal").status_code == 200
    assert desk.post(f"{page}/renewal", data={"ends_on": "2026-10-01", "capacity": "2"}).status_code == 422
    assert "续聘的结束日期须晚于现聘期" in desk.text()
    good = {"ends_on": "2029-10-01", "capacity": "2"}
    assert desk.post(f"{page}/renewal", data=good).status_code == 302
    assert desk.get(f"{page}/renewal").status_code == 409
    me = client_of(envoy.user)
    assert me.get(f"{page}/steps/agree_renewal").status_code == 200
    assert me.post(f"{page}/steps/agree_renewal").status_code == 302
    assert me.get(f"{page}/steps/agree").status_code == 404
    assert desk.post(f"{page}/steps/end", data={"reason": ""}).status_code == 422
    assert desk.post(f"{page}/steps/end", data={"reason": "任期届满。"}).status_code == 302
    assert desk.get(f"{page}/steps/end").status_code == 409


def test_an_enterprise_asks_by_form(app, client_of):
    _, person = scene.enterprise()
    officer, envoy = scene.serving()
    browser, desk = client_of(person), client_of(officer)
    form = {"topic": "电堆漏电", "industry": "储能", "text": "漏电流超标。", "wanted": envoy.code}
    assert browser.get(f"{DESK}/requests/new").status_code == 200
    assert browser.post(f"{DESK}/requests/new", data=form | {"text": ""}).status_code == 422
    assert [one.get("value") for one in browser.all("input", name="topic")] == ["电堆漏电"]
    assert browser.post(f"{DESK}/requests/new", data=form | {"wanted": "TP0"}).status_code == 422
    assert browser.post(f"{DESK}/requests/new", data=form).status_code == 302
    row = db.session.scalars(sa.select(EnvoyRequest)).one()
    assert (row.wanted, row.state) == (envoy, R.ASKED)
    page = f"{DESK}/requests/{row.code}"
    expected = {
        officer: 200,
        person: 200,
        world.user("county", county="朔城区"): 200,
        world.user("county", county="应县"): 404,
        world.user("enterprise"): 404,
        world.user("researcher"): 403,
    }
    assert {one: client_of(one).get(page).status_code for one in expected} == expected
    assert "安排特派员" in whats(officer)
    desk.get(page)
    assert "安排特派员" in desk.text()
    assert browser.post(f"{page}/steps/withdraw", data={"reason": "已解决。"}).status_code == 302
    assert desk.post(f"{page}/steps/refuse", data={"reason": "晚了。"}).status_code == 409


def test_lists_are_filtered_exported_and_of_a_fixed_number_of_queries(app, client_of, queries):
    officer, _ = scene.serving(name="甲一")
    _, person = scene.enterprise()
    with transaction():
        actions.ask(person, "电堆漏电", "漏电流超标。", "储能")
    desk, counts = client_of(officer), []
    for number in range(2):
        for path in (f"{DESK}/", f"{DESK}/requests", "/envoys"):
            with queries() as seen:
                assert desk.get(path).status_code == 200
            counts.append((path, len(seen)))
        if not number:
            for name in ("乙二", "丙三"):
                scene.serving(officer, name=name)
                with transaction():
                    actions.ask(scene.enterprise()[1], name, "漏电流超标。", "储能")
    assert counts[:3] == counts[3:]
    desk.get(f"{DESK}/?q=甲一")
    assert ("甲一" in desk.text(), "乙二" in desk.text()) == (True, False)
    for path in (f"{DESK}/?export=xlsx", f"{DESK}/requests?export=xlsx"):
        assert desk.get(path).mimetype.endswith("sheet")


def test_a_term_that_has_run_out_is_found(app, client_of, now):
    scene.serving(name="期满人")
    now.forward(days=740)
    officer = world.user("officer")
    desk = client_of(officer)
    for state, number in (("over", 1), ("serving", 0), ("coming", 0)):
        desk.get(f"{DESK}/?state={state}")
        assert ("期满人" in desk.text()) == bool(number), state
    assert "特派员聘期将满，续聘或者解聘" in whats(officer)


def test_an_officer_begins_an_appointment_from_the_profile(app, client_of):
    officer, person = world.user("officer"), world.user("expert", display_name="白特派", username="bai")
    row = world.profile("白特派", user_id=person.id, industries=["储能"])
    page = f"/desk/talent/{row.id}"
    desk, link = client_of(officer), f"{DESK}/new?who=bai"
    desk.get(page)
    assert [one.text for one in desk.all("a", href=link)] == ["聘为科技特派员"]
    desk.get(link)
    assert [one.get("value") for one in desk.all("input", name="who")] == ["bai"]
    chosen = [one for one in desk.all("input", name="industries") if one.get("checked") is not None]
    assert [one.get("value") for one in chosen] == ["储能"]
    assert desk.post(f"{DESK}/new", data=FORM | {"who": "bai"}).status_code == 302
    envoy = db.session.scalars(sa.select(Envoy)).one()
    desk.get(page)
    assert [one.text for one in desk.all("a", href=f"{DESK}/{envoy.code}")] == ["科技特派员（待本人同意）"]
    for reader in (world.user("leader"), person):
        browser = client_of(reader)
        browser.get(page)
        assert "聘为科技特派员" not in browser.text()
    stranger = world.profile("无账号")
    desk.get(f"/desk/talent/{stranger.id}")
    assert "该专家还没有平台账号" in desk.text()
