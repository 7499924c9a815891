"""Pages of missions: look, choose with reasons, yes and no, the end, the rating; who reads what."""

from types import SimpleNamespace

import sqlalchemy as sa

from challenge.envoys import actions
from challenge.envoys.missions import actions as missions
from challenge.envoys.missions.models import Mission
from challenge.envoys.states import R, S
from challenge.states import C
from core import clock
from core.database import db, transaction
from core.looks import Look
from reports.desk.duties import duties
from talent.recommend import warm_up
from tests import world
from tests.challenge.envoys import scene

DESK = "/desk/envoys/missions"
FORM = {"aim": "把漏电流的要求写清楚。", "due_on": "2026-11-30"}


def whats(user):
    return [one.what for one in duties(user)]


def test_an_officer_looks_for_who_fits(app, client_of):
    officer, envoy = scene.serving()
    _, other = scene.serving(officer, name="康二")
    unit, _ = scene.enterprise(name="朔州电堆公司")
    with transaction():
        other.profile.keywords, other.profile.direction = ["陶瓷釉料"], "陶瓷釉料配方。"
        other.profile.works.clear()
    warm_up(app, wait=True)
    desk = client_of(officer)
    assert desk.get(f"{DESK}/new").status_code == 200
    assert desk.get(f"{DESK}/new?enterprise=没有的公司").status_code == 422
    assert "没有找到这家企业" in desk.text()
    where = f"{DESK}/new?enterprise=朔州电堆公司&about=液流电池极板流道漏电"
    desk.get(where)
    names = [one.text for one in desk.all("strong")]
    assert names.index("贺技特") < names.index("康二")
    assert ("极板" in desk.text(), "都不大相符" in desk.text()) == (True, False)
    scene.offered(officer, name="等同意")
    desk.get(f"{DESK}/new?enterprise=朔州电堆公司&about=奶牛乳房炎防治")
    for said in ("都不大相符", "到人才库查找能解决的专家", "等同意", "待本人同意"):
        assert said in desk.text(), said
    assert desk.post(where, data=FORM).status_code == 422
    assert [one.text for one in desk.all("textarea", name="aim")] == [FORM["aim"]]
    assert desk.post(where, data=FORM | {"envoy": envoy.code, "due_on": "2026-01-01"}).status_code == 422
    assert "任务期限不能早于今天" in desk.text()
    assert desk.post(where, data=FORM | {"envoy": envoy.code}).status_code == 302
    assert db.session.scalars(sa.select(Mission)).one().organisation == unit


def test_from_request_to_rating(app, client_of):
    officer, envoy = scene.serving()
    unit, person = scene.enterprise()
    with transaction():
        asked = actions.ask(person, "电堆漏电", "漏电流超标。", "储能")
    desk, me, firm = (client_of(one) for one in (officer, envoy.user, person))
    where = f"{DESK}/new?request={asked.code}"
    assert desk.post(where, data=FORM | {"envoy": envoy.code}).status_code == 302
    row = db.session.scalars(sa.select(Mission)).one()
    assert (row.request.state, row.contact) == (R.ARRANGED, person)
    assert desk.get(where).status_code == 404
    page = f"{DESK}/{row.code}"
    assert "答复服务任务" in whats(envoy.user)
    assert me.post(f"{page}/steps/accept").status_code == 302
    me.get(page)
    assert "填写服务记录" in me.text()
    bad = {"outcome": "finish_matched", "text": "已引荐。", "matched": "查无此人"}
    assert me.post(f"{page}/finish", data=bad).status_code == 422
    assert "没有找到唯一的在库专家" in me.text()
    assert me.post(f"{page}/finish", data=bad | {"outcome": "finish_solved"}).status_code == 422
    assert "请先填写服务记录" in me.text()
    assert [one.text for one in me.all("textarea", name="text")] == ["已引荐。"]
    made = scene.SimpleNamespace(officer=officer, envoy=envoy, unit=unit, client=person, mission=row)
    scene.confirmed(made)
    assert me.post(f"{page}/finish", data=bad | {"outcome": "finish_solved"}).status_code == 302
    assert "评价特派员服务" in whats(person)
    assert firm.post(f"{page}/rating", data={"rating": "9", "text": "好"}).status_code == 422
    assert firm.post(f"{page}/rating", data={"rating": "5", "text": ""}).status_code == 422
    assert me.post(f"{page}/rating", data={"rating": "5", "text": "好"}).status_code == 403
    assert firm.post(f"{page}/rating", data={"rating": "5", "text": "好"}).status_code == 302
    db.session.refresh(row)
    assert (row.state, row.rating) == (S.CLOSED, 5)
    for browser in (desk, me, firm):
        browser.get(page)
        assert "5 分" in browser.text()


def test_who_reads_a_mission(app, client_of):
    made = scene.accepted()
    expected = {
        made.officer: 200,
        made.envoy.user: 200,
        made.client: 200,
        world.user("leader"): 200,
        world.user("auditor"): 200,
        world.user("county", county="朔城区"): 200,
        world.user("county", county="应县"): 404,
        world.user("enterprise"): 404,
        world.user("expert"): 404,
    }
    page = f"{DESK}/{made.mission.code}"
    assert {one: client_of(one).get(page).status_code for one in expected} == expected
    assert {one: client_of(one).get(DESK).status_code for one in expected} == dict.fromkeys(expected, 200)
    assert client_of(made.client).get(f"{page}/replacement").status_code == 403
    assert client_of(made.envoy.user).post(f"{page}/steps/cancel", data={"reason": "不"}).status_code == 403


def test_the_desk_of_lapsed_lists_hands_one_to_an_envoy(app, client_of):
    officer, envoy = scene.serving()
    _, person = scene.enterprise()
    row = world.challenge(C.LAPSED, author=person, handler_id=officer.id)
    desk = client_of(officer)
    desk.get(f"/desk/challenges/{row.code}/lapsed")
    (way,) = [one.get("href") for one in desk.all("a") if "/entrust" in (one.get("href") or "")]
    desk.get(way)
    aim = f"到企业现场核实“{row.title}”的难点和指标，提出调整建议或者对接专家。"
    assert [one.text for one in desk.all("textarea", name="aim")] == [aim]
    path = f"/desk/challenges/{row.code}/entrust"
    assert desk.post(path, data=FORM).status_code == 422
    assert desk.post(path, data=FORM | {"envoy": envoy.code}).status_code == 302
    assert db.session.scalars(sa.select(Mission)).one().about == row
    assert desk.get(path).status_code == 422
    assert client_of(world.user("officer")).get(path).status_code == 404


def test_a_task_goes_to_somebody_else(app, client_of):
    made = scene.assigned()
    _, other = scene.serving(made.officer, name="康改派")
    desk, page = client_of(made.officer), f"{DESK}/{made.mission.code}"
    client_of(made.envoy.user).post(f"{page}/steps/decline", data={"reason": "不熟悉。"})
    assert "特派员谢绝任务，请改派" in whats(made.officer)
    assert desk.get(f"{page}/replacement").status_code == 200
    form = {"envoy": other.code, "due_on": "2026-11-30", "reason": ""}
    assert desk.post(f"{page}/replacement", data=form).status_code == 422
    assert desk.post(f"{page}/replacement", data=form | {"reason": "谢绝。"}).status_code == 302
    assert desk.get(f"{page}/replacement").status_code == 409


def test_a_fixed_number_of_queries(app, client_of, queries):
    made = scene.visited()
    desk, counts = client_of(made.officer), []
    paths = (DESK, f"{DESK}/new?enterprise={made.unit.name}", f"{DESK}/{made.mission.code}", "/desk")
    for number in range(2):
        for path in paths:
            with queries() as seen:
                assert desk.get(path).status_code == 200
            counts.append(len(seen))
        if not number:
            for name in ("乙二", "丙三"):
                _, envoy = scene.serving(made.officer, name=name)
                scene.visited(scene.accepted(officer=made.officer, envoy=envoy))
            scene.visited(made)
    assert counts[:4] == counts[4:]
    assert desk.get(f"{DESK}?export=xlsx").mimetype.endswith("sheet")


def test_each_side_reaches_the_other_once_it_was_accepted(app, client_of):
    made = scene.assigned()
    page = f"{DESK}/{made.mission.code}"
    with transaction():
        made.client.phone, made.envoy.profile.phone = "企业的号码", "特派员的号码"
    assert client_of(made.envoy.user).post(f"{page}/contact").status_code == 404
    client_of(made.envoy.user).post(f"{page}/steps/accept")
    for person, number in ((made.envoy.user, "企业的号码"), (made.client, "特派员的号码")):
        browser = client_of(person)
        browser.get(page)
        assert number not in browser.text()
        assert browser.post(f"{page}/contact").status_code == 200
        assert number in browser.text()
    assert client_of(made.officer).post(f"{page}/contact").status_code == 404
    seen = db.session.scalars(sa.select(Look).filter_by(kind="mission_contact")).all()
    assert {one.user_id for one in seen} == {made.envoy.user_id, made.client.id}


def test_a_demand_and_a_list_name_what_follows_them_up(app, client_of):
    officer, envoy = scene.serving()
    _, person = scene.enterprise()
    row = world.challenge(C.LAPSED, author=person, handler_id=officer.id)
    desk = client_of(officer)
    desk.post(f"/desk/challenges/{row.code}/entrust", data=FORM | {"envoy": envoy.code})
    mission = db.session.scalars(sa.select(Mission)).one()
    for path in (f"/desk/challenges/{row.code}", f"/desk/challenges/{row.code}/lapsed"):
        desk.get(path)
        assert f"{DESK}/{mission.code}" in {one.get("href") for one in desk.all("a")}, path


def test_the_public_reads_that_a_lapsed_list_is_followed_up_and_by_nobody_named(app, client):
    officer, envoy = scene.serving()
    _, person = scene.enterprise()
    row = world.challenge(C.LAPSED, author=person, handler_id=officer.id)
    with transaction():
        made = missions.entrust(officer, row, envoy, "核实指标", clock.today())
        missions.step(envoy.user, made, "accept")
    client.get(f"/challenges/{row.code}")
    assert "本榜单自2026年9月16日起转科技特派员到企业跟进。" in client.text()
    assert envoy.name not in client.text()
    scene.visited(SimpleNamespace(envoy=envoy, mission=made))
    with transaction():
        missions.finish(envoy.user, made, "finish_none", "指标暂时做不到。")
    client.get(f"/challenges/{row.code}")
    assert "科技特派员的跟进已于2026年9月16日结束，没有形成结果。" in client.text()
