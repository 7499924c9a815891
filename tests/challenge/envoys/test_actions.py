"""Appointments: consent, renewal, end; who is refused, and in which words."""

import datetime as dt

import pytest

from challenge.envoys import actions, queries
from challenge.envoys.models import Envoy
from challenge.envoys.states import E, Kind, R
from core import clock, workflow
from core.database import db, transaction
from core.workflow import Refused
from talent.models import Relation
from tests import findings, world
from tests.challenge.envoys import scene


def refusal(act, *args, **kwargs):
    with pytest.raises(Refused) as refused, transaction():
        act(*args, **kwargs)
    return refused.value.refusal.sentence


def test_an_appointment_begins_with_the_persons_consent(app):
    officer, envoy = scene.offered()
    assert (envoy.state, envoy.code[:6], db.session.scalars(queries.named()).all()) == (
        E.OFFERED,
        "TP2026",
        [],
    )
    with transaction():
        actions.step(envoy.user, envoy, "agree", is_named=True)
    assert (envoy.state, envoy.agreed_at, envoy.is_named) == (E.SERVING, clock.now(), True)
    assert db.session.scalars(queries.named()).unique().all() == [envoy]
    with transaction():
        actions.set_named(envoy.user, envoy, False)
    assert db.session.scalars(queries.named()).all() == []
    assert refusal(actions.set_named, officer, envoy, True) == "只有本人在聘任期间可以更改公开设置。"


def test_who_declines_may_be_asked_again(app):
    officer, envoy = scene.offered()
    with transaction():
        actions.step(envoy.user, envoy, "decline", reason="时间不够。")
    assert (envoy.state, envoy.reason) == (E.DECLINED, "时间不够。")
    with transaction():
        again = actions.appoint(officer, Kind.EXPERT, envoy.user, envoy.profile, **scene.term())
    sentence = f"{envoy.name}已有未结束的聘任，请先解聘或者续聘。"
    said = officer, Kind.EXPERT, envoy.user, envoy.profile
    assert refusal(actions.appoint, *said, **scene.term()) == sentence
    assert again.state is E.OFFERED


def test_the_rules_of_a_term(app):
    officer = world.user("officer")
    person = world.user("county", county="应县")

    def asked(**changes):
        return refusal(actions.appoint, officer, Kind.OFFICER, person, None, **scene.term(**changes))

    assert "一次聘期不得超过 36 个月（规则包 2026-1 第四十条）" in asked(
        ends_on=clock.today() + dt.timedelta(days=1200)
    )
    assert "不得超过 10 项（规则包 2026-1 第四十条）" in asked(capacity=11)
    assert refusal(actions.appoint, officer, Kind.OFFICER, officer, None, **scene.term()).startswith(
        "不能聘任自己"
    )
    assert db.session.scalars(db.select(Envoy)).all() == []


def test_a_finding_and_a_tie_stand_in_the_way(app):
    officer = world.user("officer")
    person = world.user("expert")
    profile = world.profile(user_id=person.id)
    findings.found(person, level="light", months=6)
    said = officer, Kind.EXPERT, person, profile
    assert "不能担任科技特派员（科研诚信规则 2026-1 第三条第一项）" in refusal(
        actions.appoint, *said, **scene.term()
    )
    other = world.user("expert")
    theirs = world.profile(user_id=other.id)
    with transaction():
        unit = officer.organisation.name
        theirs.relations.append(Relation(kind="relative", name=officer.display_name, unit=unit))
    found = refusal(actions.appoint, officer, Kind.EXPERT, other, theirs, **scene.term())
    assert found.startswith("您与被聘任人存在须回避的情形：")
    with transaction():
        assert actions.appoint(world.user("officer"), Kind.EXPERT, other, theirs, **scene.term())


def test_colleagues_are_no_tie_for_an_officer_envoy(app):
    bureau = world.organisation()
    officer, person = (world.user("officer", organisation_id=bureau.id) for _ in range(2))
    with transaction():
        envoy = actions.appoint(officer, Kind.OFFICER, person, None, **scene.term())
    assert (envoy.code[:2], envoy.unit) == ("ZY", bureau.name)


def test_a_renewal_is_offered_and_answered(app, now):
    officer, envoy = scene.serving()
    until = envoy.ends_on + dt.timedelta(days=365)
    assert refusal(actions.offer_renewal, officer, envoy, envoy.ends_on, 2).startswith("续聘的结束日期须晚于")
    far = envoy.ends_on + dt.timedelta(days=1200)
    assert "不得超过 36 个月" in refusal(actions.offer_renewal, officer, envoy, far, 2)
    assert "不得超过 10 项" in refusal(actions.offer_renewal, officer, envoy, until, 11)
    with transaction():
        actions.offer_renewal(officer, envoy, until, 4)
    with transaction():
        actions.step(envoy.user, envoy, "refuse_renewal", reason="另有任务。")
    assert (envoy.state, envoy.next_ends_on, envoy.reason) == (E.SERVING, None, "另有任务。")
    now.forward(days=740)
    assert (envoy.shown_state.label, envoy.is_in_term) == ("任期已满", False)
    until = clock.today() + dt.timedelta(days=365)
    with transaction():
        actions.offer_renewal(officer, envoy, until, 4)
    with transaction():
        actions.step(envoy.user, envoy, "agree_renewal")
    assert (envoy.ends_on, envoy.capacity, envoy.shown_state) == (until, 4, E.SERVING)


def test_nobody_leaves_with_work_in_hand(app):
    made = scene.assigned()
    assert "还有 1 项服务任务没有办结" in refusal(
        actions.step, made.officer, made.envoy, "end", reason="调离。"
    )
    assert "还有 1 项服务任务没有办结" in refusal(
        actions.step, made.envoy.user, made.envoy, "resign", reason="调离。"
    )
    _, free = scene.serving(name="康卸任")
    with transaction():
        actions.step(free.user, free, "resign", reason="调离。")
    assert (free.state, free.is_named) == (E.ENDED, False)


def test_an_enterprise_asks_and_hears(app):
    unit, client = scene.enterprise()
    officer, envoy = scene.serving()
    with transaction():
        row = actions.ask(client, "电堆漏电", "漏电流超标。", "储能", envoy)
    assert (row.state, row.organisation, row.wanted) == (R.ASKED, unit, envoy)
    assert "请先选择特派员" in refusal(workflow.apply, officer, row, "arrange")
    insider = world.user("officer", organisation_id=unit.id)
    assert workflow.refusal(insider, row, "refuse").status == 403
    with transaction():
        workflow.apply(officer, row, "refuse", reason="不属于服务范围。")
    assert (row.state, row.reason) == (R.REFUSED, "不属于服务范围。")
