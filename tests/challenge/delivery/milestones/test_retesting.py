"""After a rectification an old test is called old, and the officer can ask for a new one before the milestone passes."""

import datetime as dt

import pytest

from challenge.delivery.milestones import actions, pages
from challenge.delivery.states import M, Verdict
from core import clock
from core.database import db, transaction
from core.workflow import Refused
from reports.desk.duties import duties
from tests import world
from tests.challenge.delivery.milestones import scene

OLD = "按整改前的检测结果，整改后尚未复测"


def checked(officer, one, *values):
    typed = scene.values(one.project, values)
    with transaction():
        actions.add_test(officer, one, "省检测中心", "", typed, {}, ())


def rectified(now):
    """(officer, project, milestone whose second evidence waits for the officer); both numbers were tested before."""
    officer, project, one = scene.commented()
    checked(officer, one, "41 Wh/L", "1.9 %")
    with transaction():
        until = clock.today() + dt.timedelta(days=30)
        actions.conclude(officer, one, "rectify", "漏电流偏高。", until)
    now.forward(days=5)
    scene.give(one, ("41 Wh/L", "1.2 %"))
    scene.comment(one)
    db.session.expire_all()
    return officer, project, one


def ends(project):
    return [chain.rows[-1].text for chain in pages.chains(project)]


def test_the_chain_says_that_a_test_is_from_before_the_rectification(app, now):
    officer, project, one = rectified(now)
    assert ends(project) == [f"达到（{OLD}）", f"未达到（{OLD}）"]
    assert pages.not_retested(one) == [each.name for each in project.indicators]
    checked(officer, one, "", "1.3 %")
    db.session.expire_all()
    assert ends(project) == [f"达到（{OLD}）", "达到（按检测结果）"]
    assert pages.not_retested(one) == [project.indicators[0].name]


def test_a_later_rectification_ages_what_an_earlier_milestone_has_tested(app, now):
    officer, project, first = scene.commented()
    checked(officer, first, "41 Wh/L", "")
    with transaction():
        actions.conclude(officer, first, "pass", "达到。")
    second = project.milestones[1]
    now.forward(days=5)
    scene.give(second, ("36 Wh/L", ""))
    scene.comment(second)
    assert ends(project)[0] == "达到（按检测结果）"
    with transaction():
        until = clock.today() + dt.timedelta(days=30)
        actions.conclude(officer, second, "rectify", "能量密度下降。", until)
    db.session.expire_all()
    assert ends(project) == [f"达到（{OLD}）", "达到（按团队自测）"]  # the leakage was no matter of it


def test_the_officer_asks_for_a_new_test_before_it_passes(app, now):
    officer, project, one = rectified(now)
    _density, leak = project.indicators
    with pytest.raises(Refused), transaction():
        actions.ask_retest(world.user("officer"), one, [leak.id], "不在其责。")
    with transaction():
        actions.ask_retest(officer, one, [leak.id], "换了密封圈。")
    assert one.retest == [leak.id]
    assert pages.next_words(one) == f"等待整改后复测：{leak.name}。检测报告由经办人登记。"
    whats = {person: {duty.what for duty in duties(person)} for person in (officer, project.leader)}
    assert "登记整改后复测的检测报告" in whats[officer]
    assert "判定里程碑" not in whats[officer]
    assert "安排整改后复测" in whats[project.leader]
    with pytest.raises(Refused, match=f"结果尚未登记：{leak.name}"), transaction():
        actions.conclude(officer, one, "pass", "可以。")
    checked(officer, one, "", "1.3 %")
    with pytest.raises(Refused, match="还没有检测结果"), transaction():
        actions.ask_retest(officer, one, [leak.id], "再测。")
    with transaction():
        actions.conclude(officer, one, "pass", "复测达到。")
    assert one.state is M.PASSED


def test_it_is_asked_and_taken_back_on_the_page(client_of, now):
    officer, project, one = rectified(now)
    density, leak = project.indicators
    desk = client_of(officer)
    base = f"/desk/projects/{project.code}/milestones/1"
    page = desk.get(base).get_data(as_text=True)
    assert ("要求整改后复测" in page, f"整改后尚未复测：{density.name}、{leak.name}" in page) == (True, True)
    bad = desk.post(f"{base}/retest", data={"again": [leak.id], "because": ""})
    assert (bad.status_code, "请写明复测要求" in bad.get_data(as_text=True)) == (422, True)
    assert (
        desk.post(f"{base}/retest", data={"again": [leak.id], "because": "换了密封圈。"}).status_code == 302
    )
    page = client_of(project.leader).get(base).get_data(as_text=True)
    assert f"等待整改后复测：{leak.name}" in page
    assert desk.post(f"{base}/conclude", data={"outcome": "pass", "reason": "可以。"}).status_code == 422
    assert desk.post(f"{base}/retest", data={"because": "改由验收测试。"}).status_code == 302
    assert one.retest is None
    assert desk.post(f"{base}/conclude", data={"outcome": "pass", "reason": "可以。"}).status_code == 302
    db.session.expire_all()
    assert [chain.rows[-1].verdict for chain in pages.chains(project)] == [Verdict.MET, Verdict.MISSED]
