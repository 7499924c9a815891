"""A year: everybody's words in turn, silence passed over, a limited share of 优秀, figures frozen by digest."""

import pytest
import sqlalchemy as sa

from challenge.envoys import actions as register
from challenge.envoys.assessment import actions, effects
from challenge.envoys.assessment.computing import days_served, figures, target_of
from challenge.envoys.assessment.models import Assessment
from challenge.envoys.missions import actions as missions
from challenge.envoys.states import Grade, Kind, Y
from challenge.envoys.visits import actions as visits
from core import clock, workflow
from core.audit import AuditEntry
from core.database import db, transaction
from core.workflow import Refused
from tests import world
from tests.challenge.envoys import scene

YEAR = 2026


def refusal(act, *args, **kwargs):
    with pytest.raises(Refused) as refused, transaction():
        act(*args, **kwargs)
    return refused.value.refusal.sentence


def begun(officer):
    with transaction():
        made = actions.begin_year(officer, YEAR)
    return {one.envoy_id: one for one in made}


def step(user, one, action, **facts):
    with transaction():
        actions.step(user, one, action, **facts)


def opined(officer, one, now):
    step(one.envoy.user, one, "report", text="服务三家企业。")
    now.forward(days=11)
    step(officer, one, "skip_opinion")
    return one


def excellent(made):
    for _ in range(12):
        scene.confirmed(made)
    scene.finished(made)
    with transaction():
        missions.step(made.client, made.mission, "rate", rating=5, text="好。")
    return made


def test_the_figures_come_from_confirmed_visits(app, now):
    made = scene.confirmed()
    scene.visited(made)
    one = begun(made.officer)[made.envoy.id]
    found = figures(one)
    assert [row["state"] for row in found["visits"]] == ["企业已确认", "待企业确认"]
    notes = {row["key"]: row["note"] for row in found["items"]}
    assert notes["visits"] == "已确认 1 次，满分需 9 次（全年 12 次，按本年度在聘天数折算）"
    assert (notes["results"], found["missions"]) == ("没有办结的任务，本项不计", [])
    assert notes["timeliness"] == "应按时办理 3 件，按时 3 件"
    now.forward(days=30)
    scene.visited(made, clock.today().replace(day=1))
    assert figures(one)["late"] == [f"{made.mission.code} 第 3 次服务的记录"]


def test_a_year_is_begun_once_for_whoever_served(app, now):
    officer, envoy = scene.serving()
    scene.offered(officer, name="未受聘")
    assert set(begun(officer)) == {envoy.id}
    assert "没有需要启动 2026 年度考核的人员" in refusal(actions.begin_year, officer, YEAR)
    assert refusal(actions.begin_year, officer, 2024).startswith("只能启动本年度或者上一年度")
    assert "没有需要启动 2025 年度考核" in refusal(actions.begin_year, officer, 2025)


def test_everybody_in_turn_until_it_stands(app, now):
    made = excellent(scene.accepted())
    one = begun(made.officer)[made.envoy.id]
    county, leader = world.user("county", county="朔城区"), world.user("leader")
    assert workflow.refusal(county, one, "opine").status == 409
    step(made.envoy.user, one, "report", text="服务一家企业。")
    assert workflow.refusal(world.user("county", county="应县"), one, "opine").status == 403
    step(county, one, "opine", text="属实。", grade=Grade.EXCELLENT)
    assert refusal(actions.step, made.officer, one, "grade") == "请选择等次并写明理由。"
    with transaction():
        actions.grade(made.officer, one, Grade.EXCELLENT, "十二次走访，企业满意。")
    assert (one.state, one.body["total"], effects.is_sound(one)) == (Y.GRADED, 10000, True)
    assert "2026 年度考核已经评定" in refusal(
        visits.record,
        made.envoy.user,
        scene.accepted(officer=made.officer, envoy=made.envoy).mission,
        scene.FACTS | {"visited_on": clock.today()},
        [],
    )
    step(made.envoy.user, one, "answer", text="无意见。")
    both = world.user("leader", "officer")
    with transaction():
        one.graded_by_id = both.id
    assert workflow.refusal(both, one, "finalise").status == 403
    with transaction():
        actions.finalise(leader, one)
    assert (one.state, one.final_by, len(one.final_digest)) == (Y.FINAL, leader, 64)
    told = db.session.scalars(sa.select(AuditEntry).filter_by(action="envoy_assessment.sealed")).one()
    assert told.after == {"grade": "excellent", "digest": one.final_digest}
    with transaction():
        one.grade_reason = "改过的理由"
    assert not effects.is_sound(one)


def test_figures_that_were_touched_do_not_pass(app, now):
    made = scene.confirmed()
    one = opined(made.officer, begun(made.officer)[made.envoy.id], now)
    with transaction():
        actions.grade(made.officer, one, Grade.PASS, "按时服务。")
        actions.step(made.envoy.user, one, "answer", text="无意见。")
        one.body = one.body | {"total": 10000}
    assert refusal(actions.finalise, world.user("leader"), one) == "考核数据与摘要不符，请退回重新评定。"
    step(world.user("leader"), one, "send_back", reason="数据不符。")
    assert (one.state, one.sent_back, one.answer) == (Y.OPINED, "数据不符。", "")


def test_silence_is_passed_over_after_its_time(app, now):
    officer, envoy = scene.serving()
    one = begun(officer)[envoy.id]
    for action, days in (("skip_report", 15), ("skip_opinion", 10)):
        assert refusal(actions.step, officer, one, action) == "期限还没有过，请等待。"
        now.forward(days=days)
        step(officer, one, action)
    with transaction():
        actions.grade(officer, one, Grade.FAIL, "全年没有服务记录。")
    assert refusal(actions.step, officer, one, "skip_answer") == "期限还没有过，请等待。"
    now.forward(days=5)
    step(officer, one, "skip_answer")
    assert (one.state, one.report, one.opinion, one.answer) == (Y.ANSWERED, "", "", "")


def test_excellent_needs_points_and_a_free_place(app, now):
    officer = world.user("officer")
    low = scene.serving(officer, name="低分人")[1]
    high = [
        excellent(scene.accepted(officer=officer, envoy=scene.serving(officer, name=n)[1])) for n in "甲乙"
    ]
    made = begun(officer)
    for one in made.values():
        step(one.envoy.user, one, "report", text="总结。")
    now.forward(days=11)
    for one in made.values():
        step(officer, one, "skip_opinion")
    below = refusal(actions.grade, officer, made[low.id], Grade.EXCELLENT, "理由")
    assert below == "得分 0.00 低于 85 分，不能评为优秀（规则包 2026-1 第四十四条）。"
    first, second = (made[one.envoy.id] for one in high)
    with transaction():
        actions.grade(officer, first, Grade.EXCELLENT, "理由")
    full = refusal(actions.grade, officer, second, Grade.EXCELLENT, "理由")
    assert full == "2026 年度考核 3 人，优秀不超过 1 人，名额已满（规则包 2026-1 第四十四条）。"
    with transaction():
        actions.grade(officer, second, Grade.PASS, "理由")
    assert {one.grade for one in db.session.scalars(sa.select(Assessment))} == {
        None,
        Grade.EXCELLENT,
        Grade.PASS,
    }


def test_years_compare_by_the_days_served(app, now):
    officer, envoy = scene.serving(starts_on=clock.today())
    one = begun(officer)[envoy.id]
    assert (days_served(envoy, YEAR), figures(one)["days"]) == (1, {"served": 1, "year": 365})
    assert [target_of(12, days, 365) for days in (0, 1, 30, 31, 183, 365)] == [1, 1, 1, 2, 7, 12]
    now.forward(days=60)
    assert days_served(envoy, YEAR) == 61
    with transaction():
        register.step(officer, envoy, "end", reason="调离。")
    now.forward(days=30)
    assert (days_served(envoy, YEAR), days_served(envoy, 2025), days_served(envoy, 2027)) == (61, 0, 0)


def test_excellent_needs_half_a_year(app, now):
    made = excellent(
        scene.accepted(envoy=(late := scene.serving(starts_on=clock.today()))[1], officer=late[0])
    )
    one = opined(made.officer, begun(made.officer)[made.envoy.id], now)
    refused = refusal(actions.grade, made.officer, one, Grade.EXCELLENT, "理由")
    assert refused == "本年度在聘 12 天，不满 180 天，不能评为优秀（规则包 2026-1 第四十四条）。"


def test_nobody_grades_the_own_year(app, now):
    officer = world.user("officer")
    with transaction():
        envoy = register.appoint(world.user("officer"), Kind.OFFICER, officer, None, **scene.term())
        register.step(officer, envoy, "agree")
    other = world.user("officer")
    assert "没有需要启动" in refusal(actions.begin_year, officer, YEAR)
    one = begun(other)[envoy.id]
    step(officer, one, "report", text="总结。")
    now.forward(days=11)
    assert workflow.refusal(officer, one, "skip_opinion").status == 403
    step(other, one, "skip_opinion")
    assert workflow.refusal(officer, one, "grade").status == 403
