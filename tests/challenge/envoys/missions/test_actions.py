"""Missions: who may be asked, yes and no, replaced, ended with a result, rated or not."""

import datetime as dt

import pytest

from accounts.states import UserState
from challenge.envoys import actions as envoys
from challenge.envoys.missions import actions
from challenge.envoys.states import Kind, R, Result, S
from challenge.states import C
from core import clock, workflow
from core.database import db, transaction
from core.workflow import Refused
from talent.models import Relation
from talent.states import P
from tests import findings, world
from tests.challenge.envoys import scene


def refusal(act, *args, **kwargs):
    with pytest.raises(Refused) as refused, transaction():
        act(*args, **kwargs)
    return refused.value.refusal.sentence


def due(days=30):
    return clock.today() + dt.timedelta(days=days)


def test_a_mission_is_accepted_and_the_enterprise_hears(app):
    made = scene.assigned()
    assert (made.mission.state, made.mission.answer_due_at) == (S.OFFERED, clock.after_days(clock.now(), 5))
    assert workflow.refusal(made.client, made.mission, "accept").status == 403
    with transaction():
        actions.step(made.envoy.user, made.mission, "accept")
    assert (made.mission.state, made.mission.answered_at) == (S.SERVING, clock.now())


def test_who_cannot_be_asked(app, now):
    officer, envoy = scene.serving(capacity=1)
    unit, client = scene.enterprise()

    def asked(by=officer, of=envoy, at=unit, until=None):
        return refusal(actions.assign, by, of, at, client, "目标", until or due())

    assert asked(until=clock.today() - dt.timedelta(days=1)) == "任务期限不能早于今天。"
    insider = world.user("officer", organisation_id=unit.id)
    assert asked(by=insider).startswith("不能为本单位安排服务任务")
    _, waiting = scene.offered(officer, name="待同意")
    assert asked(of=waiting) == "待同意当前为“待本人同意”，不能安排服务任务。"
    assert "存在须回避的情形" in asked(at=envoy.user.organisation)
    with transaction():
        actions.assign(officer, envoy, unit, client, "目标", due())
    assert asked().endswith("请另选他人，或者调整容量。")
    _, barred = scene.serving(officer, name="失信人")
    findings.found(barred.user, level="light", months=6)
    assert "不能担任科技特派员" in asked(of=barred)
    now.forward(days=740)
    assert asked(of=envoy) == f"{envoy.name}不在聘期内，不能安排服务任务。"


def test_a_relative_of_the_enterprise_is_refused(app):
    officer, envoy = scene.serving()
    unit = world.organisation(legal_person="刘法人")
    client = world.user("enterprise", organisation_id=unit.id)
    with transaction():
        envoy.profile.relations.append(Relation(kind="relative", name="刘法人", unit=unit.name))
    found = refusal(actions.assign, officer, envoy, unit, client, "目标", due())
    assert found.startswith(f"{envoy.name}与{unit.name}存在须回避的情形")


def test_nobody_gives_a_mission_to_oneself(app):
    officer = world.user("officer")
    with transaction():
        envoy = envoys.appoint(world.user("officer"), Kind.OFFICER, officer, None, **scene.term())
    with transaction():
        envoys.step(officer, envoy, "agree")
    unit, client = scene.enterprise()
    assert refusal(actions.assign, officer, envoy, unit, client, "目标", due()).startswith("不能给自己安排")


def test_a_declined_mission_goes_to_another_envoy(app):
    made = scene.assigned()
    with transaction():
        actions.step(made.envoy.user, made.mission, "decline", reason="不熟悉该领域。")
    assert (made.mission.state, made.mission.reason) == (S.DECLINED, "不熟悉该领域。")
    assert (
        refusal(actions.replace, made.officer, made.mission, made.envoy, due(), "改派")
        == "请选择另一位特派员。"
    )
    _, other = scene.serving(made.officer, name="康改派")
    with transaction():
        again = actions.replace(made.officer, made.mission, other, due(), "原特派员谢绝。")
    assert (made.mission.state, again.state, again.former, again.aim) == (
        S.REPLACED,
        S.OFFERED,
        made.mission,
        made.mission.aim,
    )


def test_a_lapsed_list_is_entrusted_once(app):
    officer, envoy = scene.serving()
    unit, client = scene.enterprise()
    row = world.challenge(C.LAPSED, author=client, handler_id=officer.id)
    with transaction():
        mission = actions.entrust(officer, row, envoy, "到现场核实指标。", due())
    assert (mission.about, mission.organisation, mission.contact, row.state) == (row, unit, client, C.LAPSED)
    again = refusal(actions.entrust, officer, row, envoy, "再来一次", due())
    assert again == f"已转科技特派员跟进（{mission.code}，待特派员答复），不需重复办理。"
    with transaction():
        actions.step(officer, mission, "cancel", reason="企业撤回。")
    db.session.expire(row, ["missions"])
    with transaction():
        assert actions.entrust(officer, row, envoy, "再来一次", due()).state is S.OFFERED


def test_results_need_what_they_say(app):
    made = scene.accepted()
    me = made.envoy.user
    for action in ("finish_solved", "finish_none"):
        assert refusal(actions.finish, me, made.mission, action, "说明") == "请先填写服务记录，再办结任务。"
    scene.visited(made)
    assert "请先形成需求" in refusal(actions.finish, me, made.mission, "finish_redrafted", "说明")
    assert refusal(actions.finish, me, made.mission, "finish_matched", "说明") == "请填写已对接的专家。"
    assert (made.mission.state, made.mission.result) == (S.SERVING, None)
    expert = world.profile()
    with transaction():
        actions.finish(me, made.mission, "finish_matched", "已引荐。", expert)
    assert (made.mission.state, made.mission.result, made.mission.matched) == (
        S.FINISHED,
        Result.MATCHED,
        expert,
    )
    with transaction():
        actions.step(made.officer, made.mission, "go_on", reason="专家尚未答复。")
    assert (made.mission.state, made.mission.result, made.mission.matched) == (S.SERVING, None, None)


def test_the_enterprise_rates_or_is_silent(app, now):
    made = scene.finished()
    assert refusal(actions.step, made.officer, made.mission, "close") == "企业的评价期限还没有过，请等待。"
    with transaction():
        actions.step(made.client, made.mission, "rate", rating=4, text="有帮助。")
    assert (made.mission.state, made.mission.rating, made.mission.rated_by) == (S.CLOSED, 4, made.client)
    silent = scene.finished()
    now.forward(days=16)
    with transaction():
        actions.step(silent.officer, silent.mission, "close")
    assert (silent.mission.state, silent.mission.rating) == (S.CLOSED, None)


def test_a_request_is_answered_by_a_mission(app):
    officer, envoy = scene.serving()
    unit, client = scene.enterprise()
    with transaction():
        row = envoys.ask(client, "电堆漏电", "漏电流超标。", "储能")
    with transaction():
        mission = actions.assign(officer, envoy, unit, client, "目标", due(), request=row)
    assert (row.state, mission.request) == (R.ARRANGED, row)


def test_who_is_gone_is_not_asked(app):
    officer, envoy = scene.serving()
    unit, client = scene.enterprise()
    with transaction():
        envoy.profile.state = P.STOPPED
    found = refusal(actions.assign, officer, envoy, unit, client, "目标", due())
    assert found == f"{envoy.name}的专家档案停用，不能安排服务任务。"
    with transaction():
        envoy.user.state = UserState.STOPPED
    found = refusal(actions.assign, officer, envoy, unit, client, "目标", due())
    assert found == f"{envoy.name}的账号已停用，不能安排服务任务。"
