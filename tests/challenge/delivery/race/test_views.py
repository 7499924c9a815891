"""Pages of races: gates defined, published, tested, objected to; who opens what, and what nobody reads too early."""

import io

import pytest
import sqlalchemy as sa

from challenge.delivery.race.states import RG
from challenge.posting.actions import publishing
from challenge.states import B, C
from core.database import db, transaction
from tests import world
from tests.challenge.delivery.closing import scene as closing
from tests.challenge.delivery.race import scene
from tests.challenge.review.scene import calendar, step_up

PDF = scene.PDF
GOOD, FAIR, POOR = ("33", "1.8"), ("30", "2"), ("24", "2.5")


def text(answer):
    return answer.get_data(as_text=True)


def test_gates_are_defined_before_publication(client_of, client, now):
    officer, challenge, programme = scene.pooled()
    desk, base = client_of(officer), f"/desk/challenges/{challenge.code}/gates"
    first, second = challenge.indicators
    with pytest.raises(publishing.NotPublished, match="赛马榜单须先定义关口"), transaction():
        publishing.publish_batch(officer, [challenge.id], programme, usual(now))
    assert "还没有关口" in text(desk.get(base))
    typed = {"name": "样机对比", "tester": "省级检测中心", "stay": "2", "tie": "order", "share": "equal"}
    for wrong, said in (
        ({}, "月数和日期请填写一项"),
        ({"month": "9", "held_on": "2027-06-30"}, "月数和日期请填写一项"),
        ({"month": "九"}, "请填写 1 至 60 之间的整数"),
        ({"held_on": "2027-02-31"}, "请填写正确的日期"),
        ({"month": "9"}, "请至少勾选一项测试指标"),
        ({"month": "9", f"use_{first.id}": "y", f"need_{first.id}": "很高"}, "请填写数值"),
        ({"month": "9", f"use_{first.id}": "y", "stay": ""}, "请填写最多晋级几条赛道"),
        ({"month": "9", f"use_{first.id}": "y", "tie": "random"}, "请从列表中选择"),
    ):
        answer = desk.post(f"{base}/new", data=typed | wrong)
        assert (answer.status_code, said in text(answer), "省级检测中心" in text(answer)) == (
            422,
            True,
            True,
        ), wrong
    good = typed | {"month": "9", f"use_{first.id}": "y", f"need_{first.id}": "30", f"use_{second.id}": "y"}
    assert desk.post(f"{base}/new", data=good).status_code == 302
    assert desk.post(f"{base}/new", data=good | {"month": "8", "name": "中试对比"}).status_code == 302
    page = text(desk.get(base))
    assert "关口 2：中试对比 应晚于前一关口" in page
    assert "≥ 30 Wh/L" in page
    assert (
        desk.post(f"{base}/2", data=good | {"month": "15", "name": "中试对比", "stay": "1"}).status_code
        == 302
    )
    assert "中试对比" in text(desk.get(f"{base}/2"))
    saturday = good | {"month": "", "held_on": "2027-10-02", "name": "现场对比"}
    assert "休息日" not in text(desk.get(base))
    assert desk.post(f"{base}/new", data=saturday).status_code == 302
    assert "时间写法不同" in text(desk.get(base))
    assert desk.post(f"{base}/3/remove").status_code == 302
    for number in (2, 1):
        assert desk.post(f"{base}/{number}/remove").status_code == 302
    assert desk.post(f"{base}/new", data=saturday).status_code == 302
    assert "2027年10月2日）是休息日" in text(desk.get(base))
    assert desk.post(f"{base}/1", data=good | {"held_on": ""}).status_code == 302
    assert desk.post(f"{base}/new", data=good | {"month": "15", "stay": "1"}).status_code == 302
    assert "休息日" not in text(desk.get(base))
    assert "不设关口" not in text(desk.get(f"/desk/challenges/{challenge.code}"))
    for other in (world.user("officer"), challenge.author):
        assert client_of(other).get(base).status_code in (403, 404)
    with transaction():
        publishing.publish_batch(officer, [challenge.id], programme, usual(now))
    assert desk.get(base).status_code == 404
    page = text(client.get(f"/challenges/{challenge.code}/race"))
    assert "综合完成率排名前 2 的赛道晋级" in page
    assert f"/challenges/{challenge.code}/race" in text(client.get(f"/challenges/{challenge.code}"))


def usual(now):
    """A deadline as the rule pack wants it."""
    import datetime as dt

    return now.instant + dt.timedelta(days=45)


def test_a_gate_is_removed_and_later_ones_move_up(client_of):
    officer, challenge, _programme = scene.pooled()
    with transaction():
        for facts in ({}, {"name": "中试对比", "month": 15}):
            scene.defining.save(officer, challenge, None, scene.gate(challenge, **facts))
    desk = client_of(officer)
    assert desk.post(f"/desk/challenges/{challenge.code}/gates/1/remove").status_code == 302
    assert [(one.number, one.name) for one in challenge.gates] == [(1, "中试对比")]


def test_a_gate_is_after_the_deadline(now, app):
    officer, challenge, programme = scene.pooled()
    with transaction():
        early = scene.gate(challenge, month=None, held_on=now.instant.date())
        scene.defining.save(officer, challenge, None, early)
    with pytest.raises(publishing.NotPublished, match="不晚于揭榜截止"), transaction():
        publishing.publish_batch(officer, [challenge.id], programme, usual(now))


def test_other_lists_have_no_gates(now, app):
    officer, challenge, _programme = scene.pooled()
    with transaction():
        scene.defining.save(officer, challenge, None, scene.gate(challenge))
    with pytest.raises(publishing.NotPublished, match="不设关口"), transaction():
        publishing.publish_batch(officer, [challenge.id], world.programme(), usual(now))


@pytest.fixture
def race(app):
    """Three lanes under contract."""
    calendar()
    officer, challenge, people = scene.running()
    people.teams = [one.leader for one in challenge.projects]
    people.poster = challenge.author
    return officer, challenge, people


def test_the_day_of_a_gate_in_the_browser(client_of, client, now, race):
    officer, challenge, people = race
    gate, base = challenge.gates[0], f"/desk/challenges/{challenge.code}/race"
    early = client_of(officer).get(f"{base}/1/results", follow_redirects=True)
    assert (early.status_code, early.request.path, "后才能登记" in text(early)) == (200, f"{base}/1", True)
    now.instant = scene.dt.datetime.combine(gate.held_on, scene.dt.time(2), scene.dt.UTC)
    scene.still_here(now)
    desk, boss = client_of(officer), client_of(people.leader)
    assert f'href="{base}/1/steps/enter"' in text(desk.get(f"{base}/1"))
    assert desk.get(f"{base}/1/steps/enter").headers["Location"] == f"{base}/1/results"
    page = text(desk.get(f"{base}/1/results"))
    assert "赛道 3 漏电流" in page
    for project in challenge.projects:
        assert project.organisation.name not in page.split('id="main"')[-1]
    keys = [one["indicator"] for one in gate.tests]
    rows = {
        f"lane_{lane}_{key}": value
        for lane, row in enumerate((FAIR, GOOD, POOR), 1)
        for key, value in zip(keys, row, strict=True)
    }
    bad = desk.post(f"{base}/1/results", data=rows | {f"lane_3_{keys[0]}": "", "institution": "省级检测中心"})
    assert (bad.status_code, "没有测得的填" in text(bad), 'value="33"' in text(bad)) == (422, True, True)
    bad = desk.post(f"{base}/1/results", data=rows | {f"lane_3_{keys[0]}": "24 kg", "institution": "中心"})
    assert (bad.status_code, "请核对数值和单位" in text(bad)) == (422, True)
    bad = desk.post(f"{base}/1/results", data=rows | {"institution": "中心"})
    assert (bad.status_code, "请上传测试报告" in text(bad)) == (422, True)
    odd = {f"lane_2_{keys[0]}": "3300", f"lane_3_{keys[0]}": "-5"}
    said = f"赛道 2 {challenge.indicators[0].name}“3300”超过要求值的 10 倍；赛道 3 {challenge.indicators[0].name}“-5”小于 0"
    for extra, wanted in (({}, 422), ({"checked": "y"}, 422), ({"checked": "y", "named": said}, 302)):
        sent = rows | odd | extra | {"institution": "中心", "file": (io.BytesIO(PDF), "报告.pdf")}
        answer = desk.post(f"{base}/1/results", data=sent)
        assert (answer.status_code, said in text(answer)) == (wanted, wanted == 422)
    page = text(desk.get(f"{base}/1"))
    assert ("异常：小于 0" in page, "尚未提出" in page) == (True, True)
    assert page.index("steps/propose") < page.index("steps/enter")
    sent = rows | {"institution": "省级检测中心", "file": (io.BytesIO(PDF), "报告.pdf")}
    assert desk.post(f"{base}/1/results", data=sent).status_code == 302
    assert boss.get(f"{base}/1/report").get_data() == PDF
    assert client_of(people.teams[0]).get(f"{base}/1/report").status_code == 403
    step_up(officer)
    step_up(people.leader)
    page = text(desk.get(f"{base}/1/steps/propose"))
    assert "110.44%" in page
    assert desk.post(f"{base}/1/steps/propose", data={"seen": gate.version}).status_code == 302
    loser = client_of(people.teams[2])
    assert "110.44" not in text(loser.get(f"{base}/1"))
    assert "110.44" not in text(client_of(people.poster).get(f"{base}/1"))
    assert "110.44" not in text(client.get(f"/challenges/{challenge.code}/race"))
    assert desk.get(f"{base}/1/steps/publish").status_code == 403
    assert boss.post(f"{base}/1/steps/return", data={"seen": gate.version, "reason": ""}).status_code == 422
    page = text(boss.get(f"{base}/1/steps/publish"))
    assert ("24 未达到" in page, f"{base}/1/report" in page) == (True, True)
    assert boss.post(f"{base}/1/steps/publish", data={"seen": gate.version}).status_code == 422
    sent = {"seen": gate.version, "reason": scene.OPINION}
    assert boss.post(f"{base}/1/steps/publish", data=sent).status_code == 302
    page = text(loser.get(f"{base}/1"))
    assert "110.44%" in page
    assert ("24 未达到" in page, "33 达到" in page) == (True, False)
    assert "不公开" in page  # of the other lanes
    page = text(client.get(f"/challenges/{challenge.code}/race"))
    assert ("110.44%" in page, "24 未达到" in page, "拟淘汰" in page) == (True, False, True)
    assert loser.post(f"{base}/1/objection", data={"text": ""}).status_code == 422
    assert loser.post(f"{base}/1/objection", data={"text": "第二个样品装反。"}).status_code == 302
    (row,) = gate.objections
    assert "装反" not in text(client_of(people.teams[0]).get(f"{base}/1"))
    answer = f"{base}/1/objections/{row.id}"
    assert desk.get(answer).status_code == 403
    assert boss.post(answer, data={"action": "dismiss", "text": ""}).status_code == 422
    assert boss.post(answer, data={"action": "dismiss", "text": "已复核录像，安装无误。"}).status_code == 302
    now.instant = gate.objections_until
    desk, loser = client_of(officer), client_of(people.teams[2])
    step_up(officer)
    assert desk.post(f"{base}/1/steps/take_effect", data={"seen": gate.version}).status_code == 302
    assert gate.state is RG.DONE
    page = text(loser.get(f"{base}/1"))
    assert "资金调剂" in page
    assert "赛马淘汰" in text(loser.get(f"/desk/projects/{challenge.projects[2].code}"))
    assert "已完成" not in page


def test_who_opens_the_race(client_of, race):
    officer, challenge, people = race
    path = f"/desk/challenges/{challenge.code}/race"
    others = {
        "finance": 200,
        "auditor": 200,
        "supervisor": 200,
        "enterprise": 404,
        "researcher": 404,
        "expert": 404,
    }
    for role, status in others.items():
        assert client_of(world.user(role)).get(path).status_code == status, role
    for user in (officer, people.leader, people.poster, *people.teams):
        assert client_of(user).get(path).status_code == 200
    team, lanes = text(client_of(people.teams[0]).get(path)), challenge.projects
    assert (lanes[0].code in team, lanes[1].code in team, "本队资金" in team) == (True, False, True)
    assert lanes[1].code in text(client_of(people.poster).get(path))
    assert client_of(officer).get(f"{path}/9").status_code == 404


def test_a_list_that_is_no_race_has_no_race(client_of, app):
    officer = world.user("officer")
    challenge = world.challenge(C.ANNOUNCED, handler_id=officer.id)
    desk = client_of(officer)
    assert desk.get(f"/desk/challenges/{challenge.code}/race").status_code == 404
    assert desk.get(f"/challenges/{challenge.code}/race").status_code == 404


def test_pages_ask_as_often_for_four_lanes_as_for_two(client_of, app, now):
    calendar()
    races = [scene.running(lanes) for lanes in (2, 4)]
    for _officer, challenge, people in races:
        scene.done(people, challenge.gates[0], now, *[GOOD, FAIR, POOR, FAIR][: len(challenge.projects)])
    asked = []
    scene.still_here(now)
    for officer, challenge, _people in races:
        user, code = client_of(officer), challenge.code
        paths = (
            f"/desk/challenges/{code}/race",
            f"/desk/challenges/{code}/race/1",
            f"/challenges/{code}/race",
        )
        asked.append([count_of(user, path) for path in paths])
    assert asked[0] == asked[1]


def count_of(client, path):
    """Queries of one page."""
    seen = []

    def note(*args):
        seen.append(args[2])

    sa.event.listen(db.engine, "before_cursor_execute", note)
    try:
        assert client.get(path).status_code == 200
    finally:
        sa.event.remove(db.engine, "before_cursor_execute", note)
    return len(seen)


def test_one_of_two_gives_up_in_the_browser(client_of, race):
    officer, challenge, _people = race
    leaving = challenge.bids[1]
    desk, path = client_of(officer), f"/desk/challenges/{challenge.code}/give-up"
    answer = desk.get(path)
    assert (answer.status_code, "须先在“终止办理”中结束项目" in text(answer)) == (422, True)
    closing.agreed(closing.ended(leaving.project, officer, "abandoned"))
    page = text(desk.get(f"/desk/challenges/{challenge.code}/steps/go_on_without", follow_redirects=True))
    assert "其余赛道继续" in page
    assert "查看终止办理" in page  # the lanes that still run
    assert desk.post(path, data={"reason": "设备停产。"}).status_code == 422
    sent = {"bid": leaving.id, "way": "go_on_without", "reason": "设备停产。"}
    assert desk.post(path, data=sent).status_code == 302
    assert (leaving.state, leaving.project.state.value, challenge.state) == (
        B.GIVEN_UP,
        "abandoned",
        C.CONTRACTED,
    )
