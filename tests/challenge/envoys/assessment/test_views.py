"""Pages of the year: begin, everybody's form, the grade with its numbers, the list with its export."""

import sqlalchemy as sa

from challenge.envoys.assessment.models import Assessment
from challenge.envoys.states import Grade, Y
from core.database import db
from reports.desk.duties import duties
from tests import world
from tests.challenge.envoys import scene

LIST = "/desk/envoys/assessments"


def whats(user):
    return [one.what for one in duties(user)]


def test_the_year_from_begin_to_final(app, client_of):
    made = scene.confirmed()
    county, leader = world.user("county", county="朔城区"), world.user("leader")
    desk, me, side, top = (client_of(one) for one in (made.officer, made.envoy.user, county, leader))
    assert desk.post(LIST, data={"year": "1999"}).status_code == 422
    assert desk.post(LIST, data={"year": "2026"}).status_code == 302
    assert desk.post(LIST, data={"year": "2026"}).status_code == 422
    assert "没有需要启动" in desk.text()
    page = f"{LIST}/{made.envoy.code}/2026"
    assert "提交年度总结" in whats(made.envoy.user)
    me.get(page)
    assert "已确认 1 次，满分需 9 次" in me.text()
    assert me.post(f"{page}/report", data={"text": ""}).status_code == 422
    assert me.post(f"{page}/report", data={"text": "服务一家企业。"}).status_code == 302
    assert "填写特派员考核意见" in whats(county)
    assert side.post(f"{page}/opinion", data={"text": "属实。"}).status_code == 422
    assert [one.text for one in side.all("textarea", name="text")] == ["属实。"]
    assert side.post(f"{page}/opinion", data={"text": "属实。", "grade": "pass"}).status_code == 302
    assert "评定考核等次" in whats(made.officer)
    best = {"grade": "excellent", "reason": "走访及时。"}
    assert desk.post(f"{page}/grade", data=best).status_code == 422
    assert "不能评为优秀" in desk.text()
    assert [one.text for one in desk.all("textarea", name="reason")] == ["走访及时。"]
    assert desk.post(f"{page}/grade", data=best | {"grade": "pass"}).status_code == 302
    me.get(page)
    assert ("拟定等次" in me.text(), "走访及时。" in me.text()) == (True, True)
    assert me.post(f"{page}/answer", data={"text": ""}).status_code == 422
    assert me.post(f"{page}/answer", data={"text": "无意见。"}).status_code == 302
    assert "审定特派员考核等次" in whats(leader)
    assert top.get(f"{page}/steps/finalise").status_code == 200
    assert top.post(f"{page}/steps/finalise").status_code == 302
    one = db.session.scalars(sa.select(Assessment)).one()
    assert (one.state, one.grade) == (Y.FINAL, Grade.PASS)
    top.get(page)
    assert one.final_digest in top.text()
    assert desk.get(f"{LIST}?export=xlsx").mimetype.endswith("sheet")


def test_who_reads_a_year(app, client_of):
    made = scene.confirmed()
    client_of(made.officer).post(LIST, data={"year": "2026"})
    expected = {
        made.officer: 200,
        made.envoy.user: 200,
        world.user("leader"): 200,
        world.user("auditor"): 200,
        world.user("county", county="朔城区"): 200,
        world.user("county", county="应县"): 404,
        made.client: 404,
        world.user("expert"): 404,
    }
    page = f"{LIST}/{made.envoy.code}/2026"
    assert {one: client_of(one).get(page).status_code for one in expected} == expected
    assert client_of(made.officer).get(f"{LIST}/{made.envoy.code}/2025").status_code == 404
    assert client_of(made.officer).get(f"{LIST}/{made.envoy.code}/99999").status_code == 404
    assert client_of(made.officer).post(f"{page}/report", data={"text": "代写"}).status_code == 403
    assert client_of(made.envoy.user).post(f"{page}/grade", data={}).status_code == 403


def test_a_grade_that_is_sent_back_is_no_secret_of_the_bureau_alone(app, client_of, now):
    made = scene.confirmed()
    client_of(made.officer).post(LIST, data={"year": "2026"})
    page = f"{LIST}/{made.envoy.code}/2026"
    for action, days in (("skip_report", 15), ("skip_opinion", 10)):
        now.forward(days=days)  # by then every session has ended
        assert "考核逾期未办，转下一步" in whats(made.officer)
        desk = client_of(made.officer)
        assert desk.post(f"{page}/steps/{action}").headers["Location"] == page
    desk.post(f"{page}/grade", data={"grade": "fail", "reason": "记录太少。"})
    client_of(made.envoy.user).post(f"{page}/answer", data={"text": "有客观原因。"})
    leader = client_of(world.user("leader"))
    assert leader.post(f"{page}/steps/send_back", data={"reason": ""}).status_code == 422
    assert leader.post(f"{page}/steps/send_back", data={"reason": "请核实客观原因。"}).status_code == 302
    me = client_of(made.envoy.user)
    me.get(page)
    assert ("记录太少。" in me.text(), "请核实客观原因。" in me.text()) == (False, True)
    desk.get(page)
    assert "记录太少。" in desk.text()


def test_a_fixed_number_of_queries(app, client_of, queries):
    made = scene.confirmed()
    desk = client_of(made.officer)
    desk.post(LIST, data={"year": "2026"})
    page, counts = f"{LIST}/{made.envoy.code}/2026", []
    for number in range(2):
        for path in (LIST, page):
            with queries() as seen:
                assert desk.get(path).status_code == 200
            counts.append(len(seen))
        if not number:
            for name in ("乙二", "丙三"):
                scene.serving(made.officer, name=name)
            desk.post(LIST, data={"year": "2026"})
            scene.confirmed(made)
            scene.visited(scene.accepted(officer=made.officer, envoy=made.envoy))
    assert counts[:2] == counts[2:]
