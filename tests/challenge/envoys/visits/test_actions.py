"""Visits: confirmed, disputed, silent; corrections as versions; a problem becomes the enterprise's demand."""

import datetime as dt

import pytest
import sqlalchemy as sa

from challenge.envoys.missions import actions as missions
from challenge.envoys.states import S, V
from challenge.envoys.visits import actions
from challenge.states import C
from core import clock, outbox, workflow
from core.database import db, transaction
from core.workflow import Refused
from talent.models import Tie
from tests.challenge.envoys import scene


def refusal(act, *args, **kwargs):
    with pytest.raises(Refused) as refused, transaction():
        act(*args, **kwargs)
    return refused.value.refusal.sentence


def facts(day=None, **changes):
    return scene.FACTS | {"visited_on": day or clock.today()} | changes


def test_a_visit_has_been(app, now):
    made = scene.accepted()
    me, tomorrow = made.envoy.user, clock.today() + dt.timedelta(days=1)
    assert refusal(actions.record, me, made.mission, facts(tomorrow), []) == "服务日期不能晚于今天。"
    before = clock.today() - dt.timedelta(days=1)
    assert refusal(actions.record, me, made.mission, facts(before), []) == "服务日期不能早于任务开始日期。"
    assert "只有本任务的特派员" in refusal(actions.record, made.client, made.mission, facts(), [])
    waiting = scene.assigned()
    assert "只有本任务的特派员" in refusal(actions.record, waiting.envoy.user, waiting.mission, facts(), [])
    scene.visited(made)
    assert (made.visit.state, made.visit.number, made.visit.confirm_due_at) == (
        V.RECORDED,
        1,
        clock.after_days(clock.now(), 10),
    )


def test_only_the_enterprise_confirms(app):
    made = scene.visited()
    for person in (made.envoy.user, made.officer):
        assert workflow.refusal(person, made.visit, "confirm").status == 403
    for _ in range(2):
        with transaction():
            actions.answer(made.client, made.visit, "confirm")
    assert (made.visit.state, made.visit.answered_by) == (V.CONFIRMED, made.client)


def test_silence_is_kept_as_silence(app, now):
    made = scene.visited()
    outbox.run_due()
    assert made.visit.state is V.RECORDED
    now.forward(days=10)
    outbox.run_due()
    db.session.refresh(made.visit)
    assert (made.visit.state, made.visit.answered_at) == (V.UNCONFIRMED, None)
    with transaction():
        actions.answer(made.client, made.visit, "confirm")
    assert made.visit.state is V.CONFIRMED


def test_a_dispute_leads_to_a_new_version(app):
    made = scene.visited()
    with transaction():
        actions.answer(made.client, made.visit, "dispute", reason="当天没有到一号车间。")
    assert (made.visit.state, made.visit.reason) == (V.DISPUTED, "当天没有到一号车间。")
    with transaction():
        again = actions.correct(
            made.envoy.user, made.visit, facts(place="二号车间"), scene.PROBLEMS, "地点有误。"
        )
    assert (made.visit.state, again.state, again.number, again.revision) == (V.SUPERSEDED, V.RECORDED, 1, 2)
    assert (again.place, again.why, made.visit.place) == ("二号车间", "地点有误。", "一号车间")
    assert workflow.refusal(made.client, made.visit, "confirm").status == 409
    assert workflow.refusal(made.client, again, "correct").status == 403


def test_a_problem_becomes_a_demand_of_the_enterprise(app):
    made = scene.visited()
    with transaction():
        demand = actions.make_demand(made.envoy.user, made.visit, 0)
        assert actions.make_demand(made.client, made.visit, 0) is demand
    assert (demand.state, demand.organisation, demand.author, demand.title) == (
        C.DRAFT,
        made.unit,
        made.client,
        "电堆漏电流超过 5 %",
    )
    assert "先测单片漏电流" in demand.background
    tie = db.session.scalars(sa.select(Tie).filter_by(whom=f"challenge:{demand.id}")).one()
    assert (tie.who, tie.kind) == (f"profile:{made.envoy.profile_id}", "helped")
    assert "没有这个问题" in refusal(actions.make_demand, made.client, made.visit, 7)
    assert "没有这个问题" in refusal(actions.make_demand, made.officer, made.visit, 1)
    said = made.envoy.user, made.visit, facts()
    assert "已形成需求草稿，请保留原文" in refusal(actions.correct, *said, ["另一个问题"], "更正")
    with transaction():
        again = actions.correct(*said, [*scene.PROBLEMS, "第三个问题"], "补充问题。")
    assert [one.demand for one in again.problems] == [demand, None, None]
    assert refusal(actions.make_demand, made.client, made.visit, 1) == "这份记录已经更正，请在新版本上办理。"
    with transaction():
        missions.finish(made.envoy.user, made.mission, "finish_redrafted", "需求已重新编写。")
    assert made.mission.state is S.FINISHED


def test_nothing_is_made_of_a_mission_that_was_cancelled(app):
    made = scene.visited()
    with transaction():
        missions.step(made.officer, made.mission, "cancel", reason="企业撤回。")
    found = refusal(actions.make_demand, made.client, made.visit, 0)
    assert found == "服务任务已取消，不能再形成需求草稿。"
